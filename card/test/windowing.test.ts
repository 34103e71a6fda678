import { describe, expect, it } from "vitest";
import { Windowing } from "../src/windowing";

describe("the window on a long list", () => {
  const windowing = new Windowing();

  it("is empty without rows", () => {
    windowing.setHeights([]);
    expect([windowing.height, windowing.at(100), windowing.range(0, 400, 3)]).toEqual([0, 0, [0, 0]]);
  });

  it("finds the row at each distance", () => {
    windowing.setHeights([36, 56, 56, 36, 56]);
    expect(windowing.height).toBe(240);
    expect([0, 35, 36, 91, 92, 148, 239, 999, -5].map((offset) => windowing.at(offset))).toEqual([0, 0, 1, 1, 2, 3, 4, 4, 0]);
    expect([0, 1, 4, 5, 9].map((index) => windowing.top(index))).toEqual([0, 36, 184, 240, 240]);
  });

  it("has as many rows as fit, and some around them", () => {
    windowing.setHeights(Array.from({ length: 10_000 }, () => 56));
    expect(windowing.range(0, 448, 6)).toEqual([0, 15]);
    expect(windowing.range(5600, 6048, 6)).toEqual([94, 115]);
    expect(windowing.range(559_552, 560_000, 6)).toEqual([9986, 10_000]);
  });
});
