import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { iconOf, toneOf } from "./icons";
import { pictureOf, type Lock } from "./locks";
import { messageOf } from "./log";
import type { RecordRow } from "./rows";
import { shared } from "./styles";
import type { EntityState, Hass, LockRecord } from "./types";
import { alarmName, detailOf, methodName, titleOf, whoOf, type Words } from "./words";

type Saving = "no" | "form" | "saving" | "saved";

function nameOf(person: EntityState): string {
  const name = person.attributes.friendly_name;
  return typeof name === "string" ? name : person.entity_id;
}

/** All that is known of a record, and the form that gives its credential a name. */
export class Details extends LitElement {
  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) locks: readonly Lock[] = [];
  @state() private row: RecordRow | undefined;
  @state() private saving: Saving = "no";
  @state() private error = "";
  /** The picture that was kept of the record, of which the lock shows another by now. */
  @state() private kept: string | undefined;
  @query("dialog") private readonly dialog!: HTMLDialogElement;

  async show(row: RecordRow): Promise<void> {
    this.row = row;
    this.saving = "no";
    this.error = "";
    this.kept = undefined;
    await this.updateComplete;
    if (!this.dialog.open) this.dialog.showModal();
    if (!this.pictureNow(row)) await this.findPicture(row);
  }

  protected override render(): TemplateResult {
    const { row, words } = this;
    return html`
      <dialog
        aria-labelledby="title"
        @click=${this.clicked}
        @close=${() => {
          this.row = undefined;
        }}
      >
        ${row
          ? html`
              <header role="none">
                <span class="disc ${toneOf(row.records[0])}"><ha-icon .icon=${iconOf(row.records[0])}></ha-icon></span>
                <span class="head">
                  <h2 id="title"><bdi>${titleOf(words, row)}</bdi></h2>
                  <bdi class="quiet">${detailOf(words, row)}</bdi>
                </span>
                <button class="icon" aria-label=${words.localize("close")} @click=${this.close}>
                  <ha-icon .icon=${"mdi:close"}></ha-icon>
                </button>
              </header>
              <div class="body">
                ${this.renderPicture(row)} ${row.records.length > 1 ? this.renderRun(row) : nothing}
                <dl>
                  ${this.facts(row.records[0]).map(
                    ([name, value]) => html`<div><dt>${name}</dt><dd><bdi>${value}</bdi></dd></div>`,
                  )}
                </dl>
                ${this.renderNaming(row.records[0])}
              </div>
            `
          : nothing}
      </dialog>
    `;
  }

  private lock(record: LockRecord): Lock | undefined {
    return this.locks.find((lock) => lock.device === record.device_id);
  }

  private renderPicture(row: RecordRow): TemplateResult | typeof nothing {
    const url = this.pictureNow(row) ?? this.kept;
    return url ? html`<img class="picture" src=${url} alt=${this.words.localize("picture")} />` : nothing;
  }

  /** The picture that the lock shows as its last one, where it is one of these records. */
  private pictureNow(row: RecordRow): string | undefined {
    for (const record of row.records) {
      const entity = this.lock(record)?.picture;
      const shown = entity && this.hass.states[entity]?.attributes.record_id;
      if (shown === record.record_id) return pictureOf(this.hass, entity);
    }
    return undefined;
  }

  private async findPicture(row: RecordRow): Promise<void> {
    const record = row.records.find((each) => each.picture);
    if (!record) return;
    try {
      const { url } = await this.hass.callWS<{ url: string | null }>({
        type: "tuya_door_lock/picture",
        device_id: record.device_id,
        record_id: record.record_id,
      });
      if (url && this.row === row) this.kept = this.hass.hassUrl?.(url) ?? url;
    } catch {
      // All else that is known of the record is shown without it.
    }
  }

  private renderRun(row: RecordRow): TemplateResult {
    const { words } = this;
    return html`
      <ul>
        ${row.records.map(
          (record) => html`
            <li>
              <ha-icon class="quiet" .icon=${iconOf(record)}></ha-icon>
              <bdi class="cut">${[alarmName(words, record.alarm ?? "other"), whoOf(words, record)].filter(Boolean).join(" · ")}</bdi>
              <span class="quiet">${words.format.time(new Date(record.occurred_at))}</span>
            </li>
          `,
        )}
      </ul>
    `;
  }

  private facts(record: LockRecord): [string, string][] {
    const { localize, format } = this.words;
    const yes = localize("yes");
    const facts: [string, string | null | undefined][] = [
      [localize("time"), format.full(new Date(record.occurred_at))],
      [localize("lock"), this.lock(record)?.name],
      [localize("person"), record.participants.length ? undefined : whoOf(this.words, record)],
      [localize("participants"), record.participants.length ? whoOf(this.words, record) : undefined],
      [localize("what"), record.alarm && alarmName(this.words, record.alarm)],
      [localize("method"), record.method && methodName(this.words, record.method)],
      [localize("credential"), record.credential],
      [localize("slot"), record.slot === null ? undefined : String(record.slot)],
      [localize("count"), record.count > 1 ? format.number(record.count) : undefined],
      [localize("late_long"), record.late ? yes : undefined],
      [localize("guess"), record.uncertain ? yes : undefined],
      [localize("duress_suspected"), record.duress_suspected ? yes : undefined],
      [localize("code"), record.code],
      [localize("record_id"), record.record_id],
    ];
    return facts.filter((fact): fact is [string, string] => !!fact[1]);
  }

  private renderNaming(record: LockRecord): TemplateResult | typeof nothing {
    const { localize } = this.words;
    if (record.slot === null || record.method === null || !this.hass.user?.is_admin) return nothing;
    if (this.saving === "saved") return html`<p role="status">${localize("saved")}</p>`;
    if (this.saving === "no") {
      return html`<button class="action" @click=${() => (this.saving = "form")}>${localize("name_credential")}</button>`;
    }
    const people = this.people();
    return html`
      <form @submit=${this.submit} aria-labelledby="naming">
        <h3 id="naming">${localize("name_credential")}</h3>
        <p class="quiet">${localize("name_hint")}</p>
        ${people.length
          ? html`
              <label>
                ${localize("person")}
                <select class="field" name="person">
                  <option value="">${localize("no_person")}</option>
                  ${people.map(
                    (person) => html`
                      <option value=${person.entity_id} ?selected=${person.entity_id === record.person}>
                        ${nameOf(person)}
                      </option>
                    `,
                  )}
                </select>
              </label>
            `
          : nothing}
        <label>
          ${localize(people.length ? "or_name" : "name")}
          <input class="field" name="name" maxlength="100" autocomplete="off" />
        </label>
        ${this.error ? html`<p class="error" role="alert">${this.error}</p>` : nothing}
        <div class="buttons">
          <button type="button" class="action" @click=${() => (this.saving = "no")}>${localize("cancel")}</button>
          <button class="action main" ?disabled=${this.saving === "saving"}>${localize("save")}</button>
        </div>
      </form>
    `;
  }

  private people(): EntityState[] {
    return Object.values(this.hass.states).filter(
      (state): state is EntityState => state?.entity_id.startsWith("person.") ?? false,
    );
  }

  private readonly submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const record = this.row?.records[0];
    if (!record) return;
    const data = new FormData(event.target as HTMLFormElement);
    const text = (name: string) => {
      const value = data.get(name);
      return typeof value === "string" ? value.trim() : "";
    };
    const person = text("person");
    const name = text("name");
    this.saving = "saving";
    this.error = "";
    try {
      await this.hass.callWS({
        type: "tuya_door_lock/name_credential",
        device_id: record.device_id,
        method: record.method,
        slot: record.slot,
        // A person has a name already; with neither, nobody is named any more.
        ...(person ? { person } : name && { name }),
      });
      this.saving = "saved";
    } catch (error) {
      this.saving = "form";
      this.error = messageOf(error) || this.words.localize("failed");
    }
  };

  private readonly close = (): void => {
    this.dialog.close();
  };

  /** A click beside the dialog closes it, as everywhere in Home Assistant. */
  private readonly clicked = (event: Event): void => {
    if (event.target === this.dialog) this.close();
  };

  static override readonly styles = [
    shared,
    css`
      dialog {
        width: min(480px, calc(100vw - 32px));
        max-height: calc(100dvh - 64px);
        padding: 0;
        border: 0;
        border-radius: var(--ha-dialog-border-radius, 24px);
        color: inherit;
        background: var(--ha-dialog-surface-background, var(--card-background-color, #fff));
        box-shadow: var(--dialog-box-shadow, 0 8px 32px rgba(0, 0, 0, 0.3));
        overflow: hidden;
      }
      dialog[open] {
        display: flex;
        flex-direction: column;
      }
      dialog::backdrop {
        background: rgba(0, 0, 0, 0.4);
      }
      header {
        display: flex;
        align-items: center;
        gap: 12px;
        padding: 16px 12px 12px 20px;
        padding-inline: 20px 12px;
      }
      .head {
        flex: 1;
        min-width: 0;
      }
      h2,
      h3 {
        margin: 0;
        font-size: var(--ha-font-size-l, 16px);
        font-weight: 500;
        overflow-wrap: anywhere;
      }
      .body {
        overflow-y: auto;
        padding: 0 20px 20px;
      }
      .picture {
        display: block;
        width: 100%;
        max-height: 320px;
        margin-bottom: 12px;
        border-radius: 12px;
        object-fit: contain;
        background: color-mix(in srgb, var(--primary-text-color, #212121) 6%, transparent);
      }
      dl,
      ul {
        margin: 0 0 16px;
        padding: 0;
        list-style: none;
      }
      dl div,
      li {
        display: flex;
        gap: 16px;
        padding: 7px 0;
        border-top: 1px solid var(--line);
      }
      li {
        align-items: center;
        gap: 10px;
        --mdc-icon-size: 18px;
      }
      li bdi {
        flex: 1;
      }
      dt {
        flex: 0 0 36%;
        color: var(--quiet);
      }
      dd {
        flex: 1;
        min-width: 0;
        margin: 0;
        overflow-wrap: anywhere;
      }
      form {
        display: grid;
        gap: 12px;
        padding-top: 16px;
        border-top: 1px solid var(--line);
      }
      p {
        margin: 0;
      }
      label {
        display: grid;
        gap: 4px;
      }
      .error {
        color: color-mix(in srgb, var(--tone-danger) 60%, var(--primary-text-color, #212121));
      }
      .buttons {
        display: flex;
        justify-content: flex-end;
        gap: 8px;
      }
      @media (max-width: 600px) {
        dialog {
          width: 100vw;
          max-width: none;
          margin: auto 0 0;
          padding-bottom: env(safe-area-inset-bottom, 0);
          border-end-start-radius: 0;
          border-end-end-radius: 0;
        }
      }
    `,
  ];
}
