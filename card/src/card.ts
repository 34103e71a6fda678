import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { check, formOf, stub } from "./config";
import type { Details } from "./details";
import { Format } from "./format";
import { iconOf } from "./icons";
import { localizer, type Localize } from "./localize";
import { findLocks, pictureOf, PLATFORM, type Lock } from "./locks";
import { Log, messageOf } from "./log";
import { keyOf, rowsOf, type RecordRow, type Row } from "./rows";
import { shared } from "./styles";
import { PARTS, type CardConfig, type Filter, type Hass, type Kind, type LockRecord, type Part, type PatternCell } from "./types";
import { detailOf, methodName, titleOf, type Words } from "./words";

const KINDS: readonly Kind[] = ["unlock", "alarm", "doorbell"];
const WEEKS = [1, 4, 12];
/** "5 minutes ago" grows old. */
const TICK = 30_000;
/** So long one may go on typing before the search begins. */
const TYPING = 300;

type View = "log" | "pattern";

function withoutDuress(record: LockRecord): LockRecord {
  return { ...record, duress_suspected: false };
}

/** Who opened the door, how and when. */
export class DoorLockCard extends LitElement {
  @property({ attribute: false }) hass: Hass | undefined;
  /** "grid" in a section, where the height is given. */
  @property() layout: string | undefined;

  @state() private config: CardConfig | undefined;
  @state() private view: View = "log";
  @state() private isFiltering = false;
  @state() private filter: Filter = {};
  @state() private weeks = 4;
  @state() private cells: readonly PatternCell[] | undefined;
  @state() private patternError = "";
  @state() private duressError = "";
  /** Counts what the log and the clock bring. */
  @state() private revision = 0;
  @query("tuya-door-lock-details") private readonly details!: Details | null;

  private locks: Lock[] = [];
  private followed = "";
  private patternShown = "";
  private words: Words | undefined;
  private wordsOf: unknown[] = [];
  private rows: readonly Row[] = [];
  private rowsFrom: unknown[] = [];
  private ticking: ReturnType<typeof setInterval> | undefined;
  private typing: ReturnType<typeof setTimeout> | undefined;
  private readonly log = new Log(() => {
    this.revision += 1;
  });

  static getConfigForm(): ReturnType<typeof formOf> {
    return formOf();
  }

  static getStubConfig(hass: Hass): Omit<CardConfig, "type"> {
    return stub(hass);
  }

  setConfig(config: CardConfig): void {
    check(config);
    this.config = config;
  }

  getCardSize(): number {
    return this.shows("log") || this.shows("pattern") ? 10 : 2;
  }

  getGridOptions(): Record<string, number | string> {
    return this.shows("log") || this.shows("pattern")
      ? { columns: 12, min_columns: 6, rows: 8, min_rows: 5 }
      : { columns: 6, min_columns: 4, rows: "auto" };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.ticking = setInterval(() => {
      this.revision += 1;
    }, TICK);
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.ticking);
    clearTimeout(this.typing);
    this.log.stop();
    this.followed = "";
  }

  protected override shouldUpdate(changed: PropertyValues<this>): boolean {
    const before = changed.get("hass");
    if (changed.size > 1 || !before || !this.hass) return true;
    // Home Assistant hands over all states whenever any of them changes.
    const { hass } = this;
    return (
      before.entities !== hass.entities ||
      before.devices !== hass.devices ||
      before.locale !== hass.locale ||
      before.localize !== hass.localize ||
      before.user !== hass.user ||
      before.connection !== hass.connection ||
      [...this.watched()].some((id) => before.states[id] !== hass.states[id])
    );
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { hass, config } = this;
    if (!hass || !config) return;
    const before = changed.get("hass");
    if (!before || before.entities !== hass.entities || before.devices !== hass.devices || !this.followed) {
      this.locks = findLocks(hass, config);
    } else if (changed.size > 1) {
      this.locks = findLocks(hass, config);
    }
    this.updateWords(hass);
    const followed = this.locks.map((lock) => lock.device).join(" ");
    if (this.isConnected && (followed !== this.followed || (before && before.connection !== hass.connection))) {
      this.followed = followed;
      this.filter = {};
      if (this.locks.length) this.log.follow(hass, this.locks.map((lock) => lock.device));
      else this.log.stop();
    }
    if (!this.shows("log") && this.shows("pattern")) this.view = "pattern";
    if (!this.shows("pattern")) this.view = "log";
    this.readPattern(hass, followed);
    this.updateRows();
  }

  protected override render(): TemplateResult {
    const { hass, words, locks } = this;
    if (!hass || !words) return html`<ha-card></ha-card>`;
    const { localize } = words;
    const duress = this.shows("duress") ? this.renderDuress(hass, words) : nothing;
    if (!locks.length) {
      return html`<ha-card><div class="empty"><ha-icon .icon=${"mdi:lock-question"}></ha-icon><p>${localize("no_locks")}</p></div></ha-card>`;
    }
    const isLog = this.view === "log";
    return html`
      <ha-card>
        ${this.renderHeader(localize)} ${duress} ${this.shows("last") ? this.renderLast(hass, words) : nothing}
        ${this.shows("log") && isLog ? this.renderLog(words) : nothing}
        ${this.shows("pattern") && !isLog ? this.renderPattern(words) : nothing}
      </ha-card>
      <tuya-door-lock-details .hass=${hass} .words=${words} .locks=${locks}></tuya-door-lock-details>
    `;
  }

  private renderHeader(localize: Localize): TemplateResult {
    const title = this.config?.title ?? (this.locks.length === 1 ? this.locks[0]!.name : localize("locks"));
    const hasLog = this.shows("log");
    const isActive = Object.values(this.filter).some(Boolean);
    return html`
      <header role="none">
        <h2 class="cut"><bdi>${title}</bdi></h2>
        ${hasLog && this.shows("filters") && this.view === "log"
          ? html`
              <button
                class="icon ${isActive ? "on" : ""}"
                aria-label=${localize("filters")}
                title=${localize("filters")}
                aria-expanded=${this.isFiltering}
                @click=${this.toggleFilters}
              >
                <ha-icon .icon=${isActive ? "mdi:filter-check" : "mdi:magnify"}></ha-icon>
              </button>
            `
          : nothing}
        ${hasLog && this.shows("pattern")
          ? html`
              <button
                class="icon"
                aria-label=${localize(this.view === "log" ? "show_pattern" : "show_log")}
                title=${localize(this.view === "log" ? "show_pattern" : "show_log")}
                @click=${this.toggleView}
              >
                <ha-icon .icon=${this.view === "log" ? "mdi:calendar-week" : "mdi:format-list-bulleted"}></ha-icon>
              </button>
            `
          : nothing}
      </header>
    `;
  }

  private renderLast(hass: Hass, words: Words): TemplateResult | typeof nothing {
    const { localize, format } = words;
    const last = this.log.last;
    if (!last) {
      // The log below says so too.
      if (this.shows("log")) return nothing;
      return html`
        <div class="last">
          <span class="disc"><ha-icon .icon=${"mdi:door"}></ha-icon></span>
          <span class="quiet">${localize(this.log.state === "loading" ? "loading" : "no_access")}</span>
        </div>
      `;
    }
    const record = this.shows("duress") ? last : withoutDuress(last);
    const row: RecordRow = { type: "records", key: keyOf(record), records: [record] };
    const picture = this.face(hass, record);
    return html`
      <button
        class="last"
        @click=${() => {
          void this.details?.show(row);
        }}
      >
        <span class="disc">
          ${picture ? html`<img src=${picture} alt="" />` : html`<ha-icon .icon=${iconOf(record)}></ha-icon>`}
        </span>
        <span class="text">
          <span class="unseen">${localize("last_access")}</span>
          <bdi class="name cut">${titleOf(words, row)}</bdi>
          <span class="cut quiet">
            <bdi>${format.ago(new Date(record.occurred_at), new Date())}</bdi> ·
            <bdi>${detailOf(words, row) || localize("last_access")}</bdi>
          </span>
        </span>
      </button>
    `;
  }

  /** The person's picture; else the lock's, where it took it then. */
  private face(hass: Hass, record: LockRecord): string | undefined {
    const lock = this.locks.find((each) => each.device === record.device_id);
    return (
      pictureOf(hass, record.person) ?? (record.picture ? pictureOf(hass, lock?.picture) : undefined)
    );
  }

  private renderDuress(hass: Hass, words: Words): TemplateResult[] {
    const { localize } = words;
    return this.locks
      .filter((lock) => lock.duress && hass.states[lock.duress]?.state === "on")
      .map(
        (lock) => html`
          <div class="banner danger" role="alert">
            <ha-icon .icon=${"mdi:alarm-light"}></ha-icon>
            <span class="text">
              <strong>${localize("duress_at", { lock: lock.name })}</strong>
              ${this.duressError ? html`<span>${this.duressError}</span>` : nothing}
            </span>
            ${lock.acknowledge
              ? html`
                  <button class="action main" @click=${() => this.acknowledge(lock)}>${localize("acknowledge")}</button>
                `
              : nothing}
          </div>
        `,
      );
  }

  private renderLog(words: Words): TemplateResult {
    const { localize } = words;
    const { log } = this;
    const isEmpty = !this.rows.length;
    return html`
      ${this.isFiltering && this.shows("filters") ? this.renderFilters(words) : nothing}
      ${log.state === "failed"
        ? html`
            <div class="banner warning" role="alert">
              <ha-icon .icon=${"mdi:cloud-alert"}></ha-icon>
              <span class="text">${localize("failed_log")}<span class="quiet">${log.error}</span></span>
              <button class="action" @click=${this.retry}>${localize("retry")}</button>
            </div>
          `
        : nothing}
      ${isEmpty && log.state === "loading"
        ? html`<div class="ghosts" role="status" aria-label=${localize("loading")}>${[1, 2, 3, 4].map(() => html`<i></i>`)}</div>`
        : nothing}
      ${isEmpty && log.state === "ready"
        ? html`
            <div class="empty" role="status">
              <ha-icon .icon=${"mdi:text-search"}></ha-icon>
              <p>${localize(Object.values(this.filter).some(Boolean) ? "nothing_found" : "no_records")}</p>
            </div>
          `
        : nothing}
      ${isEmpty
        ? nothing
        : html`
            <tuya-door-lock-log
              .rows=${this.rows}
              .words=${words}
              ?hasMore=${log.hasMore}
              ?fill=${this.layout === "grid"}
              @more=${this.more}
              @record-chosen=${this.chosen}
            ></tuya-door-lock-log>
          `}
    `;
  }

  private renderFilters({ localize, format, ...words }: Words): TemplateResult {
    const { filter, log } = this;
    const select = (
      name: "device" | "user" | "kind" | "method",
      options: readonly (readonly [value: string, label: string])[],
    ) => html`
      <select class="field" name=${name} aria-label=${localize(name === "user" ? "person" : name === "device" ? "lock" : name)} @change=${this.filterChanged}>
        <option value="" ?selected=${!filter[name]}>${localize(`all_${name}`)}</option>
        ${options.map(
          ([value, label]) => html`<option value=${value} ?selected=${filter[name] === value}>${label}</option>`,
        )}
      </select>
    `;
    return html`
      <search>
        <input
          class="field wide"
          type="search"
          name="search"
          placeholder=${localize("search")}
          aria-label=${localize("search")}
          .value=${filter.search ?? ""}
          @input=${this.searched}
        />
        ${this.locks.length > 1 ? select("device", this.locks.map((lock) => [lock.device, lock.name] as const)) : nothing}
        ${select("user", log.users.map((user) => [user, user] as const))}
        ${select("kind", KINDS.map((kind) => [kind, localize(`kind_${kind}`)] as const))}
        ${select(
          "method",
          log.methods.map((method) => [method, methodName({ localize, format, ...words }, method)] as const),
        )}
        <p class="wide quiet" role="status">
          ${localize("found", { count: format.number(log.total) })}
          ${Object.values(filter).some(Boolean)
            ? html`<button class="link" @click=${this.clearFilters}>${localize("clear")}</button>`
            : nothing}
        </p>
      </search>
    `;
  }

  private renderPattern(words: Words): TemplateResult {
    const { localize, format } = words;
    return html`
      <div class="choice">
        <span class="quiet">${localize("pattern_label")}</span>
        <select class="field" aria-label=${localize("period")} @change=${this.weeksChanged}>
          ${WEEKS.map(
            (weeks) => html`
              <option value=${weeks} ?selected=${weeks === this.weeks}>${localize("weeks", { count: format.number(weeks) })}</option>
            `,
          )}
        </select>
      </div>
      ${this.patternError
        ? html`<div class="empty" role="alert"><p>${localize("failed_log")}<br />${this.patternError}</p></div>`
        : this.cells
          ? html`<tuya-door-lock-pattern .cells=${this.cells} .words=${words}></tuya-door-lock-pattern>`
          : html`<div class="empty" role="status"><p>${localize("loading")}</p></div>`}
    `;
  }

  private shows(part: Part): boolean {
    // The editor leaves an empty list behind, and shows it as it shows none.
    const show = this.config?.show;
    return (show?.length ? show : PARTS).includes(part);
  }

  /** The entities that the card shows something of. */
  private *watched(): Iterable<string> {
    for (const { duress, picture } of this.locks) {
      if (duress) yield duress;
      if (picture) yield picture;
    }
    if (this.log.last?.person) yield this.log.last.person;
  }

  private updateWords(hass: Hass): void {
    const from = [hass.locale, hass.localize, hass.config.time_zone, this.locks];
    if (from.every((each, index) => each === this.wordsOf[index])) return;
    // Home Assistant has loaded them already, but for an integration that came after its page.
    if (this.wordsOf[0] !== hass.locale) void hass.loadBackendTranslation?.("entity", PLATFORM);
    this.wordsOf = from;
    const names = new Map(this.locks.map((lock) => [lock.device, lock.name]));
    this.words = {
      localize: localizer(hass.locale.language),
      format: new Format(hass),
      lockName: (device) => (names.size > 1 ? names.get(device) : undefined),
      backend: (key) => hass.localize(key),
    };
  }

  /** Makes the rows anew where there is a reason to. */
  private updateRows(): void {
    const format = this.words!.format;
    const now = new Date();
    const from = [this.log.records, format, format.dayKey(now), this.config];
    if (from.every((each, index) => each === this.rowsFrom[index])) return;
    this.rowsFrom = from;
    // A screen that does not show duress must not show it in its list either.
    const records = this.shows("duress")
      ? this.log.records
      : this.log.records.filter((record) => record.alarm !== "duress").map(withoutDuress);
    this.rows = rowsOf(records, format, now);
  }

  private readPattern(hass: Hass, devices: string): void {
    if (this.view !== "pattern" || !devices) return;
    const shown = `${devices} ${this.weeks} ${this.log.changes} ${this.log.last?.record_id ?? ""}`;
    if (shown === this.patternShown) return;
    this.patternShown = shown;
    hass
      .callWS<{ cells: PatternCell[] }>({
        type: "tuya_door_lock/pattern",
        device_ids: devices.split(" "),
        weeks: this.weeks,
      })
      .then(
        ({ cells }) => {
          if (shown !== this.patternShown) return;
          this.cells = cells;
          this.patternError = "";
        },
        (error: unknown) => {
          if (shown === this.patternShown) this.patternError = messageOf(error) || "?";
        },
      );
  }

  private setFilter(filter: Filter): void {
    this.filter = filter;
    void this.log.search(filter);
  }

  private async acknowledge(lock: Lock): Promise<void> {
    this.duressError = "";
    try {
      await this.hass!.callService("button", "press", { entity_id: lock.acknowledge });
    } catch (error) {
      this.duressError = messageOf(error) || this.words!.localize("failed");
    }
  }

  private readonly toggleFilters = async (): Promise<void> => {
    this.isFiltering = !this.isFiltering;
    await this.updateComplete;
    if (this.isFiltering) this.renderRoot.querySelector<HTMLElement>("input[type=search]")?.focus();
  };

  private readonly toggleView = (): void => {
    this.view = this.view === "log" ? "pattern" : "log";
  };

  private readonly filterChanged = (event: Event): void => {
    const { name, value } = event.target as HTMLSelectElement;
    this.setFilter({ ...this.filter, [name]: value });
  };

  private readonly searched = (event: Event): void => {
    const search = (event.target as HTMLInputElement).value.trim();
    clearTimeout(this.typing);
    this.typing = setTimeout(() => {
      this.setFilter({ ...this.filter, search });
    }, TYPING);
  };

  private readonly clearFilters = (): void => {
    this.setFilter({});
  };

  private readonly weeksChanged = (event: Event): void => {
    this.weeks = Number((event.target as HTMLSelectElement).value);
  };

  private readonly more = (): void => {
    void this.log.more();
  };

  private readonly retry = (): void => {
    void this.log.reload();
  };

  private readonly chosen = (event: CustomEvent<RecordRow>): void => {
    void this.details?.show(event.detail);
  };

  static override readonly styles = [
    shared,
    css`
      :host {
        display: block;
        height: 100%;
      }
      ha-card {
        container-type: inline-size;
        display: flex;
        flex-direction: column;
        height: 100%;
        overflow: hidden;
      }
      header {
        display: flex;
        align-items: center;
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
      .icon.on {
        color: var(--accent);
      }
      .last {
        display: flex;
        align-items: center;
        gap: 12px;
        flex: none;
        width: 100%;
        padding: 4px 16px 12px;
      }
      .last .disc {
        width: 48px;
        height: 48px;
        --mdc-icon-size: 26px;
      }
      .text {
        display: flex;
        flex: 1;
        flex-direction: column;
        align-items: flex-start;
        min-width: 0;
      }
      .text > * {
        max-width: 100%;
      }
      .name {
        font-size: var(--ha-font-size-xl, 20px);
        line-height: 1.3;
      }
      .banner {
        display: flex;
        align-items: center;
        flex-wrap: wrap;
        gap: 8px 12px;
        flex: none;
        margin: 0 12px 12px;
        padding: 10px 12px;
        border-radius: 12px;
        background: color-mix(in srgb, var(--tone) 14%, transparent);
      }
      .banner > ha-icon {
        color: var(--tone);
      }
      .banner .text {
        flex: 1 1 160px;
      }
      .banner .action {
        margin-inline-start: auto;
      }
      search {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(130px, 1fr));
        gap: 8px;
        flex: none;
        padding: 0 16px 8px;
      }
      .wide {
        grid-column: 1 / -1;
      }
      search p {
        margin: 0;
        font-size: var(--ha-font-size-s, 12px);
      }
      .link {
        color: color-mix(in srgb, var(--accent) 50%, var(--primary-text-color, #212121));
        text-decoration: underline;
      }
      tuya-door-lock-log {
        border-top: 1px solid var(--line);
      }
      tuya-door-lock-log[fill] {
        flex: 1;
      }
      tuya-door-lock-pattern {
        flex: 1;
        min-height: 0;
      }
      .choice {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 12px;
        flex: none;
        padding: 8px 16px;
        border-top: 1px solid var(--line);
      }
      .choice .field {
        width: auto;
        min-height: 32px;
      }
      .empty {
        display: grid;
        flex: 1;
        place-items: center;
        align-content: center;
        gap: 8px;
        min-height: 120px;
        padding: 16px;
        color: var(--quiet);
        text-align: center;
        --mdc-icon-size: 32px;
      }
      .empty p {
        margin: 0;
      }
      .ghosts {
        display: grid;
        gap: 20px;
        padding: 16px;
      }
      .ghosts i {
        height: 36px;
        border-radius: 18px;
        background: color-mix(in srgb, var(--primary-text-color, #212121) 6%, transparent);
      }
      @media (prefers-reduced-motion: no-preference) {
        .ghosts i {
          animation: breathe 1.6s ease-in-out infinite alternate;
        }
        @keyframes breathe {
          to {
            opacity: 0.4;
          }
        }
      }
    `,
  ];
}
