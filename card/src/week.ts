import { css, html, LitElement, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { colorsOf } from "./colors";
import { messageOf, type Log } from "./log";
import { shared } from "./styles";
import type { Hass, PatternCell } from "./types";
import type { Words } from "./words";

const WEEKS = [1, 4, 12];

/** The pattern of some weeks, and how many they are. */
export class Week extends LitElement {
  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) devices: readonly string[] = [];
  @property({ attribute: false }) log!: Log;
  /** Changes with the log, which stays the same object. */
  @property({ attribute: false }) revision = 0;
  @state() private weeks = 4;
  @state() private cells: readonly PatternCell[] | undefined;
  @state() private error = "";

  private asked = "";
  private people: readonly string[] = [];
  private colors = colorsOf([]);

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (this.people !== this.log.users) {
      this.people = this.log.users;
      this.colors = colorsOf(this.people);
    }
    if (changed.size) void this.read();
  }

  protected override render(): TemplateResult {
    const { localize, format } = this.words;
    return html`
      <div class="choice">
        <span class="quiet">${localize("pattern_label")}</span>
        <select class="field" aria-label=${localize("period")} @change=${this.weeksChanged}>
          ${WEEKS.map(
            (weeks) => html`
              <option value=${weeks} ?selected=${weeks === this.weeks}>${localize("weeks", { count: format.number(weeks) })}</option>
            `,
          )}
        </select>
      </div>
      ${this.renderCells()}
    `;
  }

  private renderCells(): TemplateResult {
    const { localize } = this.words;
    if (this.error) {
      return html`<div class="empty" role="alert"><p>${localize("failed_log")}<br />${this.error}</p></div>`;
    }
    if (!this.cells) return html`<div class="empty" role="status"><p>${localize("loading")}</p></div>`;
    return html`
      <tuya-door-lock-pattern .cells=${this.cells} .words=${this.words} .colors=${this.colors}></tuya-door-lock-pattern>
    `;
  }

  private async read(): Promise<void> {
    const { changes, last } = this.log;
    const asked = `${this.devices.join(" ")} ${this.weeks} ${changes} ${last?.record_id ?? ""}`;
    if (asked === this.asked) return;
    this.asked = asked;
    try {
      const { cells } = await this.hass.callWS<{ cells: PatternCell[] }>({
        type: "tuya_door_lock/pattern",
        device_ids: this.devices,
        weeks: this.weeks,
      });
      if (asked !== this.asked) return;
      this.cells = cells;
      this.error = "";
    } catch (error) {
      if (asked === this.asked) this.error = messageOf(error) || this.words.localize("failed");
    }
  }

  private readonly weeksChanged = (event: Event): void => {
    this.weeks = Number((event.target as HTMLSelectElement).value);
  };

  static override readonly styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-direction: column;
        border-top: 1px solid var(--line);
      }
      tuya-door-lock-pattern {
        flex: 1;
        min-height: 0;
      }
      .choice {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 12px;
        flex: none;
        padding: 8px 16px;
      }
      .choice .field {
        width: auto;
        min-height: 32px;
      }
      @media (pointer: coarse) {
        .choice .field {
          min-height: 40px;
        }
      }
    `,
  ];
}
