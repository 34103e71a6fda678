/** As much of a layout as the list needs: heights of rows, and who observes them. */

const SIZES: readonly (readonly [selector: string, height: number])[] = [
  [".scroller", 448],
  [".row:has(.day)", 36],
  [".row", 52],
];

class Observer implements ResizeObserver {
  private readonly observed = new Set<Element>();

  constructor(private readonly changed: ResizeObserverCallback) {}

  observe(target: Element): void {
    if (this.observed.has(target)) return;
    this.observed.add(target);
    queueMicrotask(() => {
      if (!this.observed.has(target)) return;
      const contentRect = target.getBoundingClientRect();
      this.changed([{ target, contentRect } as unknown as ResizeObserverEntry], this);
    });
  }

  unobserve(target: Element): void {
    this.observed.delete(target);
  }

  disconnect(): void {
    this.observed.clear();
  }
}

window.ResizeObserver = Observer;
Element.prototype.getBoundingClientRect = function (this: Element): DOMRect {
  const height = SIZES.find(([selector]) => this.matches(selector))?.[1] ?? 10_000_000;
  const scroller = this.matches("[role=list]") ? this.parentElement : null;
  return new DOMRect(0, scroller ? -scroller.scrollTop : 0, 500, height);
};
// The virtualizer looks for what cuts the list off, out of all shadows.
Object.defineProperty(Element.prototype, "assignedSlot", { get: () => null });
// happy-dom's own calls itself through what the virtualizer puts in its place.
Element.prototype.scrollTo = function (this: Element, options?: ScrollToOptions | number, y?: number): void {
  const top = typeof options === "object" ? options.top : y;
  if (top !== undefined) this.scrollTop = top;
};
