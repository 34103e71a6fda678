/** Shows the card without Home Assistant: `?dark&rtl&lang=de&duress&records=10000&grid&show=last`. */
import * as mdi from "@mdi/js";
import { css, html, LitElement } from "lit";
import "../src/index";
import type { DoorLockCard } from "../src/card";
import type { Part } from "../src/types";
import { BACK, FRONT, hassOf, household, many, NOW, record, Server } from "../test/mock";

/** Home Assistant's own elements, as far as the card uses them. */
customElements.define(
  "ha-card",
  class extends LitElement {
    protected override render() {
      return html`<slot></slot>`;
    }
    static override styles = css`
      :host {
        display: block;
        box-sizing: border-box;
        border: 1px solid var(--divider-color);
        border-radius: 12px;
        background: var(--card-background-color);
      }
    `;
  },
);
customElements.define(
  "ha-icon",
  class extends LitElement {
    static override properties = { icon: {} };
    declare icon: string | undefined;
    protected override render() {
      const name = (this.icon ?? "").replace(/[:-](\w)/g, (_, letter: string) => letter.toUpperCase());
      const path = (mdi as Record<string, string>)[name];
      if (!path) console.error(`no icon ${this.icon ?? ""}`);
      return html`<svg viewBox="0 0 24 24"><path d=${path ?? ""}></path></svg>`;
    }
    static override styles = css`
      :host {
        display: inline-flex;
        width: var(--mdc-icon-size, 24px);
        height: var(--mdc-icon-size, 24px);
        fill: currentcolor;
      }
    `;
  },
);

const query = new URLSearchParams(location.search);
const language = query.get("lang") ?? "en";
document.body.classList.toggle("dark", query.has("dark"));
document.documentElement.dir = query.has("rtl") ? "rtl" : "ltr";
document.documentElement.lang = language;

const shift = Date.now() - NOW.getTime();
const records = query.has("records") ? many(Number(query.get("records"))) : household();
for (const each of records) each.occurred_at = new Date(Date.parse(each.occurred_at) + shift).toISOString();
const picture = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 36"><rect width="64" height="36" fill="#456"/><circle cx="32" cy="15" r="7" fill="#cba"/><path d="M18 36c0-10 6-13 14-13s14 3 14 13" fill="#765"/></svg>',
)}`;
const server = new Server(query.has("empty") ? [] : records);
for (const each of records) if (each.picture) server.pictures[each.record_id] = picture;
if (query.has("listening")) for (const id of [FRONT, BACK]) server.status[id] = { is_listening: true, last_read: new Date(Date.now() - 12_000).toISOString() };
if (query.has("expired")) {
  const error = "The trial or subscription of IoT Core has ended. In Tuya's console, open Cloud, then Cloud Services, and extend it.";
  for (const id of query.has("both") ? [FRONT, BACK] : [FRONT]) server.status[id] = { error, needs_owner: true, last_read: new Date(Date.now() - 7e7).toISOString() };
}
if (query.has("fail")) server.error = { code: "unknown_error", message: "Unknown error" };

const card = document.createElement("tuya-door-lock-card") as DoorLockCard;
card.setConfig({
  type: "custom:tuya-door-lock-card",
  ...(query.has("one") && { devices: [FRONT] }),
  ...(query.has("show") && { show: query.get("show")!.split(",") as Part[] }),
});
if (query.has("grid")) card.layout = "grid";
const hass = hassOf(server, { duress: query.has("duress"), language });
const alarm = hass.states["binary_sensor.front_duress"]!.attributes;
if (typeof alarm.occurred_at === "string") {
  alarm.occurred_at = new Date(Date.parse(alarm.occurred_at) + shift).toISOString();
}
card.hass = hass;
const main = document.querySelector("main")!;
if (query.has("grid")) main.style.height = "632px";
main.append(card);

Object.assign(window, { card, server, BACK, record });
