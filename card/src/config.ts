import { localizer, lookUp } from "./localize";
import { findLocks, PLATFORM } from "./locks";
import { PARTS, type CardConfig, type Hass } from "./types";

export const CARD = "tuya-door-lock-card";
const TYPE = `custom:${CARD}`;

/** Home Assistant hands no language to a form, but writes it down here. */
function localizeOfPage() {
  return localizer(document.documentElement.lang || "en");
}

/** Throws what the user reads in place of the card. */
export function check(config: CardConfig): void {
  const localize = localizeOfPage();
  for (const name of ["devices", "entities", "show"] as const) {
    const value: unknown = config[name];
    if (value !== undefined && !(Array.isArray(value) && value.every((each) => typeof each === "string"))) {
      throw new Error(localize("not_a_list", { name }));
    }
  }
  const unknown = config.show?.find((part) => !PARTS.includes(part));
  if (unknown !== undefined) {
    throw new Error(localize("unknown_part", { name: unknown, parts: PARTS.join(", ") }));
  }
}

/** What the visual editor asks. */
export function formOf() {
  const localize = localizeOfPage();
  return {
    schema: [
      {
        name: "devices",
        selector: { device: { multiple: true, filter: { integration: PLATFORM }, entity: { domain: "event" } } },
      },
      { name: "title", selector: { text: {} } },
      {
        name: "show",
        selector: {
          select: {
            multiple: true,
            mode: "list",
            options: PARTS.map((value) => ({ value, label: localize(`show_${value}`) })),
          },
        },
      },
    ],
    computeLabel: ({ name }: { name: string }) => lookUp(localize, `form_${name}`) ?? name,
    computeHelper: ({ name }: { name: string }) => lookUp(localize, `help_${name}`),
    assertConfig: check,
  };
}

export function stub(hass: Hass): Omit<CardConfig, "type"> {
  const [lock] = findLocks(hass, {});
  return lock ? { devices: [lock.device], show: [...PARTS] } : { show: [...PARTS] };
}

/** Offers the card for the entities of a lock that it shows something of. */
export function suggest(hass: Hass, entityId: string): { config: CardConfig } | null {
  const entity = hass.entities[entityId];
  if (entity?.platform !== PLATFORM || !entity.device_id) return null;
  const [lock] = findLocks(hass, { devices: [entity.device_id] });
  return lock ? { config: { type: TYPE, devices: [lock.device], show: [...PARTS] } } : null;
}
