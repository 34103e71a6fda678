import { css, html, LitElement, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { iconOf } from "./icons";
import { pictureOf, type Lock } from "./locks";
import { keyOf, type RecordRow } from "./rows";
import { shared } from "./styles";
import type { Hass, LockRecord } from "./types";
import { detailOf, titleOf, type Words } from "./words";

/** The last access, large: who, when and how. */
export class Glance extends LitElement {
  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) lock: Lock | undefined;
  @property({ attribute: false }) record: LockRecord | undefined;
  /** What to say in place of a record. */
  @property({ attribute: false }) placeholder = "";
  /** Changes with the clock: "5 minutes ago" grows old. */
  @property({ attribute: false }) revision = 0;

  protected override render(): TemplateResult {
    const { record, words } = this;
    if (!record) {
      return html`
        <div class="last">
          <span class="disc"><ha-icon .icon=${"mdi:door"}></ha-icon></span>
          <span class="quiet">${this.placeholder}</span>
        </div>
      `;
    }
    const row: RecordRow = { type: "records", key: keyOf(record), records: [record] };
    const picture = this.picture(record);
    return html`
      <button
        class="last"
        @click=${() => {
          this.dispatchEvent(new CustomEvent<RecordRow>("record-chosen", { detail: row, bubbles: true }));
        }}
      >
        <span class="disc">
          ${picture ? html`<img src=${picture} alt="" />` : html`<ha-icon .icon=${iconOf(record)}></ha-icon>`}
        </span>
        <span class="text">
          <span class="unseen">${words.localize("last_access")}</span>
          <bdi class="name cut">${titleOf(words, row)}</bdi>
          <span class="quiet">
            <bdi>${words.format.ago(new Date(record.occurred_at), new Date())}</bdi> ·
            <bdi>${detailOf(words, row) || words.localize("last_access")}</bdi>
          </span>
        </span>
      </button>
    `;
  }

  /** The person's picture; else the lock's, where it is the one of this very record. */
  private picture(record: LockRecord): string | undefined {
    const { hass, lock } = this;
    const shown = hass.states[lock?.picture ?? ""]?.attributes.record_id;
    return (
      pictureOf(hass, record.person) ?? (shown === record.record_id ? pictureOf(hass, lock?.picture) : undefined)
    );
  }

  static override readonly styles = [
    shared,
    css`
      :host {
        display: block;
        flex: none;
      }
      .last {
        display: flex;
        align-items: center;
        gap: 12px;
        width: 100%;
        padding: 4px 16px 12px;
      }
      .disc {
        width: 48px;
        height: 48px;
        --mdc-icon-size: 26px;
      }
      .name {
        font-size: var(--ha-font-size-xl, 20px);
        line-height: 1.3;
      }
      .text .quiet {
        overflow-wrap: anywhere;
      }
      @container (max-width: 150px) {
        .disc {
          display: none;
        }
      }
    `,
  ];
}
