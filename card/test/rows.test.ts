import { describe, expect, it } from "vitest";
import { Format } from "../src/format";
import { localizer } from "../src/localize";
import { rowsOf, timesOf, type RecordRow } from "../src/rows";
import type { LockRecord } from "../src/types";
import { detailOf, DOT, titleOf, type Words } from "../src/words";
import { alarm, BACK, hassOf, household, NOW, record, Server } from "./mock";

const hass = hassOf(new Server());
const format = new Format({ ...hass, locale: { language: "en-GB" } });
const words: Words = {
  localize: localizer("en"),
  format,
  lockName: (device) => (device === BACK ? "Back door" : undefined),
  backend: hass.localize,
};
const MINUTE = 60_000;

function shown(records: LockRecord[]): string[] {
  return rowsOf(records, format, NOW).map((row) =>
    row.type === "day" ? `# ${row.label}` : [titleOf(words, row), detailOf(words, row)].filter(Boolean).join(" | ").replaceAll(DOT, " · "),
  );
}

describe("the rows of the stream", () => {
  it("are listed by day, in the format of the user", () => {
    expect(shown(household()).slice(0, 18)).toEqual([
      "# Today",
      "Ana | Fingerprint · Right thumb · Back door",
      "Failed attempts (3)",
      "Ben | Password · Ben's code",
      "Somebody rang",
      "Fingerprint 7",
      "Ana, Ben | Combined unlocking",
      "# Yesterday",
      "Low battery",
      "Door left open",
      "Ana (guess) | App",
      "Carla | Temporary password · Cleaning",
      "Ben | Card · Ben's card · Back door",
      "# Saturday 21 November",
      "Duress | Ben",
      "Ben | Password · Ben's code",
      "unlock_chip",
      "# Friday 20 November",
    ]);
  });

  it("hold together what a lock repeats, and count it", () => {
    const rows = rowsOf(
      [
        alarm("unclosed_time", { ago: 1 * MINUTE, count: 4, burst_id: "b" }),
        alarm("unclosed_time", { ago: 2 * MINUTE, burst_id: "b" }),
        alarm("unclosed_time", { ago: 30 * MINUTE, burst_id: "a" }),
      ],
      format,
      NOW,
    ).filter((row): row is RecordRow => row.type === "records");
    expect(rows.map(timesOf)).toEqual([5, 1]);
    expect(titleOf(words, rows[0]!)).toBe("Door left open (5)");
  });

  it("hold nothing together that the server does not", () => {
    expect(
      shown([
        alarm("duress"),
        alarm("duress"),
        alarm("other", { code: "flood" }),
        alarm("other", { code: "flood" }),
        alarm("wrong_card", { burst_id: "front" }),
        alarm("wrong_card", { burst_id: "back", device_id: BACK }),
        alarm("wrong_card", { burst_id: "front", notice: "repeated_attempts" }),
      ]),
    ).toEqual(["# Today", "Duress", "Duress", "flood", "flood", "Wrong card", "Wrong card | Back door", "Repeated attempts"]);
  });

  it("keep their key when attempts are added to them", () => {
    const first = alarm("wrong_card", { ago: 2 * MINUTE, burst_id: "b" });
    const key = (records: LockRecord[]) => rowsOf(records, format, NOW)[1]!.key;
    expect(key([alarm("wrong_card", { burst_id: "b" }), first])).toBe(key([first]));
  });

  it("end a group at midnight", () => {
    expect(
      shown([
        alarm("wrong_card", { burst_id: "b", occurred_at: "2026-11-22T23:01:00+00:00" }),
        alarm("wrong_card", { burst_id: "b", occurred_at: "2026-11-22T22:59:00+00:00" }),
      ]),
    ).toEqual(["# Today", "Wrong card", "# Yesterday", "Wrong card"]);
  });

  it("show the code of what has no name, and the name of what is new to the card", () => {
    expect(shown([record({ user: null, credential: null, method: "nose" }), alarm("flood")])).toEqual([
      "# Today",
      "nose",
      "flood",
    ]);
  });
});
