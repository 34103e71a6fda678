import { Format } from "./format";
import { keyOf } from "./rows";
import type { Filter, Hass, LockRecord, Page, Unsubscribe } from "./types";

const FIRST_PAGE = 100;
const LARGEST_PAGE = 500;
const RETRY_AFTER = 10_000;

type News = { type: "records"; records: LockRecord[] } | { type: "changed" };

/**
 * The records of some locks: the newest at once, older ones when they are asked for,
 * new ones when they come.
 */
export class Log {
  /** Newest first. */
  records: readonly LockRecord[] = [];
  /** The last access, whatever the filter. */
  last: LockRecord | undefined;
  users: readonly string[] = [];
  /** The credentials of those whom nobody names. */
  nameless: readonly string[] = [];
  methods: readonly string[] = [];
  total = 0;
  state: "loading" | "ready" | "failed" = "loading";
  /** Why the last question had no answer. */
  error = "";
  /** How often more changed than that records were added: names, or what was deleted. */
  changes = 0;

  private hass: Hass | undefined;
  private devices: readonly string[] = [];
  private filter: Filter = {};
  private cursor: string | null = null;
  /** An answer to a question that nobody asks any more is dropped. */
  private question = 0;
  private isLoadingMore = false;
  private session = 0;
  private unsubscribe: Unsubscribe | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly changed: () => void) {}

  get hasMore(): boolean {
    return this.cursor !== null;
  }

  /** As many as there are: whoever has scrolled far goes on. */
  private get pageSize(): number {
    return Math.min(Math.max(this.records.length, FIRST_PAGE), LARGEST_PAGE);
  }

  /** Begins to follow some locks, or goes on with others. */
  follow(hass: Hass, devices: readonly string[], filter: Filter = {}): void {
    this.stop();
    this.hass = hass;
    this.devices = devices;
    this.filter = filter;
    this.state = "loading";
    hass.connection.addEventListener("ready", this.reconnected);
    void this.subscribe();
    void this.reload(FIRST_PAGE);
  }

  /** Lets go of everything but what is shown. */
  stop(): void {
    this.session += 1;
    this.question += 1;
    this.isLoadingMore = false;
    clearTimeout(this.retry);
    this.hass?.connection.removeEventListener("ready", this.reconnected);
    this.end(this.unsubscribe);
    this.unsubscribe = undefined;
  }

  async search(filter: Filter): Promise<void> {
    this.filter = filter;
    await this.reload(FIRST_PAGE);
  }

  /** Loads older records. */
  async more(): Promise<void> {
    if (this.cursor === null || this.isLoadingMore || !this.hass) return;
    const question = this.question;
    this.isLoadingMore = true;
    try {
      const page = await this.ask(this.pageSize, this.filter, this.cursor);
      if (question !== this.question) return;
      this.merge(page.records);
      this.cursor = page.cursor;
      this.state = "ready";
    } catch (error) {
      if (question !== this.question) return;
      this.fail(error);
    } finally {
      if (question === this.question) this.isLoadingMore = false;
    }
    this.changed();
  }

  /** Asks anew for what is shown. */
  async reload(limit = this.pageSize): Promise<void> {
    const question = (this.question += 1);
    this.isLoadingMore = false;
    try {
      const [page, last] = await Promise.all([
        this.ask(limit, this.filter),
        this.ask(1, { kind: "unlock" }),
      ]);
      if (question !== this.question) return;
      this.records = page.records;
      this.cursor = page.cursor;
      this.total = page.total;
      this.users = page.users;
      this.nameless = page.nameless;
      this.methods = page.methods;
      this.last = last.records[0];
      this.state = "ready";
      this.changes += 1;
    } catch (error) {
      if (question !== this.question) return;
      this.fail(error);
    }
    this.changed();
  }

  private readonly reconnected = (): void => {
    if (this.hass) this.follow(this.hass, this.devices, this.filter);
  };

  private async subscribe(): Promise<void> {
    const session = this.session;
    let unsubscribe: Unsubscribe;
    try {
      unsubscribe = await this.hass!.connection.subscribeMessage(
        (news: News) => {
          if (session === this.session) this.receive(news);
        },
        { type: "tuya_door_lock/subscribe", device_ids: this.devices },
        // After a reconnection records are missing, and have to be asked for anyway.
        { resubscribe: false },
      );
    } catch {
      // Home Assistant may be starting, and the integration not be there yet.
      if (session === this.session) this.retry = setTimeout(this.reconnected, RETRY_AFTER);
      return;
    }
    if (session === this.session) this.unsubscribe = unsubscribe;
    else this.end(unsubscribe);
  }

  private end(unsubscribe: Unsubscribe | undefined): void {
    // A connection that is gone has nothing to unsubscribe from.
    void Promise.resolve(unsubscribe?.()).catch(() => undefined);
  }

  private receive(news: News): void {
    if (news.type === "changed" || Object.values(this.filter).some(Boolean)) {
      // Only the server knows what a filter lets through.
      void this.reload();
      return;
    }
    const known = new Set(this.records.map(keyOf));
    this.total += news.records.filter((record) => !known.has(keyOf(record))).length;
    // One that lies before all that was loaded comes with its page.
    const oldest = this.hasMore ? this.records.at(-1)?.occurred_at : undefined;
    this.merge(news.records.filter((record) => !oldest || record.occurred_at >= oldest));
    for (const record of news.records) {
      const { user, method } = record;
      // A name that stands for a credential only is nobody's.
      const list = user === record.credential ? "nameless" : "users";
      if (user !== null && !this.users.includes(user) && !this[list].includes(user)) {
        this[list] = [...this[list], user];
      }
      if (method !== null && !this.methods.includes(method)) this.methods = [...this.methods, method];
      if (record.kind === "unlock" && !(this.last && this.last.occurred_at > record.occurred_at)) {
        this.last = record;
      }
    }
    this.changed();
  }

  /** Returns all that the filter lets through, as a table. */
  async table(): Promise<string> {
    const { csv } = await this.hass!.callWS<{ csv: string }>({
      type: "tuya_door_lock/export",
      ...this.conditions(this.filter),
    });
    return csv;
  }

  private ask(limit: number, filter: Filter, before?: string): Promise<Page> {
    return this.hass!.callWS<Page>({
      type: "tuya_door_lock/records",
      ...this.conditions(filter),
      limit,
      ...(before !== undefined && { before }),
    });
  }

  /** What the server calls a filter. */
  private conditions(filter: Filter): Record<string, unknown> {
    const { device, kind, method, user, search, day } = filter;
    const span = day ? new Format(this.hass!).span(day) : undefined;
    return {
      device_ids: device ? [device] : this.devices,
      ...(span && { start: span.start.toISOString(), end: span.end.toISOString() }),
      ...(kind && { kinds: [kind] }),
      ...(method && { methods: [method] }),
      ...(user && { users: [user] }),
      ...(search && { search }),
    };
  }

  private merge(records: readonly LockRecord[]): void {
    const oldest = this.records.at(-1)?.occurred_at;
    const merged = new Map(this.records.map((record) => [keyOf(record), record]));
    let isSorted = true;
    for (const record of records) {
      merged.set(keyOf(record), record);
      if (oldest !== undefined && record.occurred_at > oldest) isSorted = false;
    }
    const all = [...merged.values()];
    // ISO times in UTC sort as they are; the sort is stable.
    this.records = isSorted ? all : all.sort((a, b) => compare(b.occurred_at, a.occurred_at));
  }

  private fail(error: unknown): void {
    this.state = "failed";
    this.error = error instanceof Error ? error.message : messageOf(error);
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** Home Assistant's refusals are plain objects. */
export function messageOf(error: unknown): string {
  const message = (error as { message?: unknown } | null)?.message;
  return typeof message === "string" ? message : "";
}
