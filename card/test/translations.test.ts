import { describe, expect, it } from "vitest";
import integration from "../../custom_components/tuya_door_lock/translations/en.json";
import icons from "../../custom_components/tuya_door_lock/icons.json";
import { localizer, lookUp } from "../src/localize";

type Texts = Record<string, string>;

const own = named(import.meta.glob<Texts>("../src/translations/*.json", { eager: true, import: "default" }));
const en = own.en!;
const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

function named<T>(files: Record<string, T>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(files).map(([path, texts]) => [/([^/]+)\.json$/.exec(path)?.[1] ?? path, texts]),
  );
}

describe("the translations", () => {
  it("are in nine languages", () => {
    expect(Object.keys(own)).toEqual(["de", "en", "es", "fr", "it", "nl", "pl", "pt", "zh-Hans"]);
  });

  it.each(Object.entries(own))("have every text in %s, with its placeholders, and no markup", (_, texts) => {
    expect(Object.keys(texts)).toEqual(Object.keys(en));
    for (const [key, text] of Object.entries(texts)) {
      expect(placeholders(text), key).toEqual(placeholders(en[key]!));
      expect(text, key).toBe(text.trim());
      expect(text, key).not.toMatch(/[<>]|^$/);
    }
  });

  it("have an icon for everything that has a name", () => {
    const { access, alarm } = icons.entity.event;
    const { event } = integration.entity;
    for (const [{ state_attributes: shown }, { state_attributes: named }] of [
      [access, event.access],
      [alarm, event.alarm],
    ] as const) {
      expect(Object.keys(shown.event_type.state).sort()).toEqual(
        Object.keys(named.event_type.state).sort(),
      );
    }
  });

  it("come in the nearest language that there is", () => {
    expect(localizer("de-CH")("lock")).toBe("Schloss");
    expect(localizer("pt-BR")("lock")).toBe("Fechadura");
    expect(localizer("zh-Hant")("lock")).toBe("门锁");
    expect(localizer("xx")("lock")).toBe("Lock");
  });

  it("are filled in, and what is missing stays to be seen", () => {
    const localize = localizer("en");
    expect(localize("duress_at", { lock: "{name}" })).toBe("Duress alarm: {name}");
    expect(localize("duress_at")).toBe("Duress alarm: {lock}");
    expect(lookUp(localize, "toString")).toBeUndefined();
  });
});
