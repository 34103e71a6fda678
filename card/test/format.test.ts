import { describe, expect, it } from "vitest";
import { Format } from "../src/format";
import type { Locale } from "../src/types";
import { NOW } from "./mock";

function format(locale: Partial<Locale> = {}): Format {
  return new Format({ locale: { language: "en", ...locale }, config: { time_zone: "America/New_York" } });
}

const plain = (text: string) => text.replace(/\u202f|\u00a0/g, " ");

describe("times", () => {
  it("follow the clock that the user has chosen", () => {
    const evening = new Date("2026-11-23T20:05:00Z");
    expect(plain(format().time(evening))).toBe("9:05 PM");
    expect(format({ time_format: "24" }).time(evening)).toBe("21:05");
    expect(format({ language: "de" }).time(evening)).toBe("21:05");
    expect(plain(format({ language: "de", time_format: "12" }).time(evening))).toBe("9:05 PM");
    expect(format({ time_format: "system" }).time(evening)).toMatch(/:05/);
  });

  it("follow the zone that the user has chosen", () => {
    const night = new Date("2026-11-23T02:00:00Z");
    expect(format().dayKey(night)).toBe("2026-11-23");
    expect(format({ time_zone: "server" }).dayKey(night)).toBe("2026-11-22");
  });

  it("know the day where a summer ends", () => {
    // In Berlin the hour from two to three comes twice.
    const now = new Date("2026-10-25T12:00:00Z");
    expect(format().day(new Date("2026-10-24T22:30:00Z"), now)).toBe("Today");
    expect(format().day(new Date("2026-10-24T21:59:00Z"), now)).toBe("Yesterday");
    expect(format().day(new Date("2025-10-24T21:59:00Z"), now)).toBe("Friday, October 24, 2025");
  });

  it("say how long ago something was", () => {
    const ago = (seconds: number) => format().ago(new Date(NOW.getTime() - seconds * 1000), NOW);
    expect([0, 59, 60, 3599, 7200, 86_399, 86_400, 172_800].map(ago)).toEqual([
      "now",
      "now",
      "1 minute ago",
      "59 minutes ago",
      "2 hours ago",
      "23 hours ago",
      "yesterday",
      "2 days ago",
    ]);
  });

  it("know where a week begins", () => {
    expect(format().firstWeekday).toBe(6);
    expect(format({ language: "de" }).firstWeekday).toBe(0);
    expect(format({ first_weekday: "saturday" }).firstWeekday).toBe(5);
    expect(format().weekday(0, "long")).toBe("Monday");
    expect(plain(format().hour(13))).toBe("1 PM");
    expect(format({ time_format: "24" }).hour(13)).toBe("13");
  });

  it("use the digits of the language, but not in keys", () => {
    expect(format({ language: "ar-EG" }).number(12)).toBe("١٢");
    expect(format({ language: "ar-EG" }).dayKey(NOW)).toBe("2026-11-23");
  });

  it("know when a day of the user's begins and ends, where a clock is changed too", () => {
    const inZone = (time_zone: string) =>
      new Format({ locale: { language: "en", time_zone: "server" }, config: { time_zone } });
    const berlin = inZone("Europe/Berlin");
    const span = (format: Format, day: string) => {
      const { start, end } = format.span(day);
      return [start.toISOString(), end.toISOString()];
    };
    expect(span(berlin, "2026-11-23")).toEqual(["2026-11-22T23:00:00.000Z", "2026-11-23T23:00:00.000Z"]);
    expect(span(berlin, "2026-10-25")).toEqual(["2026-10-24T22:00:00.000Z", "2026-10-25T23:00:00.000Z"]);
    expect(span(inZone("Pacific/Auckland"), "2026-11-23")).toEqual(["2026-11-22T11:00:00.000Z", "2026-11-23T11:00:00.000Z"]);
  });

  it("say at a glance how long ago something was, or in how long it will be", () => {
    const at = (seconds: number) => format().short(new Date(NOW.getTime() + seconds * 1000), NOW);
    expect([at(-12), at(-250), at(540), at(-7200), at(-200_000)]).toEqual([
      "12 sec. ago",
      "4 min. ago",
      "in 9 min.",
      "2 hr. ago",
      "2 days ago",
    ]);
  });
});
