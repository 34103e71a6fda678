import type { Format } from "./format";
import type { LockRecord } from "./types";

/** What lies further apart than this is a thing of its own. */
const GAP = 10 * 60_000;

export interface DayRow {
  type: "day";
  key: string;
  label: string;
}

/** A record, or several of one cause: the newest first. */
export interface RecordRow {
  type: "records";
  key: string;
  records: [LockRecord, ...LockRecord[]];
}

export type Row = DayRow | RecordRow;

export function keyOf(record: Pick<LockRecord, "device_id" | "record_id">): string {
  return `${record.device_id} ${record.record_id}`;
}

export function isAttempt(record: LockRecord): boolean {
  return record.alarm?.startsWith("wrong_") ?? false;
}

/** What a run of records has in common; nothing where each has a row of its own. */
function causeOf(record: LockRecord): string | undefined {
  const { alarm, notice } = record;
  if (!alarm || notice || alarm === "duress" || alarm === "other") return undefined;
  return `${record.device_id} ${isAttempt(record) ? "attempt" : alarm}`;
}

/** Returns the rows of a stream that is newest first. */
export function rowsOf(records: readonly LockRecord[], format: Format, now: Date): Row[] {
  const rows: Row[] = [];
  let day = "";
  let open: RecordRow | undefined;
  let openCause: string | undefined;
  let last = 0;
  for (const record of records) {
    const when = new Date(record.occurred_at);
    const key = format.dayKey(when);
    if (key !== day) {
      day = key;
      open = undefined;
      rows.push({ type: "day", key, label: format.day(when, now) });
    }
    const cause = causeOf(record);
    if (open && cause !== undefined && cause === openCause && last - when.getTime() <= GAP) {
      open.records.push(record);
      // The oldest stays the oldest, whatever comes: the row keeps its place.
      open.key = keyOf(record);
    } else {
      open = { type: "records", key: keyOf(record), records: [record] };
      rows.push(open);
    }
    openCause = cause;
    last = when.getTime();
  }
  return rows;
}

/** How many times something happened: a lock that repeats an alarm counts itself. */
export function timesOf(row: RecordRow): number {
  return row.records.reduce((sum, record) => sum + record.count, 0);
}
