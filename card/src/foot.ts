import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { Freshness } from "./freshness";
import type { Lock } from "./locks";
import { shared } from "./styles";
import type { LogStatus } from "./types";
import type { Words } from "./words";

/** "12 s ago" grows old. */
const TICK = 5_000;

/** How old the log is; where it cannot be read, since when, why, and a link to what helps. */
export class Foot extends LitElement {
  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) locks: readonly Lock[] = [];
  @property({ attribute: false }) freshness!: Freshness;
  @property({ type: Boolean }) isAdmin = false;
  /** Only what is wrong is worth a line where there is little place. */
  @property({ type: Boolean }) isSmall = false;
  /** Changes with the freshness, which stays the same object. */
  @property({ attribute: false }) revision = 0;
  @state() private now = new Date();

  private ticking: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.ticking = setInterval(() => {
      this.now = new Date();
    }, TICK);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.ticking);
  }

  protected override willUpdate(): void {
    this.now = new Date();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { freshness } = this;
    if (freshness.failing.length) return html`${this.faults().map((fault) => this.renderFault(...fault))}`;
    const text = this.age([...(freshness.locks?.values() ?? [])]);
    return text && !this.isSmall ? html`<p class="quiet">${text}</p>` : nothing;
  }

  private renderFault({ error, last_read, needs_owner }: LogStatus, names: readonly string[]): TemplateResult {
    const { localize, format } = this.words;
    const since = last_read
      ? localize("not_read_since", { when: format.moment(new Date(last_read)) })
      : localize("not_read_yet");
    return html`
      <div class="banner warning" role="alert">
        <ha-icon .icon=${"mdi:cloud-alert"}></ha-icon>
        <span class="text">
          <span>${names.length ? html`<strong>${format.list([...names])}</strong> · ` : nothing}${since}</span>
          <span class="quiet">${error}</span>
          ${needs_owner && this.isAdmin ? html`<a href="/config/repairs">${localize("what_to_do")}</a>` : nothing}
        </span>
      </div>
    `;
  }

  /** What is wrong, once each, since when the first, and with which locks where others can be read. */
  private faults(): [LogStatus, string[]][] {
    const faults = new Map<string, [LogStatus, string[]]>();
    for (const [device, status] of this.freshness.failing) {
      const key = JSON.stringify([status.error, status.last_read === null]);
      const fault = faults.get(key) ?? [{ ...status }, []];
      if (status.last_read && status.last_read < fault[0].last_read!) fault[0].last_read = status.last_read;
      fault[1].push(this.locks.find((lock) => lock.device === device)?.name ?? "");
      faults.set(key, fault);
    }
    return [...faults.values()].map(([status, names]) => [status, names.length < this.locks.length ? names : []]);
  }

  /** Several locks are as old as the oldest of them. */
  private age(locks: readonly LogStatus[]): string {
    const { localize, format } = this.words;
    const times = (values: (string | null)[]) => values.map((value) => (value ? Date.parse(value) : NaN));
    const last = Math.min(...times(locks.map((lock) => lock.last_read)));
    if (!locks.length) return "";
    if (Number.isNaN(last)) return localize("not_read_yet");
    const read = format.short(new Date(Math.min(last, this.now.getTime())), this.now);
    if (locks.every((lock) => lock.is_listening)) return localize("listening_read", { read });
    const next = Math.min(...times(locks.map((lock) => lock.next_read)).filter((time) => time > this.now.getTime()));
    return Number.isFinite(next)
      ? localize("read_next", { read, next: format.short(new Date(next), this.now) })
      : localize("read_last", { read });
  }

  static override readonly styles = [
    shared,
    css`
      :host {
        display: block;
        flex: none;
      }
      p {
        margin: 0;
        padding: 5px 16px;
        border-top: 1px solid var(--line);
        font-size: var(--ha-font-size-s, 12px);
      }
      .banner {
        margin-top: 8px;
      }
      strong {
        font-weight: 500;
      }
      a {
        color: color-mix(in srgb, var(--accent) 50%, var(--primary-text-color, #212121));
      }
    `,
  ];
}
