import type { CardConfig, EntityState, Hass } from "./types";

export const PLATFORM = "tuya_door_lock";

/** A lock and those of its entities that the card uses. */
export interface Lock {
  device: string;
  name: string;
  duress?: string;
  acknowledge?: string;
  picture?: string;
}

const ROLES: Readonly<Record<string, "duress" | "acknowledge" | "picture" | undefined>> = {
  duress: "duress",
  acknowledge_duress: "acknowledge",
  last_picture: "picture",
};

/** Returns the locks that a card shows, by name. */
export function findLocks(hass: Hass, config: Pick<CardConfig, "devices" | "entities">): Lock[] {
  const wanted = new Set(config.devices);
  for (const id of config.entities ?? []) {
    const device = hass.entities[id]?.device_id;
    if (device) wanted.add(device);
  }
  const all = !config.devices?.length && !config.entities?.length;
  const locks = new Map<string, Lock>();
  const withLog = new Set<string>();
  for (const entity of Object.values(hass.entities)) {
    const device = entity.device_id;
    if (entity.platform !== PLATFORM || !device || !(all || wanted.has(device))) continue;
    const entry = hass.devices[device];
    let lock = locks.get(device);
    if (!lock) {
      lock = { device, name: entry?.name_by_user ?? entry?.name ?? device };
      locks.set(device, lock);
    }
    const key = entity.translation_key ?? "";
    const role = ROLES[key];
    if (role) lock[role] = entity.entity_id;
    // The project has a device too, without a door. Home Assistant lists all entities to
    // everybody, and states only to those who may see them.
    const isLog = key === "access" || key === "alarm" || key === "doorbell";
    if (isLog && hass.states[entity.entity_id]) withLog.add(device);
  }
  return [...locks.values()]
    .filter((lock) => withLog.has(lock.device))
    .sort((a, b) => a.name.localeCompare(b.name, hass.locale.language));
}

/** Returns the address of what an entity shows of itself, undefined where it has none. */
export function pictureOf(hass: Hass, entityId: string | null | undefined): string | undefined {
  const path = entityId ? stateOf(hass, entityId)?.attributes.entity_picture : undefined;
  if (typeof path !== "string" || !path) return undefined;
  return hass.hassUrl?.(path) ?? path;
}

export function stateOf(hass: Hass, entityId: string): EntityState | undefined {
  const state = hass.states[entityId];
  return state && state.state !== "unavailable" ? state : undefined;
}
