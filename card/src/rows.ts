import type { Format } from "./format";
import type { LockRecord } from "./types";

export interface DayRow {
  type: "day";
  key: string;
  label: string;
}

/** A record, or several of one burst: the newest first. */
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

/** Returns the rows of a stream that is newest first; what belongs together says the server. */
export function rowsOf(records: readonly LockRecord[], format: Format, now: Date): Row[] {
  const rows: Row[] = [];
  let day = "";
  let span: { start: Date; end: Date } | undefined;
  let open: RecordRow | undefined;
  for (const record of records) {
    const when = new Date(record.occurred_at);
    // Formatting the day of each of thousands would need most of the time.
    if (!span || when < span.start || when >= span.end) {
      const key = format.dayKey(when);
      span = format.span(key);
      if (key !== day) {
        day = key;
        open = undefined;
        rows.push({ type: "day", key, label: format.day(when, now) });
      }
    }
    const burst = record.burst_id;
    if (open && burst !== undefined && burst === open.records[0].burst_id) {
      open.records.push(record);
      // The oldest stays the oldest, whatever comes: the row keeps its place.
      open.key = keyOf(record);
    } else {
      open = { type: "records", key: keyOf(record), records: [record] };
      rows.push(open);
    }
  }
  return rows;
}

/** How many times something happened: a lock that repeats an alarm counts itself. */
export function timesOf(row: RecordRow): number {
  return row.records.reduce((sum, record) => sum + record.count, 0);
}
