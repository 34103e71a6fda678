/** Which rows of a long list are to be seen: rows have one of a few known heights. */
export class Windowing {
  private offsets: number[] = [0];

  setHeights(heights: Iterable<number>): void {
    const offsets = [0];
    let sum = 0;
    for (const height of heights) offsets.push((sum += height));
    this.offsets = offsets;
  }

  get length(): number {
    return this.offsets.length - 1;
  }

  /** How high all rows are together. */
  get height(): number {
    return this.offsets[this.length]!;
  }

  top(index: number): number {
    return this.offsets[index] ?? this.height;
  }

  /** The row at a distance from the top. */
  at(offset: number): number {
    let low = 0;
    let high = Math.max(this.length - 1, 0);
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.offsets[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The rows between two distances, with some more around them: first, and one after the last. */
  range(from: number, to: number, around: number): [number, number] {
    if (!this.length) return [0, 0];
    return [Math.max(this.at(from) - around, 0), Math.min(this.at(to) + 1 + around, this.length)];
  }
}
