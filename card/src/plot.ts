import type { PatternCell } from "./types";

/** Below this width the hours go down, in pixels. */
const NARROW = 420;
/** The place that "12 PM" or "06 Uhr" needs beside the plot, in pixels. */
const HOUR_PIXELS = 48;
/** Free at the right. */
const RIGHT = 4;

export interface Share {
  user: string;
  count: number;
}

/** An hour of the week in which people came. */
export interface Spot {
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

/** Where the hours of a week lie in a picture: across, or on a phone down, so that a finger hits them. */
export class Plot {
  /** The size of an hour. */
  readonly cell: { width: number; height: number };
  readonly left: number;
  readonly top: number;
  readonly hours: readonly number[];
  readonly isNarrow: boolean;

  constructor(
    /** How wide the picture is shown; 0 where that is not known yet. */
    pixels: number,
    /** The weekdays in the order of the user. */
    readonly days: readonly number[],
    spots: readonly Spot[],
  ) {
    const isNarrow = (this.isNarrow = pixels > 0 && pixels < NARROW);
    this.cell = isNarrow ? { width: 44, height: 26 } : { width: 20, height: 24 };
    // Text keeps its size however narrow the picture is.
    this.left = isNarrow ? ((7 * this.cell.width + RIGHT) * HOUR_PIXELS) / Math.max(pixels - HOUR_PIXELS, HOUR_PIXELS) : 54;
    this.top = isNarrow ? 24 : 6;
    const used = spots.map((spot) => spot.hour);
    // A night in which nobody comes would only make the page longer.
    const first = isNarrow ? Math.min(...used, 12) : 0;
    const last = isNarrow ? Math.max(...used, 12) : 23;
    this.hours = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  }

  get width(): number {
    return this.left + (this.isNarrow ? 7 : this.hours.length) * this.cell.width + RIGHT;
  }

  get height(): number {
    return this.top + (this.isNarrow ? this.hours.length * this.cell.height + 4 : 7 * this.cell.height + 22);
  }

  get radius(): number {
    return Math.min(this.cell.width, this.cell.height) / 2 - 1;
  }

  /** The middle of a weekday's line. */
  day(weekday: number): number {
    const index = this.days.indexOf(weekday) + 0.5;
    return this.isNarrow ? this.left + index * this.cell.width : this.top + index * this.cell.height;
  }

  /** The middle of an hour's line. */
  hour(hour: number): number {
    const index = hour - this.hours[0]! + 0.5;
    return this.isNarrow ? this.top + index * this.cell.height : this.left + index * this.cell.width;
  }

  at({ weekday, hour }: Spot): { x: number; y: number } {
    const [day, time] = [this.day(weekday), this.hour(hour)];
    return this.isNarrow ? { x: day, y: time } : { x: time, y: day };
  }

  /** The spot that is nearest to a place, undefined where none is near. */
  near(spots: readonly Spot[], x: number, y: number): Spot | undefined {
    let nearest: Spot | undefined;
    let least = Math.max(this.cell.width, this.cell.height);
    for (const spot of spots) {
      const at = this.at(spot);
      const distance = Math.hypot(at.x - x, at.y - y);
      if (distance < least) [nearest, least] = [spot, distance];
    }
    return nearest;
  }
}

/** Returns the path of a slice of a circle, between two turns of 0 to 1. */
export function slice(x: number, y: number, r: number, from: number, to: number): string {
  const point = (turn: number) => {
    const angle = 2 * Math.PI * (turn - 0.25);
    return `${(x + r * Math.cos(angle)).toFixed(2)} ${(y + r * Math.sin(angle)).toFixed(2)}`;
  };
  return `M${x} ${y}L${point(from)}A${r} ${r} 0 ${to - from > 0.5 ? 1 : 0} 1 ${point(to)}Z`;
}
