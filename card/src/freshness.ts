import type { Hass, LogStatus } from "./types";

/** How old what is known of some locks is. */
export class Freshness {
  /** By device; undefined before it is known. */
  locks: ReadonlyMap<string, LogStatus> | undefined;

  private asked = "";

  constructor(private readonly changed: () => void) {}

  /** Asks anew, where what it depends on has changed. */
  async read(hass: Hass, devices: readonly string[], revision: unknown): Promise<void> {
    const asked = JSON.stringify([devices, revision]);
    if (asked === this.asked || !devices.length) return;
    this.asked = asked;
    try {
      const { status } = await hass.callWS<{ status: Record<string, LogStatus> }>({
        type: "tuya_door_lock/status",
        device_ids: devices,
        language: hass.locale.language,
      });
      if (asked !== this.asked) return;
      this.locks = new Map(Object.entries(status));
    } catch {
      // The log itself says that it cannot be asked.
      if (asked !== this.asked) return;
      this.locks = undefined;
    }
    this.changed();
  }

  get failing(): [device: string, status: LogStatus][] {
    return [...(this.locks ?? [])].filter(([, status]) => status.error !== null);
  }

  /** Whether the log of each lock was ever read. */
  get isRead(): boolean {
    return !!this.locks && [...this.locks.values()].every((status) => status.last_read !== null);
  }
}
