import type { Format } from "./format";
import type { Localize } from "./localize";
import { timesOf, type RecordRow } from "./rows";
import type { Hass, LockRecord } from "./types";

/** What the words of a record are made with. */
export interface Words {
  localize: Localize;
  format: Format;
  /** The name of a lock, where the card shows several. */
  lockName: (device: string) => string | undefined;
  /** Home Assistant's texts, with those of the integration. */
  backend: (key: string) => string;
}

/** Between things of one kind: a line breaks after it, never before. */
export const DOT = "\u00a0· ";

const EVENTS = "component.tuya_door_lock.entity.event";

/** Whether Home Assistant has loaded the texts of the integration. */
export function hasTexts(hass: Hass): boolean {
  return hass.localize(`${EVENTS}.access.name`) !== "";
}

function typeName({ backend }: Words, entity: "access" | "alarm", type: string): string {
  return backend(`${EVENTS}.${entity}.state_attributes.event_type.state.${type}`) || type;
}

export function methodName(words: Words, method: string): string {
  return typeName(words, "access", method);
}

export function alarmName(words: Words, alarm: string): string {
  return typeName(words, "alarm", alarm);
}

/** Who it was, as far as anybody knows. */
export function whoOf(words: Words, record: LockRecord): string | undefined {
  const name = record.participants.length
    ? words.format.list(record.participants)
    : (record.user ?? undefined);
  return name !== undefined && record.uncertain ? words.localize("probably", { name }) : name;
}

function whatOf(words: Words, record: LockRecord): string {
  if (record.kind === "doorbell") return words.localize("doorbell");
  if (record.kind === "alarm") {
    const alarm = record.notice ?? record.alarm ?? "other";
    return alarm === "other" && record.code ? record.code : alarmName(words, alarm);
  }
  const method = record.method ?? "other";
  return method === "other" && record.code ? record.code : methodName(words, method);
}

/** The first line of a row: who opened, or what happened. */
export function titleOf(words: Words, row: RecordRow): string {
  const [record] = row.records;
  if (record.kind === "unlock") return whoOf(words, record) ?? record.credential ?? whatOf(words, record);
  const times = timesOf(row);
  if (times === 1) return whatOf(words, record);
  const alarms = new Set(row.records.map((each) => each.alarm));
  return words.localize("times", {
    what: alarms.size > 1 ? words.localize("attempts") : whatOf(words, record),
    count: words.format.number(times),
  });
}

/** The second line of a row: how, with what, and where. */
export function detailOf(words: Words, row: RecordRow): string {
  const [record] = row.records;
  const title = titleOf(words, row);
  const parts: (string | null | undefined)[] =
    record.kind === "unlock"
      ? [whatOf(words, record), record.credential]
      : [new Set(row.records.map((each) => whoOf(words, each))).size === 1 ? whoOf(words, record) : null];
  parts.push(words.lockName(record.device_id));
  return joinDetails(parts, title);
}

/** Joins what is known, each thing once: "Fingerprint 7" says all that "Fingerprint" does. */
export function joinDetails(parts: readonly (string | null | undefined)[], title = ""): string {
  const shown: string[] = [];
  for (const part of parts) {
    if (!part || title.startsWith(part) || shown.includes(part)) continue;
    if (shown.length && part.startsWith(shown.at(-1)!)) shown.pop();
    shown.push(part);
  }
  return shown.join(DOT);
}
