import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { styleMap } from "lit/directives/style-map.js";
import { iconOf, toneOf } from "./icons";
import type { RecordRow, Row } from "./rows";
import { shared } from "./styles";
import { Windowing } from "./windowing";
import { detailOf, titleOf, type Words } from "./words";

const DAY_HEIGHT = 36;
const ROW_HEIGHT = 56;
/** Where the card itself decides how high it is. */
const MOST_HEIGHT = 448;
/** So many rows above and below are there before they are scrolled to. */
const AROUND = 6;
/** Older records are asked for this many pixels ahead. */
const AHEAD = 1000;

/** The stream of records, of which only what can be seen is in the page. */
export class LogList extends LitElement {
  @property({ attribute: false }) rows: readonly Row[] = [];
  @property({ attribute: false }) words!: Words;
  @property({ type: Boolean }) hasMore = false;
  /** Takes the place there is, instead of as much as it needs. */
  @property({ type: Boolean, reflect: true }) fill = false;

  @state() private from = 0;
  @state() private to = 0;
  /** The row that the Tab key leads to. */
  @state() private active: string | undefined;
  @query(".scroller") private readonly scroller!: HTMLElement | null;

  private readonly windowing = new Windowing();
  private anchor: { key: string; offset: number } | undefined;
  private watcher: ResizeObserver | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.watcher = new ResizeObserver(() => {
      this.look();
    });
    this.watcher.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.watcher?.disconnect();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("rows")) return;
    const before = changed.get("rows") ?? [];
    const top = this.scroller?.scrollTop ?? 0;
    if (top > 0) {
      // What one reads stays where it is when something new comes in above.
      const index = this.windowing.at(top);
      const key = before[index]?.key;
      this.anchor = key === undefined ? undefined : { key, offset: top - this.windowing.top(index) };
    }
    this.windowing.setHeights(
      this.rows.map((row) => (row.type === "day" ? DAY_HEIGHT : ROW_HEIGHT)),
    );
    if (!this.rows.some((row) => row.key === this.active)) {
      this.active = this.rows.find((row) => row.type === "records")?.key;
    }
    this.measure(top);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has("rows")) return;
    const { anchor, scroller } = this;
    this.anchor = undefined;
    if (anchor && scroller) {
      const index = this.rows.findIndex((row) => row.key === anchor.key);
      scroller.scrollTop = index < 0 ? 0 : this.windowing.top(index) + anchor.offset;
    }
    this.look();
  }

  protected override render(): TemplateResult {
    const { rows, windowing } = this;
    const shown = rows.slice(this.from, this.to).map((row, index) => ({ row, index: this.from + index }));
    const active = rows.findIndex((row) => row.key === this.active);
    if (active >= 0 && (active < this.from || active >= this.to)) {
      // The Tab key must find it, wherever one has scrolled to.
      shown.push({ row: rows[active]!, index: active });
    }
    const height = this.fill ? undefined : `${Math.min(windowing.height, MOST_HEIGHT)}px`;
    return html`
      <div
        class="scroller"
        style=${styleMap({ height })}
        @scroll=${this.look}
        @keydown=${this.keyPressed}
      >
        <div class="day now cut" aria-hidden="true">${this.dayAtTop()}</div>
        <div
          class="all"
          role="list"
          aria-label=${this.words.localize("records")}
          style=${styleMap({ height: `${windowing.height}px` })}
        >
          ${repeat(
            shown,
            ({ row }) => `${row.type} ${row.key}`,
            ({ row, index }) => this.renderRow(row, index),
          )}
        </div>
      </div>
    `;
  }

  private renderRow(row: Row, index: number): TemplateResult {
    return html`
      <div
        class="row"
        role="listitem"
        aria-posinset=${index + 1}
        aria-setsize=${this.hasMore ? -1 : this.rows.length}
        style=${styleMap({ transform: `translateY(${this.windowing.top(index)}px)` })}
      >
        ${row.type === "day"
          ? html`<div class="day cut" role="heading" aria-level="3">${row.label}</div>`
          : this.renderRecords(row)}
      </div>
    `;
  }

  private renderRecords(row: RecordRow): TemplateResult {
    const { words } = this;
    const [record] = row.records;
    const detail = detailOf(words, row);
    return html`
      <button
        class="record"
        data-key=${row.key}
        tabindex=${row.key === this.active ? 0 : -1}
        @click=${() => {
          this.choose(row);
        }}
      >
        <span class="disc ${toneOf(record)}"><ha-icon .icon=${iconOf(record)}></ha-icon></span>
        <span class="text">
          <bdi class="cut">${titleOf(words, row)}</bdi>
          ${detail ? html`<bdi class="cut quiet">${detail}</bdi>` : nothing}
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

  private dayAtTop(): string {
    const top = this.windowing.at(Math.max(this.scroller?.scrollTop ?? 0, 0));
    for (let index = top; index >= 0; index--) {
      const row = this.rows[index];
      if (row?.type === "day") return row.label;
    }
    return "";
  }

  private choose(row: RecordRow): void {
    this.active = row.key;
    this.dispatchEvent(new CustomEvent<RecordRow>("record-chosen", { detail: row }));
  }

  /** Follows what can be seen. */
  private readonly look = (): void => {
    const { scroller } = this;
    if (!scroller) return;
    this.measure(scroller.scrollTop);
    const below = this.windowing.height - scroller.scrollTop - scroller.clientHeight;
    if (this.hasMore && below < AHEAD) this.dispatchEvent(new CustomEvent("more"));
  };

  private measure(top: number): void {
    const height = this.scroller?.clientHeight || MOST_HEIGHT;
    [this.from, this.to] = this.windowing.range(top, top + height, AROUND);
  }

  private readonly keyPressed = (event: KeyboardEvent): void => {
    const stops = this.rows.flatMap((row, index) => (row.type === "records" ? [index] : []));
    const now = stops.findIndex((index) => this.rows[index]?.key === this.active);
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
    const { scroller, windowing } = this;
    const row = this.rows[index];
    if (!scroller || !row) return;
    this.active = row.key;
    const top = windowing.top(index);
    const bottom = top + ROW_HEIGHT;
    if (top - DAY_HEIGHT < scroller.scrollTop) scroller.scrollTop = top - DAY_HEIGHT;
    else if (bottom > scroller.scrollTop + scroller.clientHeight) {
      scroller.scrollTop = bottom - scroller.clientHeight;
    }
    this.look();
    await this.updateComplete;
    this.renderRoot
      .querySelector<HTMLElement>(`button[data-key="${CSS.escape(row.key)}"]`)
      ?.focus({ preventScroll: true });
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
      .all {
        position: relative;
      }
      .row {
        position: absolute;
        inset-inline: 0;
        top: 0;
        contain: layout style;
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
      }
      .record:hover {
        background: color-mix(in srgb, var(--primary-text-color, #212121) 4%, transparent);
      }
      .text,
      .end {
        display: flex;
        flex-direction: column;
        min-width: 0;
      }
      .text {
        align-items: flex-start;
        flex: 1;
      }
      .text > * {
        max-width: 100%;
      }
      .text .quiet,
      .marks {
        font-size: var(--ha-font-size-s, 12px);
      }
      .end {
        align-items: flex-end;
        flex: none;
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
