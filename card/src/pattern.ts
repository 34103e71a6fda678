import { css, html, LitElement, nothing, svg, type PropertyValues, type SVGTemplateResult, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { PatternCell } from "./types";
import { shared } from "./styles";
import type { Words } from "./words";

const STEP = 20;
const ROW = 24;
const LEFT = 54;
const TOP = 6;
const WIDTH = LEFT + 24 * STEP + 4;
const HEIGHT = TOP + 7 * ROW + 22;
const COLORS = [
  "var(--graph-color-1, #4269d0)",
  "var(--graph-color-2, #f4bd4a)",
  "var(--graph-color-3, #ff725c)",
  "var(--graph-color-4, #6cc5b0)",
  "var(--graph-color-5, #a463f2)",
  "var(--graph-color-6, #ff8ab7)",
];
const OTHERS = "var(--disabled-text-color, #9e9e9e)";

interface Share {
  user: string;
  count: number;
}

interface Spot {
  weekday: number;
  hour: number;
  count: number;
  shares: Share[];
}

/** Returns who comes at each hour of a week, and everybody with the most frequent first. */
export function spotsOf(cells: readonly PatternCell[], unknown: string): { spots: Spot[]; users: Share[] } {
  const spots = new Map<number, Spot>();
  const users = new Map<string, number>();
  for (const cell of cells) {
    const user = cell.user ?? unknown;
    const place = cell.weekday * 24 + cell.hour;
    let spot = spots.get(place);
    if (!spot) spots.set(place, (spot = { weekday: cell.weekday, hour: cell.hour, count: 0, shares: [] }));
    spot.count += cell.count;
    spot.shares.push({ user, count: cell.count });
    users.set(user, (users.get(user) ?? 0) + cell.count);
  }
  return {
    spots: [...spots.values()].sort((a, b) => a.weekday - b.weekday || a.hour - b.hour),
    users: [...users].map(([user, count]) => ({ user, count })).sort((a, b) => b.count - a.count),
  };
}

/** Returns the path of a slice of a circle, between two turns of 0 to 1. */
function slice(x: number, y: number, r: number, from: number, to: number): string {
  const point = (turn: number) => {
    const angle = 2 * Math.PI * (turn - 0.25);
    return `${(x + r * Math.cos(angle)).toFixed(2)} ${(y + r * Math.sin(angle)).toFixed(2)}`;
  };
  return `M${x} ${y}L${point(from)}A${r} ${r} 0 ${to - from > 0.5 ? 1 : 0} 1 ${point(to)}Z`;
}

/** A week by hour: who comes when, and how often. */
export class Pattern extends LitElement {
  @property({ attribute: false }) cells: readonly PatternCell[] = [];
  @property({ attribute: false }) words!: Words;
  @state() private only: string | undefined;
  @state() private chosen: Spot | undefined;

  private spots: Spot[] = [];
  private users: Share[] = [];

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("cells") && !changed.has("words")) return;
    const { spots, users } = spotsOf(this.cells, this.words.localize("unknown"));
    this.spots = spots;
    this.users = users;
    this.chosen = undefined;
    if (!users.some(({ user }) => user === this.only)) this.only = undefined;
  }

  protected override render(): TemplateResult {
    const { format, localize } = this.words;
    const days = Array.from({ length: 7 }, (_, index) => (index + format.firstWeekday) % 7);
    const most = Math.max(...this.spots.map((spot) => spot.count), 1);
    return html`
      <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${localize("pattern_label")}>
        ${days.map((weekday, row) => {
          const y = TOP + row * ROW + ROW / 2;
          return svg`
            <line x1=${LEFT} x2=${WIDTH - 4} y1=${y} y2=${y}></line>
            <text x=${LEFT - 8} y=${y} class="weekday">${format.weekday(weekday, "short")}</text>
          `;
        })}
        ${[0, 6, 12, 18].map(
          (hour) => svg`<text x=${this.x(hour)} y=${HEIGHT - 6} class="hour">${format.hour(hour)}</text>`,
        )}
        ${this.spots.map((spot) => this.renderSpot(spot, days.indexOf(spot.weekday), most))}
      </svg>
      <p class="said quiet" aria-live="polite">
        <bdi>${this.chosen ? this.say(this.chosen) : this.spots.length ? localize("pattern_hint") : localize("pattern_empty")}</bdi>
      </p>
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
        ${this.spots.map((spot) => html`<li>${this.say(spot)}</li>`)}
      </ul>
    `;
  }

  private renderSpot(spot: Spot, row: number, most: number): SVGTemplateResult | typeof nothing {
    const shares = spot.shares.filter(({ user }) => this.only === undefined || user === this.only);
    const count = shares.reduce((sum, share) => sum + share.count, 0);
    if (!count) return nothing;
    const x = this.x(spot.hour);
    const y = TOP + row * ROW + ROW / 2;
    // As much area as there are accesses.
    const r = Math.max((STEP / 2 - 1) * Math.sqrt(count / most), 2);
    let turn = 0;
    return svg`
      <g class="spot" @click=${() => (this.chosen = spot)} @pointerenter=${() => (this.chosen = spot)}>
        <rect x=${x - STEP / 2} y=${y - ROW / 2} width=${STEP} height=${ROW}></rect>
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

  private say(spot: Spot): string {
    const { format, localize } = this.words;
    return localize("pattern_spot", {
      weekday: format.weekday(spot.weekday, "long"),
      hour: format.hour(spot.hour),
      people: spot.shares.map(({ user, count }) => `${user} ${format.number(count)}`).join(", "),
    });
  }

  private x(hour: number): number {
    return LEFT + hour * STEP + STEP / 2;
  }

  private color(user: string): string {
    return COLORS[this.users.findIndex((each) => each.user === user)] ?? OTHERS;
  }

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
        /* Time runs to the right, as in all charts of Home Assistant. */
        direction: ltr;
      }
      line {
        stroke: var(--line);
        stroke-width: 1;
      }
      text {
        fill: var(--quiet);
        font-size: 11px;
      }
      .weekday {
        text-anchor: end;
        dominant-baseline: central;
      }
      .hour {
        text-anchor: middle;
      }
      rect {
        fill: transparent;
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
      .legend .off {
        opacity: 0.5;
      }
      .legend i {
        width: 10px;
        height: 10px;
        border-radius: 50%;
      }
      @container (max-width: 400px) {
        text {
          font-size: 15px;
        }
      }
    `,
  ];
}
