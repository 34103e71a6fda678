import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { isActive } from "./filters";
import type { Localize } from "./localize";
import { shared } from "./styles";
import type { Filter, View } from "./types";

/** So long one may go on typing before the search begins. */
const TYPING = 300;

/** The title, which the search replaces, and the buttons for the search and the other view. */
export class Header extends LitElement {
  @property({ attribute: false }) localize!: Localize;
  @property({ attribute: false }) heading = "";
  @property({ attribute: false }) view: View = "log";
  @property({ attribute: false }) filter: Filter = {};
  @property({ type: Boolean }) hasFilters = false;
  @property({ type: Boolean }) isSearching = false;
  @property({ type: Boolean }) hasViews = false;

  private typing: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.typing);
  }

  async focusSearch(): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>("input")?.focus();
  }

  protected override render(): TemplateResult {
    const { localize, isSearching } = this;
    return html`
      <header role="none">
        <h2 class="cut ${isSearching ? "unseen" : ""}"><bdi>${this.heading}</bdi></h2>
        ${isSearching
          ? html`
              <input
                class="field"
                type="search"
                name="search"
                placeholder=${localize("search")}
                aria-label=${localize("search")}
                .value=${this.filter.search ?? ""}
                @input=${this.searched}
              />
            `
          : nothing}
        ${this.hasFilters ? this.renderFilterButton() : nothing} ${this.hasViews ? this.renderViewButton() : nothing}
      </header>
    `;
  }

  private renderFilterButton(): TemplateResult {
    const { localize, isSearching } = this;
    const active = isActive(this.filter);
    const icon = isSearching ? "mdi:close" : active ? "mdi:filter-check" : "mdi:magnify";
    return html`
      <button
        class="icon ${active ? "on" : ""}"
        aria-label=${localize("filters")}
        title=${localize("filters")}
        aria-expanded=${isSearching}
        @click=${() => {
          this.send("filters-toggled");
        }}
      >
        <ha-icon .icon=${icon}></ha-icon>
      </button>
    `;
  }

  private renderViewButton(): TemplateResult {
    const { localize, view } = this;
    const label = localize(view === "log" ? "show_pattern" : "show_log");
    return html`
      <button
        class="icon"
        aria-label=${label}
        title=${label}
        @click=${() => {
          this.send("view-toggled");
        }}
      >
        <ha-icon .icon=${view === "log" ? "mdi:chart-bubble" : "mdi:format-list-bulleted"}></ha-icon>
      </button>
    `;
  }

  private send(name: string, detail?: Filter): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  private readonly searched = (event: Event): void => {
    const search = (event.target as HTMLInputElement).value.trim();
    clearTimeout(this.typing);
    this.typing = setTimeout(() => {
      this.send("filter-changed", { ...this.filter, search });
    }, TYPING);
  };

  static override readonly styles = [
    shared,
    css`
      :host {
        display: block;
        flex: none;
      }
      header {
        display: flex;
        align-items: center;
        gap: 4px;
        min-height: 48px;
        padding-block: 4px;
        padding-inline: 16px 8px;
      }
      h2 {
        flex: 1;
        margin: 0;
        font-size: var(--ha-font-size-l, 16px);
        font-weight: 500;
      }
      .field {
        flex: 1;
        min-width: 0;
      }
      .icon.on {
        color: var(--accent);
      }
    `,
  ];
}
