import type { RangeChangedEvent, VisibilityChangedEvent } from "@lit-labs/virtualizer/events.js";
import { flow } from "@lit-labs/virtualizer/layouts/flow.js";
import { virtualize } from "@lit-labs/virtualizer/virtualize.js";
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { styleMap } from "lit/directives/style-map.js";
import { iconOf, toneOf } from "./icons";
import type { RecordRow, Row } from "./rows";
import { shared } from "./styles";
import type { LockRecord } from "./types";
import { detailOf, DOT, methodName, titleOf, type Words } from "./words";

const DAY_HEIGHT = 36;
const ROW_HEIGHT = 52;
/** Where the card itself decides how high it is. */
const MOST_HEIGHT = 448;

/** So long rows may take to come into the page. */
const MOST_FRAMES = 30;

function nextFrame(): Promise<unknown> {
  return new Promise(requestAnimationFrame);
}

/** There is no row where the list has become shorter and the range has not followed yet. */
function keyOf(row: Row | undefined, index: number): string {
  return row ? `${row.type} ${row.key}` : String(index);
}

function heightOf(rows: readonly Row[]): number {
  return rows.reduce((sum, row) => sum + (row.type === "day" ? DAY_HEIGHT : ROW_HEIGHT), 0);
}

/** The stream of records, of which only what can be seen is in the page. */
export class LogList extends LitElement {
  @property({ attribute: false }) rows: readonly Row[] = [];
  @property({ attribute: false }) words!: Words;
  @property({ type: Boolean }) hasMore = false;
  /** Fills the height there is, instead of growing with its rows. */
  @property({ type: Boolean, reflect: true }) fill = false;

  /** The rows that are in the page, and the first of them that can be seen. */
  @state() private range = { first: -1, last: -1 };
  @state() private topmost = 0;
  /** The row that was chosen last, or that the arrow keys have led to. */
  @state() private active: string | undefined;
  @query(".scroller") private readonly scroller!: HTMLElement;

  private readonly layout = flow();
  private tabStop: string | undefined;

  async showTop(): Promise<void> {
    await this.updateComplete;
    this.scroller.scrollTop = 0;
  }

  protected override willUpdate(): void {
    const { rows, range, topmost } = this;
    const isThere = (row: Row | undefined) => row?.type === "records" && row.key === this.active;
    // The Tab key leads to the active row, or where that is scrolled away, to what can be seen.
    const shown = rows.slice(Math.max(range.first, 0), range.last + 1);
    const first = rows.slice(topmost).find((row) => row.type === "records");
    this.tabStop = shown.some(isThere) ? this.active : first?.key;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const before = changed.get("rows");
    if (before) this.keepPlace(before);
    this.askForMore();
  }

  protected override render(): TemplateResult {
    const { rows } = this;
    const all = heightOf(rows);
    const height = this.fill ? undefined : `${Math.min(all, MOST_HEIGHT)}px`;
    // The virtualizer estimates the heights: a list that is all there would scroll a little.
    const overflow = !this.fill && all <= MOST_HEIGHT ? "hidden" : undefined;
    return html`
      <div class="scroller" style=${styleMap({ height, overflow })} @keydown=${this.keyPressed}>
        <div class="day now cut" aria-hidden="true">${this.dayAtTop()}</div>
        <div
          role="list"
          aria-label=${this.words.localize("records")}
          @rangeChanged=${this.rangeChanged}
          @visibilityChanged=${this.visibilityChanged}
        >
          ${virtualize({
            items: rows as Row[],
            layout: this.layout,
            keyFunction: keyOf,
            renderItem: this.renderRow,
          })}
        </div>
      </div>
    `;
  }

  private readonly renderRow = (row: Row | undefined, index: number): TemplateResult => html`
    <div
      class="row"
      role="listitem"
      aria-posinset=${index + 1}
      aria-setsize=${this.hasMore ? -1 : this.rows.length}
    >
      ${row?.type === "day" ? html`<div class="day cut" role="heading" aria-level="3">${row.label}</div>` : nothing}
      ${row?.type === "records" ? this.renderRecords(row) : nothing}
    </div>
  `;

  private renderRecords(row: RecordRow): TemplateResult {
    const { words } = this;
    const [record] = row.records;
    const detail = detailOf(words, row);
    return html`
      <button
        class="record"
        data-key=${row.key}
        tabindex=${row.key === this.tabStop ? 0 : -1}
        @click=${() => {
          this.choose(row);
        }}
      >
        <span class="disc ${toneOf(record)}"><ha-icon .icon=${iconOf(record)}></ha-icon></span>
        <span class="text">
          <bdi class="cut">${titleOf(words, row)}</bdi>
          ${detail ? html`<bdi class="cut quiet">${this.renderHow(record, detail)}</bdi>` : nothing}
        </span>
        <span class="end">
          <span class="time">${words.format.time(new Date(record.occurred_at))}</span>
          <span class="marks quiet">
            ${row.records.some((each) => each.picture)
              ? html`<ha-icon .icon=${"mdi:camera"} role="img" aria-label=${words.localize("picture")}></ha-icon>`
              : nothing}
            ${record.duress_suspected
              ? html`<ha-icon .icon=${"mdi:alert"} role="img" aria-label=${words.localize("duress_suspected")}></ha-icon>`
              : nothing}
            ${record.late ? html`<span class="late">${words.localize("late")}</span>` : nothing}
          </span>
        </span>
      </button>
    `;
  }

  /** Where there is little place, the icon alone says how, and the finger or card has it. */
  private renderHow({ method, credential }: LockRecord, detail: string): TemplateResult | string {
    const how = method && credential && `${methodName(this.words, method)}${DOT}`;
    if (!how || !detail.startsWith(how)) return detail;
    return html`<span class="how">${how}</span>${detail.slice(how.length)}`;
  }

  private dayAtTop(): string {
    for (let index = this.topmost; index >= 0; index--) {
      const row = this.rows[index];
      if (row?.type === "day") return row.label;
    }
    return "";
  }

  private choose(row: RecordRow): void {
    this.active = row.key;
    this.dispatchEvent(new CustomEvent<RecordRow>("record-chosen", { detail: row, bubbles: true }));
  }

  /** What one reads stays where it is when something new comes in above. */
  private keepPlace(before: readonly Row[]): void {
    const { scroller, rows } = this;
    const key = before[this.topmost]?.key;
    // Older ones at the end move nothing, and to ask the scroller would lay out all anew.
    if (key === rows[this.topmost]?.key || !scroller.scrollTop) return;
    const index = rows.findIndex((row) => row.key === key);
    if (index < 0) scroller.scrollTop = 0;
    else scroller.scrollTop += heightOf(rows.slice(0, index)) - heightOf(before.slice(0, this.topmost));
  }

  private askForMore(): void {
    // The page holds some rows more than can be seen: there is time.
    if (this.hasMore && this.range.last >= this.rows.length - 1) this.dispatchEvent(new CustomEvent("more"));
  }

  private readonly rangeChanged = ({ first, last }: RangeChangedEvent): void => {
    if (first !== this.range.first || last !== this.range.last) this.range = { first, last };
  };

  private readonly visibilityChanged = ({ first }: VisibilityChangedEvent): void => {
    if (first >= 0 && first !== this.topmost) this.topmost = first;
  };

  private readonly keyPressed = (event: KeyboardEvent): void => {
    const stops = this.rows.flatMap((row, index) => (row.type === "records" ? [index] : []));
    const now = stops.findIndex((index) => this.rows[index]?.key === this.tabStop);
    const next = {
      ArrowDown: now + 1,
      ArrowUp: now - 1,
      Home: 0,
      End: stops.length - 1,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const index = stops[Math.min(Math.max(next, 0), stops.length - 1)];
    if (index !== undefined) void this.focusRow(index);
  };

  private async focusRow(index: number): Promise<void> {
    const row = this.rows[index];
    if (!row) return;
    this.active = row.key;
    // Only the first and the last one can lie beyond the rows that are in the page.
    if (!this.button(row)) this.scroller.scrollTop = index > this.topmost ? this.scroller.scrollHeight : 0;
    for (let frame = 0; frame < MOST_FRAMES && !this.button(row); frame++) await nextFrame();
    await this.updateComplete;
    this.button(row)?.focus({ preventScroll: true });
    this.button(row)?.scrollIntoView({ block: "nearest" });
  }

  private button(row: Row): HTMLElement | null {
    return this.renderRoot.querySelector(`button[data-key="${CSS.escape(row.key)}"]`);
  }

  static override readonly styles = [
    shared,
    css`
      :host {
        display: block;
        min-height: 0;
      }
      .scroller {
        position: relative;
        overflow-y: auto;
        overscroll-behavior: contain;
        scrollbar-width: thin;
        scrollbar-color: var(--line) transparent;
      }
      :host([fill]) .scroller {
        height: 100%;
      }
      .row {
        width: 100%;
      }
      .day {
        height: ${DAY_HEIGHT}px;
        padding: 0 16px;
        font-size: var(--ha-font-size-s, 12px);
        font-weight: 500;
        line-height: ${DAY_HEIGHT}px;
        color: var(--quiet);
      }
      .now {
        position: sticky;
        z-index: 1;
        top: 0;
        margin-bottom: -${DAY_HEIGHT}px;
        background: var(--ha-card-background, var(--card-background-color, #fff));
      }
      .record {
        display: flex;
        align-items: center;
        gap: 12px;
        width: 100%;
        height: ${ROW_HEIGHT}px;
        padding: 0 16px;
        /* The day at the top lies over what is scrolled to. */
        scroll-margin-top: ${DAY_HEIGHT}px;
      }
      .record:hover {
        background: color-mix(in srgb, var(--primary-text-color, #212121) 4%, transparent);
      }
      @container (max-width: 420px) {
        .how {
          position: absolute;
          clip-path: inset(50%);
        }
      }
      .text .quiet,
      .marks {
        font-size: var(--ha-font-size-s, 12px);
      }
      .end {
        display: flex;
        flex: none;
        flex-direction: column;
        align-items: flex-end;
        min-width: 0;
      }
      .time {
        font-variant-numeric: tabular-nums;
      }
      .marks {
        display: flex;
        align-items: center;
        gap: 6px;
        --mdc-icon-size: 14px;
      }
      .late {
        padding: 0 6px;
        border-radius: 8px;
        color: var(--tone-warning);
        color: color-mix(in srgb, var(--tone-warning) 50%, var(--primary-text-color, #212121));
        background: color-mix(in srgb, var(--tone-warning) 16%, transparent);
      }
      @media (pointer: coarse) {
        .scroller {
          scrollbar-width: none;
        }
      }
    `,
  ];
}
