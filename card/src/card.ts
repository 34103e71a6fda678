import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { cardStyles } from "./card-styles";
import { check, formOf, stub } from "./config";
import type { Details } from "./details";
import { isActive } from "./filters";
import { Format } from "./format";
import { localizer, type Key, type Localize } from "./localize";
import type { LogList } from "./list";
import { findLocks, PLATFORM, type Lock } from "./locks";
import { Freshness } from "./freshness";
import type { Header } from "./header";
import { Log, messageOf } from "./log";
import { keyOf, rowsOf, type RecordRow, type Row } from "./rows";
import { save } from "./save";
import { shared } from "./styles";
import { PARTS, type CardConfig, type Filter, type Hass, type LockRecord, type Part, type View } from "./types";
import { hasTexts, type Words } from "./words";

/** "5 minutes ago" grows old. */
const TICK = 30_000;
/** So long Home Assistant may take to load the texts of all integrations. */
const UNTIL_LOADED = 5_000;

function withoutDuress(record: LockRecord): LockRecord {
  return { ...record, duress_suspected: false };
}

/** Who opened the door, how and when. */
export class DoorLockCard extends LitElement {
  @property({ attribute: false }) hass: Hass | undefined;
  /** "grid" in a section, where the height is given. */
  @property({ reflect: true }) layout: string | undefined;

  @state() private config: CardConfig | undefined;
  @state() private view: View = "log";
  @state() private isFiltering = false;
  @state() private filter: Filter = {};
  @state() private tableError = "";
  /** Count what the log brings, and the clock. */
  @state() private revision = 0;
  @state() private ticks = 0;
  @query("tuya-door-lock-header") private readonly header!: Header | null;
  @query("tuya-door-lock-log") private readonly list!: LogList | null;
  @query("tuya-door-lock-details") private readonly details!: Details | null;

  private locks: Lock[] = [];
  private followed = "";
  private words: Words | undefined;
  private wordsOf: unknown[] = [];
  private rows: readonly Row[] = [];
  private rowsFrom: unknown[] = [];
  private ticking: ReturnType<typeof setInterval> | undefined;
  private loading: ReturnType<typeof setTimeout> | undefined;
  private readonly log = new Log(() => {
    this.revision += 1;
  });

  private readonly freshness = new Freshness(() => {
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
      ? { columns: 12, min_columns: 6, rows: 10, min_rows: 6 }
      : { columns: 6, min_columns: 6, rows: "auto" };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.ticking = setInterval(() => {
      this.ticks += 1;
    }, TICK);
    this.loading = setTimeout(this.loadTexts, UNTIL_LOADED);
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.ticking);
    clearTimeout(this.loading);
    this.log.stop();
    this.followed = "";
  }

  protected override shouldUpdate(changed: PropertyValues<this>): boolean {
    const before = changed.get("hass");
    // The states of locks that a card has yet to find may come after it.
    if (changed.size > 1 || !before || !this.hass || !this.locks.length) return true;
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
    const isSame = before && before.entities === hass.entities && before.devices === hass.devices;
    if (!isSame || !this.followed || changed.size > 1) this.locks = findLocks(hass, config);
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
    this.updateRows();
    const { changes, last, total } = this.log;
    void this.freshness.read(hass, followed ? followed.split(" ") : [], [this.ticks, changes, last?.record_id, total]);
  }

  protected override render(): TemplateResult {
    const { hass, words, locks } = this;
    if (!hass || !words) return html`<ha-card></ha-card>`;
    const { localize } = words;
    if (!locks.length) {
      return html`<ha-card><div class="empty"><ha-icon .icon=${"mdi:lock-question"}></ha-icon><p>${localize("no_locks")}</p></div></ha-card>`;
    }
    const isLog = this.view === "log";
    return html`
      <ha-card @record-chosen=${this.chosen}>
        ${this.renderHeader(localize)} ${this.shows("duress") ? this.renderDuress(hass, words) : nothing}
        ${this.renderLast(hass, words)} ${this.shows("log") && isLog ? this.renderLog(words) : nothing}
        ${this.shows("pattern") && !isLog ? this.renderPattern(hass, words) : nothing}
        <tuya-door-lock-foot
          .words=${words}
          .locks=${locks}
          .freshness=${this.freshness}
          ?isAdmin=${hass.user?.is_admin ?? false}
          ?isSmall=${(!this.shows("log") && !this.shows("pattern")) || (this.hasFilters && this.isFiltering)}
          .revision=${this.revision}
        ></tuya-door-lock-foot>
      </ha-card>
      <tuya-door-lock-details
        .hass=${hass}
        .words=${words}
        .locks=${locks}
        .changes=${this.log.changes}
      ></tuya-door-lock-details>
    `;
  }

  private get hasFilters(): boolean {
    return this.shows("log") && this.shows("filters") && this.view === "log";
  }

  private renderHeader(localize: Localize): TemplateResult {
    return html`
      <tuya-door-lock-header
        .localize=${localize}
        .heading=${this.config?.title ?? (this.locks.length === 1 ? this.locks[0]!.name : localize("locks"))}
        .view=${this.view}
        .filter=${this.filter}
        ?hasFilters=${this.hasFilters}
        ?isSearching=${this.hasFilters && this.isFiltering}
        ?hasViews=${this.shows("log") && this.shows("pattern")}
        @filters-toggled=${this.toggleFilters}
        @view-toggled=${this.toggleView}
        @filter-changed=${this.filterChanged}
      ></tuya-door-lock-header>
    `;
  }

  /** The last access; a search replaces it. */
  private get glance(): LockRecord | undefined {
    const isSearching = this.view === "log" && (this.isFiltering || isActive(this.filter));
    const { last } = this.log;
    if (!last || !this.shows("last") || isSearching) return undefined;
    return this.shows("duress") ? last : withoutDuress(last);
  }

  private renderLast(hass: Hass, words: Words): TemplateResult | typeof nothing {
    const record = this.glance;
    // The log says so too where there is none.
    if (!record && (!this.shows("last") || this.shows("log"))) return nothing;
    return html`
      <tuya-door-lock-glance
        .hass=${hass}
        .words=${words}
        .lock=${this.locks.find((lock) => lock.device === record?.device_id)}
        .record=${record}
        .placeholder=${words.localize(this.emptyText("no_access"))}
        .revision=${this.revision}
      ></tuya-door-lock-glance>
    `;
  }

  private renderDuress(hass: Hass, words: Words): TemplateResult[] {
    return this.locks
      .filter((lock) => lock.duress && hass.states[lock.duress]?.state === "on")
      .map(
        (lock) => html`
          <tuya-door-lock-duress .hass=${hass} .words=${words} .lock=${lock}></tuya-door-lock-duress>
        `,
      );
  }

  private renderLog(words: Words): TemplateResult {
    const { localize } = words;
    const { log } = this;
    const isEmpty = !log.records.length;
    return html`
      ${this.hasFilters && this.isFiltering
        ? html`
            <tuya-door-lock-filters
              .words=${words}
              .locks=${this.locks}
              .log=${log}
              .filter=${this.filter}
              .error=${this.tableError}
              .revision=${this.revision}
              @filter-changed=${this.filterChanged}
              @download=${this.download}
            ></tuya-door-lock-filters>
          `
        : nothing}
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
              <p>${localize(this.emptyText("no_records"))}</p>
            </div>
          `
        : nothing}
      ${this.rows.length
        ? html`
            <tuya-door-lock-log
              .rows=${this.rows}
              .words=${words}
              ?hasMore=${log.hasMore}
              ?fill=${this.layout === "grid"}
              @more=${this.more}
            ></tuya-door-lock-log>
          `
        : nothing}
    `;
  }

  /** What to say of an empty log: that nothing has happened only where that is known. */
  private emptyText(nothing: "no_records" | "no_access"): Key {
    if (isActive(this.filter)) return "nothing_found";
    if (this.log.state === "loading" || !this.freshness.locks) return "loading";
    if (!this.freshness.isRead) return "not_read_yet";
    return this.freshness.failing.length ? "failed_log" : nothing;
  }

  private renderPattern(hass: Hass, words: Words): TemplateResult {
    return html`
      <tuya-door-lock-week
        .hass=${hass}
        .words=${words}
        .devices=${this.followed.split(" ")}
        .log=${this.log}
        .revision=${this.revision}
      ></tuya-door-lock-week>
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
    const glance = this.glance && keyOf(this.glance);
    const from = [this.log.records, format, format.dayKey(now), this.config, glance];
    if (from.every((each, index) => each === this.rowsFrom[index])) return;
    this.rowsFrom = from;
    // A screen that does not show duress must not show it in its list either.
    const records = this.shows("duress")
      ? this.log.records
      : this.log.records.filter((record) => record.alarm !== "duress").map(withoutDuress);
    // What one sees at a glance need not be read again below.
    const [first, ...rest] = records;
    this.rows = rowsOf(first && keyOf(first) === glance ? rest : records, format, now);
  }

  /** Home Assistant loads them with its page, but for an integration that came later. */
  private readonly loadTexts = (): void => {
    if (this.hass && !hasTexts(this.hass)) void this.hass.loadBackendTranslation?.("entity", PLATFORM);
  };

  private async setFilter(filter: Filter): Promise<void> {
    this.filter = filter;
    this.tableError = "";
    await this.log.search(filter);
    // What one looks for is read from its beginning, wherever one has read before.
    await this.updateComplete;
    await this.list?.showTop();
  }

  private readonly toggleFilters = async (): Promise<void> => {
    this.isFiltering = !this.isFiltering;
    await this.updateComplete;
    if (this.isFiltering) await this.header?.focusSearch();
  };

  private readonly toggleView = (): void => {
    this.view = this.view === "log" ? "pattern" : "log";
  };

  private readonly filterChanged = ({ detail }: CustomEvent<Filter>): void => {
    void this.setFilter(detail);
  };

  private readonly download = async (): Promise<void> => {
    this.tableError = "";
    try {
      save(await this.log.table(), `door-log-${this.words!.format.dayKey(new Date())}.csv`);
    } catch (error) {
      this.tableError = messageOf(error) || "?";
    }
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

  static override readonly styles = [shared, cardStyles];
}
