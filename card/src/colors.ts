/** Colors of Home Assistant's graphs that differ visibly, in any theme. */
const COLORS = (
  [
    [1, "#4269d0"],
    [2, "#f4bd4a"],
    [10, "#c99000"],
    [4, "#6cc5b0"],
    [5, "#a463f2"],
    [6, "#ff8ab7"],
    [7, "#9c6b4e"],
    [8, "#97bbf5"],
    [9, "#01ab63"],
    [3, "#ff725c"],
  ] as const
).map(([number, color]) => `var(--graph-color-${number}, ${color})`);

/** The color of what is nobody's. */
export const NOBODY = "var(--disabled-text-color, #9e9e9e)";

function hashOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index++) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash;
}

/**
 * Gives each person a color that comes from the name alone, however many people come.
 * Only where two names lead to one color, the later in the alphabet takes the next that is free.
 */
export function colorsOf(people: Iterable<string>): Map<string, string> {
  const colors = new Map<string, string>();
  const taken = new Set<number>();
  for (const name of [...new Set(people)].sort()) {
    let index = hashOf(name) % COLORS.length;
    if (taken.size < COLORS.length) while (taken.has(index)) index = (index + 1) % COLORS.length;
    taken.add(index);
    colors.set(name, COLORS[index]!);
  }
  return colors;
}
