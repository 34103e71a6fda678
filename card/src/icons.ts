import { entity } from "../../custom_components/tuya_door_lock/icons.json";
import { isAttempt } from "./rows";
import type { LockRecord } from "./types";

type Icons = Readonly<Record<string, string | undefined>>;

const { access, alarm, doorbell } = entity.event;
const METHODS: Icons = access.state_attributes.event_type.state;
const ALARMS: Icons = alarm.state_attributes.event_type.state;

export type Tone = "access" | "notice" | "warning" | "danger";

/** Alarms that ask for a look, not for help. */
const MILD = new Set(["low_battery", "unclosed_time", "power_off", "tongue_not_out", "key_in"]);

export function iconOf(record: LockRecord): string {
  switch (record.kind) {
    case "unlock":
      return METHODS[record.method ?? ""] ?? access.default;
    case "alarm":
      return ALARMS[record.notice ?? record.alarm ?? ""] ?? alarm.default;
    case "doorbell":
      return doorbell.default;
  }
}

export function toneOf(record: LockRecord): Tone {
  if (record.alarm === "duress" || record.duress_suspected) return "danger";
  if (record.kind === "doorbell" || record.notice === "new_credential") return "notice";
  if (record.kind === "unlock") return "access";
  return isAttempt(record) || MILD.has(record.alarm ?? "") ? "warning" : "danger";
}
