/** A Home Assistant with two locks, as the card sees it. */
import type { EntityEntry, EntityState, Hass, LockRecord, LogStatus, Page, PatternCell } from "../src/types";

export const NOW = new Date("2026-11-23T12:00:00Z");
export const FRONT = "device-front";
export const BACK = "device-back";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let count = 0;

/** A record of a fingerprint of Ana's, a minute ago, but for what is given. */
export function record(given: Partial<LockRecord> & { ago?: number } = {}): LockRecord {
  const { ago = MINUTE, ...rest } = given;
  count += 1;
  return {
    device_id: FRONT,
    record_id: `r${count}`,
    occurred_at: new Date(NOW.getTime() - ago).toISOString().replace("Z", "+00:00"),
    kind: "unlock",
    type: "fingerprint",
    method: "fingerprint",
    alarm: null,
    notice: null,
    code: "unlock_fingerprint",
    slot: 1,
    user: "Ana",
    person: "person.ana",
    credential: "Right thumb",
    participants: [],
    late: false,
    count: 1,
    uncertain: false,
    duress_suspected: false,
    bindable: false,
    picture: false,
    ...rest,
  };
}

export function alarm(name: string, given: Partial<LockRecord> & { ago?: number } = {}): LockRecord {
  return record({
    kind: "alarm",
    type: name,
    alarm: name,
    method: null,
    slot: null,
    user: null,
    person: null,
    credential: null,
    code: name,
    ...given,
  });
}

/** Some days of a household. */
export function household(): LockRecord[] {
  const hour = 60 * MINUTE;
  const ben = { user: "Ben", person: "person.ben", method: "password", slot: 3, credential: "Ben's code", code: "unlock_password" };
  return [
    record({ ago: 5 * MINUTE, device_id: BACK }),
    alarm("wrong_finger", { ago: 31 * MINUTE, method: "fingerprint", burst_id: "attempts" }),
    alarm("wrong_finger", { ago: 32 * MINUTE, method: "fingerprint", burst_id: "attempts" }),
    alarm("wrong_password", { ago: 33 * MINUTE, method: "password", burst_id: "attempts" }),
    record({ ago: 50 * MINUTE, ...ben }),
    record({ ago: 3 * hour, kind: "doorbell", method: null, slot: null, user: null, person: null, credential: null, code: "doorbell", picture: true }),
    record({ ago: 5 * hour, user: "Fingerprint 7", person: null, credential: "Fingerprint 7", slot: 7, late: true }),
    record({ ago: 9 * hour, method: "double", slot: null, credential: null, participants: ["Ana", "Ben"] }),
    alarm("low_battery", { ago: DAY }),
    alarm("unclosed_time", { ago: DAY + hour }),
    record({ ago: DAY + 2 * hour, method: "app", slot: null, credential: null, uncertain: true, code: "unlock_app" }),
    record({ ago: DAY + 3 * hour, user: "Carla", person: null, method: "temporary", slot: 907, credential: "Cleaning" }),
    record({ ago: DAY + 4 * hour, device_id: BACK, method: "card", slot: 5, user: "Ben", person: "person.ben", credential: "Ben's card" }),
    alarm("duress", { ago: 2 * DAY, user: "Ben", person: "person.ben", method: "fingerprint", slot: 2, credential: "Index" }),
    record({ ago: 2 * DAY + MINUTE, ...ben }),
    record({ ago: 2 * DAY + hour, method: "other", slot: null, user: null, person: null, credential: null, code: "unlock_chip" }),
    ...Array.from({ length: 24 }, (_, index) => record({ ago: 3 * DAY + index * 7 * hour, ...(index % 3 ? ben : {}) })),
  ];
}

/** Many records, six an hour. */
export function many(size: number): LockRecord[] {
  return Array.from({ length: size }, (_, index) =>
    record({
      ago: (index + 1) * 10 * MINUTE,
      ...(index % 5 === 0 && { user: "Ben", person: "person.ben" }),
      ...(index % 2 === 0 && { device_id: BACK }),
    }),
  );
}

export function pattern(): PatternCell[] {
  const cells: PatternCell[] = [];
  for (let weekday = 0; weekday < 7; weekday++) {
    const add = (hour: number, user: string, times: number) =>
      cells.push({ weekday, hour, user, count: times });
    if (weekday < 5) {
      add(7, "Ana", 4);
      add(8, "Ben", 3 + (weekday % 2));
      add(13, "Carla", weekday === 2 ? 4 : 1);
      add(17, "Ana", 2);
      add(17, "Ben", 3);
      add(18, "Ben", 1);
    } else {
      add(10, "Ana", 2);
      add(11, "Ben", 2);
      add(23, "Ana", 1);
    }
  }
  return cells;
}

type Message = Record<string, unknown> & { type: string };

/** Answers as the integration does, and notes what it was asked. */
export class Server {
  asked: Message[] = [];
  called: [string, string, Record<string, unknown>][] = [];
  error: unknown;
  /** To whom every credential is assigned. */
  assigned: { person?: string; name?: string } = {};
  subscribers: ((news: unknown) => void)[] = [];
  ready = new Set<() => void>();
  /** What is out of the ordinary with the log of a lock. */
  status: Record<string, Partial<LogStatus>> = {};

  constructor(
    public records: LockRecord[] = household(),
    public cells: PatternCell[] = pattern(),
    /** The addresses of the kept pictures, by record. */
    public pictures: Record<string, string> = {},
  ) {}

  publish(news: unknown): void {
    for (const subscriber of this.subscribers) subscriber(news);
  }

  /** A record comes in. */
  add(...records: LockRecord[]): void {
    this.records = [...records, ...this.records];
    this.publish({ type: "records", records });
  }

  readonly callWS = <T>(message: Record<string, unknown>): Promise<T> => {
    const asked = message as Message;
    this.asked.push(asked);
    if (this.error) return Promise.reject(this.error);
    const answers: Record<string, () => unknown> = {
      "tuya_door_lock/records": () => this.page(asked),
      "tuya_door_lock/status": () => ({
        status: Object.fromEntries((asked.device_ids as string[]).map((id) => [id, { ...this.fresh(), ...this.status[id] }])),
      }),
      "tuya_door_lock/export": () => ({ csv: "occurred_at,lock,user" }),
      "tuya_door_lock/pattern": () => ({ cells: this.cells }),
      "tuya_door_lock/assignment": () => this.assigned,
      "tuya_door_lock/picture": () => ({ url: this.pictures[asked.record_id as string] ?? null }),
    };
    return Promise.resolve(answers[asked.type]?.() as T);
  };

  /** Read four minutes ago, and again in nine. */
  private fresh(): LogStatus {
    const at = (minutes: number) => new Date(Date.now() + minutes * MINUTE).toISOString();
    return { last_read: at(-4), next_read: at(9), is_listening: false, error: null, needs_owner: false };
  }

  private page(asked: Message): Page {
    const among = (name: string, value: string | null) => {
      const list = asked[name] as string[] | undefined;
      return !list || (value !== null && list.includes(value));
    };
    const all = this.records.filter((each) => among("device_ids", each.device_id));
    const found = all.filter(
      (each) =>
        among("kinds", each.kind) &&
        among("methods", each.method) &&
        among("users", each.user) &&
        (!asked.start || Date.parse(each.occurred_at) >= Date.parse(asked.start as string)) &&
        (!asked.end || Date.parse(each.occurred_at) < Date.parse(asked.end as string)) &&
        (!asked.search || JSON.stringify(each).toLowerCase().includes((asked.search as string).toLowerCase())),
    );
    const start = asked.before === undefined ? 0 : Number(asked.before);
    const end = start + (asked.limit as number);
    const seen = (values: (string | null)[]) => [...new Set(values.filter((value) => value !== null))].sort();
    return {
      records: found.slice(start, end),
      cursor: end < found.length ? String(end) : null,
      users: seen(all.map((each) => (each.user === each.credential ? null : each.user))),
      nameless: seen(all.map((each) => (each.user === each.credential ? each.user : null))),
      methods: seen(all.map((each) => each.method)),
      total: found.length,
    };
  }
}

function person(name: string): EntityState {
  const color = { ana: "7b6fd0", ben: "3c8f7c" }[name] ?? "888";
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><rect width="48" height="48" fill="#${color}"/><circle cx="24" cy="19" r="9" fill="#fff"/><path d="M6 48c0-14 8-18 18-18s18 4 18 18" fill="#fff"/></svg>`;
  return {
    entity_id: `person.${name}`,
    state: "home",
    attributes: {
      friendly_name: name.charAt(0).toUpperCase() + name.slice(1),
      entity_picture: `data:image/svg+xml,${encodeURIComponent(svg)}`,
    },
  };
}

const TEXTS = import.meta.glob<object>("../../custom_components/tuya_door_lock/translations/*.json", {
  eager: true,
  import: "default",
});

/** Returns Home Assistant's texts in a language, as far as they are the integration's. */
function backend(language: string): (key: string) => string {
  const texts = Object.entries(TEXTS).find(([path]) => path.endsWith(`/${language.split("-")[0] ?? ""}.json`))?.[1];
  return (key) => {
    let found: unknown = texts;
    for (const name of key.replace("component.tuya_door_lock.", "").split(".")) {
      found = (found as Record<string, unknown> | undefined)?.[name];
    }
    return typeof found === "string" ? found : "";
  };
}

export interface Home {
  duress?: boolean;
  admin?: boolean;
  language?: string;
  states?: EntityState[];
}

export function hassOf(server: Server, home: Home = {}): Hass {
  const states: EntityState[] = [
    person("ana"),
    person("ben"),
    ...["event.front_access", "event.front_alarm", "event.back_access"].map(
      (entity_id): EntityState => ({ entity_id, state: "unknown", attributes: {} }),
    ),
    {
      entity_id: "binary_sensor.front_duress",
      state: home.duress ? "on" : "off",
      attributes: home.duress
        ? {
            record_id: "forced",
            occurred_at: new Date(NOW.getTime() - 2 * MINUTE).toISOString(),
            user: "Ben",
            person: "person.ben",
            method: "fingerprint",
            credential: "Index",
            slot: 2,
            code: "alarm_lock_duress",
            late: false,
            picture: false,
            uncertain: false,
          }
        : {},
    },
    ...(home.states ?? []),
  ];
  const entity = (entity_id: string, device_id: string, translation_key: string) =>
    [entity_id, { entity_id, device_id, platform: "tuya_door_lock", translation_key }] as const;
  const entries: (readonly [string, EntityEntry])[] = [
    entity("event.front_access", FRONT, "access"),
    entity("event.front_alarm", FRONT, "alarm"),
    entity("binary_sensor.front_duress", FRONT, "duress"),
    entity("button.front_acknowledge", FRONT, "acknowledge_duress"),
    entity("image.front_picture", FRONT, "last_picture"),
    entity("event.back_access", BACK, "access"),
    entity("sensor.calls", "device-project", "calls_this_month"),
    ["light.hall", { entity_id: "light.hall", device_id: "device-light", platform: "demo" }],
  ];
  return {
    states: Object.fromEntries(states.map((state) => [state.entity_id, state])),
    entities: Object.fromEntries(entries),
    devices: {
      [FRONT]: { id: FRONT, name: "Front door" },
      [BACK]: { id: BACK, name: "Door 2", name_by_user: "Back door" },
      "device-project": { id: "device-project", name: "Tuya" },
    },
    locale: { language: home.language ?? "en", time_format: "language", first_weekday: "language", time_zone: "local" },
    config: { time_zone: "Europe/Berlin" },
    user: { is_admin: home.admin ?? true },
    localize: backend(home.language ?? "en"),
    loadBackendTranslation: () => Promise.resolve(backend(home.language ?? "en")),
    connection: {
      subscribeMessage: (callback, message) => {
        server.asked.push(message as Message);
        if (server.error) return Promise.reject(server.error);
        const subscriber = callback as (news: unknown) => void;
        server.subscribers.push(subscriber);
        return Promise.resolve(() => {
          server.subscribers = server.subscribers.filter((each) => each !== subscriber);
        });
      },
      addEventListener: (_, listener) => server.ready.add(listener),
      removeEventListener: (_, listener) => server.ready.delete(listener),
    },
    callWS: server.callWS,
    callService: (domain, service, data) => {
      server.called.push([domain, service, data]);
      return server.error ? Promise.reject(server.error) : Promise.resolve();
    },
  };
}
