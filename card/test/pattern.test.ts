import { describe, expect, it } from "vitest";
import { colorsOf } from "../src/colors";
import { Plot, spotsOf } from "../src/plot";
import { pattern } from "./mock";

const MONDAY_FIRST = [0, 1, 2, 3, 4, 5, 6];

describe("the colors of people", () => {
  it("are theirs, whoever else comes and however often", () => {
    const alone = colorsOf(["Ana"]).get("Ana");
    expect(colorsOf(["Ben", "Ana"]).get("Ana")).toBe(alone);
    expect(colorsOf(["Carla", "Ana", "Ben", "Ana"]).get("Ana")).toBe(alone);
  });

  it("differ between people, as long as there are enough", () => {
    const ten = Array.from({ length: 10 }, (_, index) => `Person ${index}`);
    expect(new Set(colorsOf(ten).values()).size).toBe(10);
    expect(colorsOf([...ten, "Ana", "Ben"]).size).toBe(12);
  });
});

describe("the plot", () => {
  const { spots } = spotsOf(pattern(), "Unknown");

  it("lets a finger hit the spot that it means, on a phone too", () => {
    for (const pixels of [0, 320, 800]) {
      const plot = new Plot(pixels, MONDAY_FIRST, spots);
      for (const spot of spots) {
        const { x, y } = plot.at(spot);
        expect([x > 0, y > 0, x < plot.width, y < plot.height]).toEqual([true, true, true, true]);
        expect(plot.near(spots, x + plot.cell.width * 0.4, y - plot.cell.height * 0.4)).toBe(spot);
      }
      expect(plot.near(spots, plot.at({ ...spots[0]!, weekday: 1, hour: 12 }).x, 10_000)).toBeUndefined();
    }
  });

  it("is as wide as a phone where the hours go down, and leaves out the night", () => {
    const plot = new Plot(358, MONDAY_FIRST, spots);
    expect(plot.width).toBeLessThan(365);
    // A finger needs 24 pixels.
    expect(plot.cell.height * (320 / plot.width)).toBeGreaterThan(22);
    expect([plot.hours[0], plot.hours.at(-1)]).toEqual([7, 23]);
    expect(new Plot(358, MONDAY_FIRST, []).hours).toEqual([12]);
  });

  it("keeps the place that an hour needs, however narrow it is", () => {
    for (const pixels of [200, 290, 358, 419]) {
      const plot = new Plot(pixels, MONDAY_FIRST, spots);
      expect((plot.left * pixels) / plot.width).toBeCloseTo(48);
    }
    // Not where it is too narrow for anything.
    expect(new Plot(10, MONDAY_FIRST, spots).left).toBeLessThan(400);
  });
});
