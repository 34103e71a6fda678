import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import { iconOf, toneOf } from "./icons";
import { pictureOf, type Lock } from "./locks";
import { keyOf, type RecordRow } from "./rows";
import { shared } from "./styles";
import type { Hass, LockRecord, Page } from "./types";
import { alarmName, joinDetails, methodName, titleOf, whoOf, type Words } from "./words";

/** What a page of records holds at most. */
const MOST_RECORDS = 1_000;

type Facts = readonly (readonly [name: string, value: string | null | undefined])[];

function renderFacts(facts: Facts): TemplateResult {
  return html`
    <dl>
      ${facts.map(([name, value]) =>
        value ? html`<div><dt>${name}</dt><dd><bdi>${value}</bdi></dd></div>` : nothing,
      )}
    </dl>
  `;
}

/** What is known of a record: what one asks first, and more for those who look after the lock. */
export class Details extends LitElement {
  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) locks: readonly Lock[] = [];
  /** Counts how often records have changed: whose they are, or what may be shown of it. */
  @property({ attribute: false }) changes = 0;
  @state() private row: RecordRow | undefined;
  /** The picture that was kept of the record, of which the lock shows another by now. */
  @state() private kept: string | undefined;
  @query("dialog") private readonly dialog!: HTMLDialogElement;

  async show(row: RecordRow): Promise<void> {
    this.row = row;
    this.kept = undefined;
    await this.updateComplete;
    if (!this.dialog.open) this.dialog.showModal();
    if (!this.pictureNow(row)) await this.findPicture(row);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("changes") && this.row) void this.updateRow(this.row);
  }

  protected override render(): TemplateResult {
    const { row, words } = this;
    return html`
      <dialog
        aria-labelledby="title"
        @click=${this.clicked}
        @close=${() => {
          this.row = undefined;
        }}
      >
        ${row
          ? html`
              <header role="none">
                <span class="disc ${toneOf(row.records[0])}"><ha-icon .icon=${iconOf(row.records[0])}></ha-icon></span>
                <span class="head">
                  <h2 id="title"><bdi>${titleOf(words, row)}</bdi></h2>
                  <bdi class="quiet">${words.format.full(new Date(row.records[0].occurred_at))}</bdi>
                </span>
                <button class="icon" aria-label=${words.localize("close")} @click=${this.close}>
                  <ha-icon .icon=${"mdi:close"}></ha-icon>
                </button>
              </header>
              <div class="body">
                ${this.renderPicture(row)} ${row.records.length > 1 ? this.renderRun(row) : nothing}
                ${renderFacts(this.facts(row))} ${this.renderMore(row.records[0])}
                ${keyed(row.key, this.renderNaming(row.records[0]))}
              </div>
            `
          : nothing}
      </dialog>
    `;
  }

  /** A filter may have let go of the records that are open, so they are asked for by themselves. */
  private async updateRow(row: RecordRow): Promise<void> {
    const times = row.records.map((record) => Date.parse(record.occurred_at));
    try {
      const page = await this.hass.callWS<Page>({
        type: "tuya_door_lock/records",
        device_ids: [row.records[0].device_id],
        start: new Date(Math.min(...times)).toISOString(),
        end: new Date(Math.max(...times) + 1).toISOString(),
        limit: MOST_RECORDS,
      });
      if (this.row !== row) return;
      const now = new Map(page.records.map((record) => [keyOf(record), record]));
      const records = row.records.map((record) => ({
        ...(now.get(keyOf(record)) ?? record),
        // A screen that does not show duress goes on not to show it.
        duress_suspected: record.duress_suspected,
      }));
      this.row = { ...row, records: records as RecordRow["records"] };
    } catch {
      // It stays as it was shown.
    }
  }

  private lock(record: LockRecord): Lock | undefined {
    return this.locks.find((lock) => lock.device === record.device_id);
  }

  private renderPicture(row: RecordRow): TemplateResult | typeof nothing {
    const url = this.pictureNow(row) ?? this.kept;
    return url ? html`<tuya-door-lock-photo .src=${url} .words=${this.words}></tuya-door-lock-photo>` : nothing;
  }

  /** The picture that the lock shows as its last one, where it is one of these records. */
  private pictureNow(row: RecordRow): string | undefined {
    for (const record of row.records) {
      const entity = this.lock(record)?.picture;
      const shown = entity && this.hass.states[entity]?.attributes.record_id;
      if (shown === record.record_id) return pictureOf(this.hass, entity);
    }
    return undefined;
  }

  private async findPicture(row: RecordRow): Promise<void> {
    const record = row.records.find((each) => each.picture);
    if (!record) return;
    try {
      const { url } = await this.hass.callWS<{ url: string | null }>({
        type: "tuya_door_lock/picture",
        device_id: record.device_id,
        record_id: record.record_id,
      });
      if (url && this.row?.key === row.key) this.kept = this.hass.hassUrl?.(url) ?? url;
    } catch {
      // All else that is known of the record is shown without it.
    }
  }

  private renderRun(row: RecordRow): TemplateResult {
    const { words } = this;
    return html`
      <ul>
        ${row.records.map(
          (record) => html`
            <li>
              <ha-icon class="quiet" .icon=${iconOf(record)}></ha-icon>
              <bdi class="cut">${[alarmName(words, record.alarm ?? "other"), whoOf(words, record)].filter(Boolean).join(" · ")}</bdi>
              <span class="quiet">${words.format.time(new Date(record.occurred_at))}</span>
            </li>
          `,
        )}
      </ul>
    `;
  }

  /** What people ask first, but for what stands above it. */
  private facts(row: RecordRow): Facts {
    const { localize, format } = this.words;
    const [record] = row.records;
    const title = titleOf(this.words, row);
    const unsaid = (text: string | null | undefined) => (text === title ? undefined : text);
    const who = unsaid(whoOf(this.words, record));
    const yes = localize("yes");
    return [
      [localize("lock"), this.lock(record)?.name],
      [localize("person"), record.participants.length ? undefined : who],
      [localize("participants"), record.participants.length ? who : undefined],
      [localize("what"), unsaid(record.alarm && alarmName(this.words, record.alarm))],
      [localize("method"), joinDetails([record.method && methodName(this.words, record.method), record.credential], title)],
      [localize("count"), record.count > 1 ? format.number(record.count) : undefined],
      [localize("late_long"), record.late ? yes : undefined],
      [localize("guess"), record.uncertain ? yes : undefined],
      [localize("duress_suspected"), record.duress_suspected ? yes : undefined],
    ];
  }

  /** What only those ask who look after the lock. */
  private renderMore(record: LockRecord): TemplateResult | typeof nothing {
    const { localize } = this.words;
    if (!this.hass.user?.is_admin) return nothing;
    return html`
      <details>
        <summary>${localize("more")}</summary>
        ${renderFacts([
          [localize("slot"), record.slot === null ? undefined : String(record.slot)],
          [localize("code"), record.code],
          [localize("record_id"), record.record_id],
        ])}
      </details>
    `;
  }

  private renderNaming(record: LockRecord): TemplateResult | typeof nothing {
    if (record.slot === null || record.method === null || !this.hass.user?.is_admin) return nothing;
    return html`
      <tuya-door-lock-naming .hass=${this.hass} .words=${this.words} .record=${record}></tuya-door-lock-naming>
    `;
  }

  private readonly close = (): void => {
    this.dialog.close();
  };

  /** A click beside the dialog closes it, as everywhere in Home Assistant. */
  private readonly clicked = (event: Event): void => {
    if (event.target === this.dialog) this.close();
  };

  static override readonly styles = [
    shared,
    css`
      dialog {
        width: min(480px, calc(100vw - 32px));
        max-height: calc(100dvh - 64px);
        padding: 0;
        border: 0;
        border-radius: var(--ha-dialog-border-radius, 24px);
        color: inherit;
        background: var(--ha-dialog-surface-background, var(--card-background-color, #fff));
        box-shadow: var(--dialog-box-shadow, 0 8px 32px rgba(0, 0, 0, 0.3));
        overflow: hidden;
      }
      dialog[open] {
        display: flex;
        flex-direction: column;
      }
      dialog::backdrop {
        background: rgba(0, 0, 0, 0.4);
      }
      header {
        display: flex;
        align-items: center;
        gap: 12px;
        padding: 16px 12px 12px 20px;
        padding-inline: 20px 12px;
      }
      .head {
        flex: 1;
        min-width: 0;
      }
      .head .quiet {
        display: block;
        /* No "PM" in a line of its own. */
        text-wrap: balance;
      }
      h2 {
        margin: 0;
        font-size: var(--ha-font-size-l, 16px);
        font-weight: 500;
        overflow-wrap: anywhere;
      }
      .body {
        overflow-y: auto;
        padding: 0 20px 20px;
      }
      dl,
      ul {
        margin: 0 0 16px;
        padding: 0;
        list-style: none;
      }
      dl div,
      li {
        display: flex;
        gap: 16px;
        padding: 7px 0;
        border-top: 1px solid var(--line);
      }
      li {
        align-items: center;
        gap: 10px;
        --mdc-icon-size: 18px;
      }
      li bdi {
        flex: 1;
      }
      dt {
        flex: 0 0 36%;
        color: var(--quiet);
      }
      dd {
        flex: 1;
        min-width: 0;
        margin: 0;
        overflow-wrap: anywhere;
      }
      dl:has(+ details) {
        margin: 0;
      }
      details {
        margin-bottom: 16px;
        border-top: 1px solid var(--line);
      }
      summary {
        padding: 10px 0;
        color: var(--quiet);
        cursor: pointer;
      }
      details dl {
        margin: 0;
      }
      @media (max-width: 600px) {
        dialog {
          width: 100vw;
          max-width: none;
          margin: auto 0 0;
          padding-bottom: env(safe-area-inset-bottom, 0);
          border-end-start-radius: 0;
          border-end-end-radius: 0;
        }
      }
    `,
  ];
}
