import { describe, expect, it } from "vitest";
import icons from "../../custom_components/tuya_door_lock/icons.json";
import { localizer, lookUp } from "../src/localize";

type Texts = Record<string, string>;

const own = named(import.meta.glob<Texts>("../src/translations/*.json", { eager: true, import: "default" }));
const ofIntegration = named(
  import.meta.glob<Strings>("../../custom_components/tuya_door_lock/translations/*.json", { eager: true, import: "default" }),
);
const en = own.en!;
const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

function named<T>(files: Record<string, T>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(files).map(([path, texts]) => [/([^/]+)\.json$/.exec(path)?.[1] ?? path, texts]),
  );
}

interface Strings {
  entity: {
    event: Record<"access" | "alarm", { state_attributes: { event_type: { state: Texts } } }>;
  };
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

  it.each(Object.keys(ofIntegration).filter((language) => language in own))("call methods and alarms in %s as the integration does", (language) => {
    const { event } = ofIntegration[language]!.entity;
    for (const [kind, prefix] of [["access", "method"], ["alarm", "alarm"]] as const) {
      const names = { ...event[kind].state_attributes.event_type.state };
      delete names.late;
      for (const [name, text] of Object.entries(names)) expect(own[language]![`${prefix}.${name}`], name).toBe(text);
    }
  });

  it("have an icon for everything that has a name", () => {
    const { access, alarm } = icons.entity.event;
    const names = (prefix: string) =>
      Object.keys(en).filter((key) => key.startsWith(`${prefix}.`)).map((key) => key.slice(prefix.length + 1));
    expect(Object.keys(access.state_attributes.event_type.state)).toEqual(expect.arrayContaining(names("method")));
    expect(Object.keys(alarm.state_attributes.event_type.state)).toEqual(
      expect.arrayContaining(names("alarm").filter((name) => name !== "new_credential")),
    );
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
    expect(lookUp(localize, "method.toString")).toBeUndefined();
  });
});
