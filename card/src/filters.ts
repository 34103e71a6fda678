import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import type { Key } from "./localize";
import type { Lock } from "./locks";
import type { Log } from "./log";
import { shared } from "./styles";
import type { Filter, Kind } from "./types";
import { methodName, type Words } from "./words";

const KINDS: readonly Kind[] = ["unlock", "alarm", "doorbell"];

type Name = "device" | "user" | "kind" | "method";
type Options = readonly (readonly [value: string, label: string])[];

const LABELS: Readonly<Record<Name, Key>> = { device: "lock", user: "person", kind: "kind", method: "method" };

export function isActive(filter: Filter): boolean {
  return Object.values(filter).some(Boolean);
}

/** What the log is narrowed down by, and what can be done with what is left. */
export class Filters extends LitElement {
  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) locks: readonly Lock[] = [];
  @property({ attribute: false }) log!: Log;
  @property({ attribute: false }) filter: Filter = {};
  /** Why there is no table. */
  @property({ attribute: false }) error = "";
  /** Changes with the log, which stays the same object. */
  @property({ attribute: false }) revision = 0;

  protected override render(): TemplateResult {
    const { words, log, filter } = this;
    const { localize, format } = words;
    const names = (list: readonly string[]): Options => list.map((name) => [name, name]);
    return html`
      <search>
        <div class="strip">
          <input
            class="field ${filter.day ? "on" : ""}"
            type="date"
            name="day"
            aria-label=${localize("day")}
            max=${format.dayKey(new Date())}
            .value=${filter.day ?? ""}
            @change=${this.changed}
          />
          ${this.renderSelect("user", names(log.users), names(log.nameless))}
          ${this.renderSelect("kind", KINDS.map((kind) => [kind, localize(`kind_${kind}`)]))}
          ${this.renderSelect("method", log.methods.map((method) => [method, methodName(words, method)]))}
          ${this.locks.length > 1
            ? this.renderSelect("device", this.locks.map((lock) => [lock.device, lock.name]))
            : nothing}
        </div>
        <p class="quiet">
          <span role="status">${localize("found", { count: format.number(log.total) })}</span>
          ${isActive(filter) ? html`<button class="link" @click=${this.clear}>${localize("clear")}</button>` : nothing}
          ${log.total ? html`<button class="link end" @click=${this.download}>${localize("download")}</button>` : nothing}
        </p>
        ${this.error ? html`<p role="alert">${localize("failed")} ${this.error}</p>` : nothing}
      </search>
    `;
  }

  private renderSelect(name: Name, options: Options, nameless: Options = []): TemplateResult {
    const { localize } = this.words;
    const chosen = this.filter[name] ?? "";
    const option = ([value, label]: Options[number]) =>
      html`<option value=${value} ?selected=${chosen === value}>${label}</option>`;
    return html`
      <select
        class="field ${chosen ? "on" : ""}"
        name=${name}
        aria-label=${localize(LABELS[name])}
        @change=${this.changed}
      >
        <option value="" ?selected=${!chosen}>${localize(`all_${name}`)}</option>
        ${options.map(option)}
        ${nameless.length ? html`<optgroup label=${localize("not_named")}>${nameless.map(option)}</optgroup>` : nothing}
      </select>
    `;
  }

  private send(filter: Filter): void {
    this.dispatchEvent(new CustomEvent<Filter>("filter-changed", { detail: filter }));
  }

  private readonly changed = (event: Event): void => {
    const { name, value } = event.target as HTMLInputElement | HTMLSelectElement;
    this.send({ ...this.filter, [name]: value });
  };

  private readonly clear = (): void => {
    this.send({});
  };

  private readonly download = (): void => {
    this.dispatchEvent(new CustomEvent("download"));
  };

  static override readonly styles = [
    shared,
    css`
      :host {
        display: block;
        flex: none;
      }
      .strip {
        display: flex;
        gap: 8px;
        /* On a phone one line, so that the list keeps its place. */
        overflow-x: auto;
        padding: 0 16px 4px;
        scroll-padding: 16px;
        scrollbar-width: none;
      }
      .strip .field {
        flex: none;
        width: auto;
        max-width: 180px;
        min-height: 36px;
      }
      .strip .on {
        border-color: var(--accent);
        background: color-mix(in srgb, var(--accent) 12%, transparent);
      }
      p {
        display: flex;
        flex-wrap: wrap;
        gap: 0 12px;
        align-items: center;
        margin: 0;
        padding: 0 16px 4px;
        font-size: var(--ha-font-size-s, 12px);
      }
      .link {
        min-height: 28px;
        color: color-mix(in srgb, var(--accent) 50%, var(--primary-text-color, #212121));
        text-decoration: underline;
      }
      .end {
        margin-inline-start: auto;
      }
      @media (pointer: coarse) {
        .strip .field {
          min-height: 40px;
        }
        .link {
          min-height: 32px;
        }
      }
      @container (min-width: 420px) {
        .strip {
          flex-wrap: wrap;
        }
      }
    `,
  ];
}
