import type { Hass, Locale } from "./types";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
// 2024 began with a Monday.
const A_MONDAY = Date.UTC(2024, 0, 1);

function hours12(locale: Locale): boolean {
  switch (locale.time_format) {
    case "12":
      return true;
    case "24":
      return false;
    default: {
      const language = locale.time_format === "system" ? undefined : locale.language;
      return !!new Intl.DateTimeFormat(language, { hour: "numeric" }).resolvedOptions().hour12;
    }
  }
}

/** Keeps "AM" and "PM" beside their time. */
function unbroken(time: string): string {
  return time.replace(/ (?=\S+$)/, "\u00a0");
}

/** Writes times and numbers as the user has them everywhere in Home Assistant. */
export class Format {
  readonly language: string;
  readonly timeZone: string | undefined;
  private readonly formats = new Map<string, Intl.DateTimeFormat>();
  private readonly hourCycle: "h12" | "h23";

  constructor(hass: Pick<Hass, "locale" | "config">) {
    this.language = hass.locale.language;
    this.timeZone = hass.locale.time_zone === "server" ? hass.config.time_zone : undefined;
    this.hourCycle = hours12(hass.locale) ? "h12" : "h23";
    this.firstWeekday = this.first(hass.locale.first_weekday);
  }

  /** 0 is Monday. */
  readonly firstWeekday: number;

  time(when: Date): string {
    return unbroken(this.format("time", { hour: "numeric", minute: "2-digit" }).format(when));
  }

  /** "Today", "Yesterday", or the weekday and date. */
  day(when: Date, now: Date): string {
    const days = Math.round((this.dayStart(when) - this.dayStart(now)) / DAY);
    if (days === 0 || days === -1) {
      const text = new Intl.RelativeTimeFormat(this.language, { numeric: "auto" }).format(days, "day");
      return text.charAt(0).toLocaleUpperCase(this.language) + text.slice(1);
    }
    return this.dayKey(when).slice(0, 4) === this.dayKey(now).slice(0, 4)
      ? this.format("day", { weekday: "long", day: "numeric", month: "long" }).format(when)
      : this.format("year", { weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(when);
  }

  /** "Nov 23, 12:10": as short as says which day. */
  moment(when: Date): string {
    return unbroken(
      this.format("moment", { month: "short", day: "numeric", hour: "numeric", minute: "2-digit" }).format(when),
    );
  }

  full(when: Date): string {
    return this.format("full", {
      weekday: "long",
      day: "numeric",
      month: "long",
      year: "numeric",
      hour: "numeric",
      minute: "2-digit",
      second: "2-digit",
    }).format(when);
  }

  /** "5 minutes ago". */
  ago(when: Date, now: Date): string {
    const past = when.getTime() - now.getTime();
    const size = Math.abs(past);
    const format = new Intl.RelativeTimeFormat(this.language, { numeric: "auto" });
    if (size < MINUTE) return format.format(0, "second");
    if (size < HOUR) return format.format(Math.trunc(past / MINUTE), "minute");
    if (size < DAY) return format.format(Math.trunc(past / HOUR), "hour");
    return format.format(Math.round((this.dayStart(when) - this.dayStart(now)) / DAY), "day");
  }

  /** "4 min ago", or "in 9 min": to be seen at a glance. */
  short(when: Date, now: Date): string {
    const past = when.getTime() - now.getTime();
    const size = Math.abs(past);
    const format = new Intl.RelativeTimeFormat(this.language, { style: "short" });
    if (size < MINUTE) return format.format(Math.trunc(past / SECOND), "second");
    if (size < HOUR) return format.format(Math.round(past / MINUTE), "minute");
    if (size < DAY) return format.format(Math.round(past / HOUR), "hour");
    return format.format(Math.round(past / DAY), "day");
  }

  /** When a day of the user's begins, and when the next one does. */
  span(day: string): { start: Date; end: Date } {
    const date = Date.parse(day);
    return { start: this.midnight(date), end: this.midnight(date + DAY) };
  }

  /** The day of a time where the user is, as "2026-11-23". */
  dayKey(when: Date): string {
    const parts = this.keyFormat.formatToParts(when);
    const part = (type: string) => parts.find((each) => each.type === type)?.value ?? "";
    return `${part("year")}-${part("month")}-${part("day")}`;
  }

  number(value: number): string {
    return new Intl.NumberFormat(this.language).format(value);
  }

  weekday(weekday: number, style: "short" | "long"): string {
    return new Intl.DateTimeFormat(this.language, { weekday: style, timeZone: "UTC" }).format(
      A_MONDAY + weekday * DAY,
    );
  }

  hour(hour: number): string {
    return new Intl.DateTimeFormat(this.language, {
      hour: "numeric",
      hourCycle: this.hourCycle,
      timeZone: "UTC",
    }).format(A_MONDAY + hour * HOUR);
  }

  list(parts: string[]): string {
    return new Intl.ListFormat(this.language, { type: "conjunction", style: "narrow" }).format(parts);
  }

  private get keyFormat(): Intl.DateTimeFormat {
    return this.cached("key", "en", {
      calendar: "gregory",
      numberingSystem: "latn",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
    });
  }

  /** When a day begins in the zone of the user, from when it does in UTC. */
  private midnight(date: number): Date {
    let when = date;
    // The second time with the offset that holds then.
    for (let round = 0; round < 2; round++) when = date - this.offset(when);
    return new Date(when);
  }

  private offset(when: number): number {
    const parts = new Map(this.clockFormat.formatToParts(when).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
    const shown = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"));
    return shown - Math.floor(when / MINUTE) * MINUTE;
  }

  private get clockFormat(): Intl.DateTimeFormat {
    return this.cached("clock", "en", {
      calendar: "gregory",
      numberingSystem: "latn",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      hourCycle: "h23",
    });
  }

  private dayStart(when: Date): number {
    return Date.parse(this.dayKey(when));
  }

  private format(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    return this.cached(name, this.language, { ...options, ...(options.hour && { hourCycle: this.hourCycle }) });
  }

  /** Making a format is slow. */
  private cached(name: string, language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    let format = this.formats.get(name);
    if (!format) {
      format = new Intl.DateTimeFormat(language, { ...options, timeZone: this.timeZone });
      this.formats.set(name, format);
    }
    return format;
  }

  private first(name: string | undefined): number {
    const index = WEEKDAYS.indexOf(name ?? "");
    if (index >= 0) return index;
    const locale = new Intl.Locale(this.language) as Intl.Locale & {
      weekInfo?: { firstDay: number };
      getWeekInfo?: () => { firstDay: number };
    };
    return ((locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? 1) - 1;
  }
}
