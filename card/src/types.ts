/** What Home Assistant hands to a card, as far as this one uses it. */

export interface EntityState {
  entity_id: string;
  state: string;
  attributes: Record<string, unknown>;
}

export interface EntityEntry {
  entity_id: string;
  device_id?: string | null;
  platform?: string;
  translation_key?: string | null;
}

export interface DeviceEntry {
  id: string;
  name?: string | null;
  name_by_user?: string | null;
}

export interface Locale {
  language: string;
  time_format?: "language" | "system" | "12" | "24";
  first_weekday?: string;
  time_zone?: "local" | "server";
}

export type Unsubscribe = () => void | Promise<void>;

export interface Connection {
  subscribeMessage(
    callback: (message: never) => void,
    message: Record<string, unknown>,
    options?: { resubscribe?: boolean },
  ): Promise<Unsubscribe>;
  addEventListener(type: "ready", listener: () => void): void;
  removeEventListener(type: "ready", listener: () => void): void;
}

export interface Hass {
  states: Readonly<Record<string, EntityState | undefined>>;
  entities: Readonly<Record<string, EntityEntry>>;
  devices: Readonly<Record<string, DeviceEntry | undefined>>;
  locale: Locale;
  config: { time_zone: string };
  user?: { is_admin: boolean };
  connection: Connection;
  /** Returns no text where there is none. */
  localize(key: string): string;
  /** Returns `localize` with the texts of a category of an integration. */
  loadBackendTranslation?(category: string, integration: string): Promise<Hass["localize"]>;
  callWS<T>(message: Record<string, unknown>): Promise<T>;
  callService(
    domain: string,
    service: string,
    data: Record<string, unknown>,
    target?: undefined,
    notifyOnError?: boolean,
  ): Promise<unknown>;
  hassUrl?(path: string): string;
}

/** What the card can show, in this order. */
export const PARTS = ["last", "duress", "filters", "log", "pattern"] as const;
export type Part = (typeof PARTS)[number];

export interface CardConfig {
  type: string;
  title?: string;
  /** The locks, by device; all of them where nothing is said. */
  devices?: string[];
  /** The locks, by any of their entities: easier to write by hand. */
  entities?: string[];
  show?: Part[];
}

export type Kind = "unlock" | "alarm" | "doorbell";

/** A record as `tuya_door_lock/records` sends it: `LockEventData` of access_log/events.py, and its lock. */
export interface LockRecord {
  device_id: string;
  occurred_at: string;
  user: string | null;
  person: string | null;
  kind: Kind;
  type: string;
  method: string | null;
  alarm: string | null;
  credential: string | null;
  slot: number | null;
  participants: string[];
  count: number;
  late: boolean;
  uncertain: boolean;
  duress_suspected: boolean;
  bindable: boolean;
  picture: boolean;
  notice: string | null;
  code: string;
  record_id: string;
  attempt?: number;
  attempt_seconds?: number;
  /** The record id of the first of the alarms, or attempts, that belong together. */
  burst_id?: string;
}

export interface Page {
  records: LockRecord[];
  cursor: string | null;
  /** Who is named, and the credentials of those whom nobody names. */
  users: string[];
  nameless: string[];
  methods: string[];
  total: number;
}

export interface Filter {
  device?: string;
  kind?: Kind;
  method?: string;
  user?: string;
  search?: string;
  /** A day of the user's, as "2026-11-23". */
  day?: string;
}

export interface PatternCell {
  /** 0 is Monday. */
  weekday: number;
  hour: number;
  user: string | null;
  count: number;
}

/** How old what is known of a lock is: `LogStatus` of log_status.py. */
export interface LogStatus {
  last_read: string | null;
  next_read: string | null;
  /** Whether hints bring the next reading forward when something happens. */
  is_listening: boolean;
  error: string | null;
  needs_owner: boolean;
}

export type View = "log" | "pattern";
