/** Shows the card without Home Assistant: `?dark&rtl&lang=de&duress&records=10000&grid&view=pattern`. */
import * as mdi from "@mdi/js";
import { css, html, LitElement } from "lit";
import "../src/index";
import type { DoorLockCard } from "../src/card";
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
const server = new Server(query.has("empty") ? [] : records);
if (query.has("fail")) server.error = { code: "unknown_error", message: "Unknown error" };

const card = document.createElement("tuya-door-lock-card") as DoorLockCard;
card.setConfig({
  type: "custom:tuya-door-lock-card",
  ...(query.has("one") && { devices: [FRONT] }),
});
if (query.has("grid")) card.layout = "grid";
const hass = hassOf(server, { duress: query.has("duress"), language });
card.hass = hass;
const main = document.querySelector("main")!;
if (query.has("grid")) main.style.height = "504px";
main.append(card);

Object.assign(window, { card, server, BACK, record });
