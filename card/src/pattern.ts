import { css, html, LitElement, nothing, svg, type PropertyValues, type SVGTemplateResult, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { styleMap } from "lit/directives/style-map.js";
import { NOBODY } from "./colors";
import { Plot, slice, spotsOf, type Share, type Spot } from "./plot";
import { shared } from "./styles";
import type { PatternCell } from "./types";
import type { Words } from "./words";

/** A week by hour: who comes when, and how often. */
export class Pattern extends LitElement {
  @property({ attribute: false }) cells: readonly PatternCell[] = [];
  @property({ attribute: false }) words!: Words;
  /** The colors of people; what has none is nobody's. */
  @property({ attribute: false }) colors: ReadonlyMap<string, string> = new Map();
  /** In pixels, without the padding. */
  @state() private width = 0;
  @state() private only: string | undefined;
  @state() private chosen: Spot | undefined;

  private spots: Spot[] = [];
  private users: Share[] = [];
  private plot!: Plot;
  private watcher: ResizeObserver | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.watcher = new ResizeObserver(([entry]) => {
      if (entry) this.width = entry.contentRect.width;
    });
    this.watcher.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.watcher?.disconnect();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { format, localize } = this.words;
    if (changed.has("cells") || changed.has("words")) {
      const { spots, users } = spotsOf(this.cells, localize("unknown"));
      this.spots = spots;
      // People first: what is nobody's is last in the list.
      const rank = ({ user }: Share) => Number(!this.colors.has(user));
      this.users = users.sort((a, b) => rank(a) - rank(b));
      const { chosen } = this;
      this.chosen = spots.find((spot) => spot.weekday === chosen?.weekday && spot.hour === chosen.hour);
      if (!users.some(({ user }) => user === this.only)) this.only = undefined;
    }
    const days = Array.from({ length: 7 }, (_, index) => (index + format.firstWeekday) % 7);
    this.plot = new Plot(this.width, days, this.spots);
    if (this.chosen && !this.sharesOf(this.chosen).length) this.chosen = undefined;
  }

  protected override render(): TemplateResult {
    const { plot, words } = this;
    const { format, localize } = words;
    return html`
      <svg
        viewBox="0 0 ${plot.width} ${plot.height}"
        style=${styleMap({ "--unit": this.width ? String(plot.width / this.width) : "1" })}
        role="img"
        aria-label=${localize("pattern_label")}
        @click=${this.pointed}
        @pointermove=${this.hovered}
      >
        ${this.renderAxes()} ${this.shown().map((spot) => this.renderSpot(spot))}
      </svg>
      <p class="said quiet" aria-live="polite"><bdi>${this.said()}</bdi></p>
      <div class="legend" role="group" aria-label=${localize("person")}>
        ${this.users.map(
          ({ user, count }) => html`
            <button
              aria-pressed=${this.only === user}
              class=${this.only !== undefined && this.only !== user ? "off" : ""}
              @click=${() => {
                this.only = this.only === user ? undefined : user;
              }}
            >
              <i style="background:${this.color(user)}"></i><bdi>${user}</bdi>
              <span class="quiet">${format.number(count)}</span>
            </button>
          `,
        )}
      </div>
      <ul class="unseen" aria-label=${localize("pattern_label")}>
        ${this.shown().map((spot) => html`<li>${this.describe(spot)}</li>`)}
      </ul>
    `;
  }

  private renderAxes(): SVGTemplateResult[] {
    const { plot, words } = this;
    const { format } = words;
    const { width, height, left, top } = plot;
    const hours = plot.hours.filter((hour) => hour % (plot.isNarrow ? 3 : 6) === 0);
    if (plot.isNarrow) {
      return [
        ...hours.map((hour) => {
          const y = plot.hour(hour);
          return svg`
            <line x1=${left} x2=${width - 4} y1=${y} y2=${y}></line>
            <text x=${left - 8} y=${y} class="start">${format.hour(hour)}</text>
          `;
        }),
        ...plot.days.map(
          (day) => svg`<text x=${plot.day(day)} y=${top - 8} class="middle">${format.weekday(day, "short")}</text>`,
        ),
      ];
    }
    return [
      ...plot.days.map((day) => {
        const y = plot.day(day);
        return svg`
          <line x1=${left} x2=${width - 4} y1=${y} y2=${y}></line>
          <text x=${left - 8} y=${y} class="start">${format.weekday(day, "short")}</text>
        `;
      }),
      ...hours.map(
        (hour) => svg`<text x=${plot.hour(hour)} y=${height - 6} class="middle">${format.hour(hour)}</text>`,
      ),
    ];
  }

  private renderSpot(spot: Spot): SVGTemplateResult {
    const { plot } = this;
    const shares = this.sharesOf(spot);
    const count = countOf(shares);
    const { x, y } = plot.at(spot);
    const most = Math.max(...this.spots.map((each) => each.count));
    // As much area as there are accesses.
    const r = Math.max(plot.radius * Math.sqrt(count / most), 2.5);
    let turn = 0;
    return svg`
      <g class="spot">
        ${spot === this.chosen ? svg`<circle class="ring" cx=${x} cy=${y} r=${r + 2.5}></circle>` : nothing}
        ${
          shares.length === 1
            ? svg`<circle cx=${x} cy=${y} r=${r} style="fill:${this.color(shares[0]!.user)}"></circle>`
            : shares.map((share) => {
                const from = turn;
                turn += share.count / count;
                return svg`<path d=${slice(x, y, r, from, turn)} style="fill:${this.color(share.user)}"></path>`;
              })
        }
      </g>
    `;
  }

  /** Who came at a spot, of those that the legend lets through. */
  private sharesOf(spot: Spot): Share[] {
    return spot.shares.filter(({ user }) => this.only === undefined || user === this.only);
  }

  private shown(): Spot[] {
    return this.spots.filter((spot) => this.sharesOf(spot).length);
  }

  /** The text under the plot. */
  private said(): string {
    const { localize, format } = this.words;
    if (this.chosen) return this.describe(this.chosen);
    const spots = this.shown();
    if (!spots.length) return localize("pattern_empty");
    if (this.only === undefined) return localize("pattern_hint");
    const count = (spot: Spot) => countOf(this.sharesOf(spot));
    const most = spots.reduce((a, b) => (count(b) > count(a) ? b : a));
    return localize("pattern_most", {
      name: this.only,
      count: format.number(spots.reduce((sum, spot) => sum + count(spot), 0)),
      time: `${format.weekday(most.weekday, "long")}, ${format.hour(most.hour)}`,
    });
  }

  private describe(spot: Spot): string {
    const { format, localize } = this.words;
    return localize("pattern_spot", {
      weekday: format.weekday(spot.weekday, "long"),
      hour: format.hour(spot.hour),
      people: this.sharesOf(spot)
        .map(({ user, count }) => `${user} ${format.number(count)}`)
        .join(", "),
    });
  }

  private color(user: string): string {
    return this.colors.get(user) ?? NOBODY;
  }

  private readonly pointed = (event: MouseEvent): void => {
    const { plot } = this;
    const box = (event.currentTarget as SVGElement).getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * plot.width;
    const y = ((event.clientY - box.top) / box.height) * plot.height;
    this.chosen = plot.near(this.shown(), x, y) ?? this.chosen;
  };

  private readonly hovered = (event: PointerEvent): void => {
    // A finger that moves scrolls.
    if (event.pointerType === "mouse") this.pointed(event);
  };

  static override readonly styles = [
    shared,
    css`
      :host {
        display: block;
        overflow: auto;
        padding: 4px 16px 12px;
      }
      svg {
        display: block;
        width: 100%;
        cursor: pointer;
        /* Time runs to the right, as in all charts of Home Assistant. */
        direction: ltr;
      }
      line {
        stroke: var(--line);
        stroke-width: 1;
      }
      text {
        fill: var(--quiet);
        /* As large as the text around the plot, however large the plot is. */
        font-size: calc(12px * var(--unit));
      }
      .start {
        text-anchor: end;
        dominant-baseline: central;
      }
      .middle {
        text-anchor: middle;
      }
      .ring {
        fill: none;
        stroke: var(--primary-text-color, #212121);
        stroke-width: 1.5;
      }
      .said {
        min-height: 1.4em;
        margin: 8px 0;
        font-size: var(--ha-font-size-s, 12px);
      }
      .legend {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      .legend button {
        display: flex;
        align-items: center;
        gap: 6px;
        min-height: 32px;
        max-width: 100%;
        padding: 0 12px;
        border: 1px solid var(--line);
        border-radius: 16px;
      }
      .legend button[aria-pressed="true"] {
        background: color-mix(in srgb, var(--primary-text-color, #212121) 8%, transparent);
      }
      @media (pointer: coarse) {
        .legend button {
          min-height: 40px;
          border-radius: 20px;
        }
      }
      .legend .off i {
        opacity: 0.4;
      }
      .legend i {
        width: 10px;
        height: 10px;
        border-radius: 50%;
      }
    `,
  ];
}

function countOf(shares: readonly Share[]): number {
  return shares.reduce((sum, share) => sum + share.count, 0);
}
