import de from "./translations/de.json";
import en from "./translations/en.json";
import es from "./translations/es.json";
import fr from "./translations/fr.json";
import it from "./translations/it.json";
import nl from "./translations/nl.json";
import pl from "./translations/pl.json";
import pt from "./translations/pt.json";
import zhHans from "./translations/zh-Hans.json";

export type Key = keyof typeof en;
export type Localize = (key: Key, values?: Record<string, string>) => string;

const LANGUAGES: Readonly<Record<string, Record<Key, string> | undefined>> = {
  de,
  en,
  es,
  fr,
  it,
  nl,
  pl,
  pt,
  "zh-Hans": zhHans,
};

/** Returns what speaks a language, or the nearest that there is. */
export function localizer(language: string): Localize {
  const base = language.split("-")[0] ?? "";
  const texts =
    LANGUAGES[language] ?? LANGUAGES[base] ?? (base === "zh" ? zhHans : en);
  return (key, values) =>
    texts[key].replace(/\{(\w+)\}/g, (all, name: string) => values?.[name] ?? all);
}

/** Returns a text whose key is put together at run time, undefined where there is none. */
export function lookUp(localize: Localize, key: string): string | undefined {
  return Object.hasOwn(en, key) ? localize(key as Key) : undefined;
}
