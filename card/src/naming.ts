import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { messageOf } from "./log";
import { shared } from "./styles";
import type { EntityState, Hass, LockRecord } from "./types";
import type { Words } from "./words";

type Saving = "no" | "form" | "saving" | "saved";

function nameOf(person: EntityState): string {
  const name = person.attributes.friendly_name;
  return typeof name === "string" ? name : person.entity_id;
}

/** The form that says whose a credential is. */
export class Naming extends LitElement {
  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) record!: LockRecord;
  @state() private saving: Saving = "no";
  /** To whom it is assigned, or might be: the record may have been made before. */
  @state() private assigned: { person?: string; name?: string } = {};
  @state() private isChanged = false;
  @state() private error = "";

  protected override render(): TemplateResult | typeof nothing {
    const { localize } = this.words;
    if (this.saving === "saved") return html`<p role="status">${localize("saved")}</p>`;
    if (this.saving === "no") {
      return html`<button class="action" @click=${this.open}>${localize("name_credential")}</button>`;
    }
    const people = this.people();
    return html`
      <form @submit=${this.submit} @input=${this.changed} aria-labelledby="naming">
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
                      <option value=${person.entity_id} ?selected=${person.entity_id === this.assigned.person}>
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
          <input class="field" name="name" maxlength="100" autocomplete="off" .value=${this.assigned.name ?? ""} />
        </label>
        ${this.error ? html`<p class="error" role="alert">${this.error}</p>` : nothing}
        <div class="buttons">
          <button type="button" class="action" @click=${this.close}>${localize("cancel")}</button>
          <button class="action main" ?disabled=${this.saving === "saving" || !this.isChanged}>
            ${localize("save")}
          </button>
        </div>
      </form>
    `;
  }

  private people(): EntityState[] {
    return Object.values(this.hass.states).filter(
      (state): state is EntityState => state?.entity_id.startsWith("person.") ?? false,
    );
  }

  private readonly open = async (): Promise<void> => {
    const { record } = this;
    this.error = "";
    try {
      this.assigned = await this.hass.callWS<{ person?: string; name?: string }>({
        type: "tuya_door_lock/assignment",
        device_id: record.device_id,
        method: record.method,
        slot: record.slot,
      });
    } catch (error) {
      this.assigned = {};
      this.error = messageOf(error) || this.words.localize("failed");
    }
    this.saving = "form";
    this.isChanged = false;
  };

  private readonly close = (): void => {
    this.saving = "no";
  };

  /** What nobody has touched is not saved. */
  private readonly changed = (event: Event): void => {
    this.isChanged = true;
    const field = event.target as HTMLInputElement | HTMLSelectElement;
    // It belongs to a person or to a name: who chooses one lets go of the other.
    const other = this.renderRoot.querySelector<HTMLInputElement | HTMLSelectElement>(
      field.name === "person" ? "input" : "select",
    );
    if (field.value && other) other.value = "";
  };

  private readonly submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { record } = this;
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
        // A person has a name already; an empty name takes the assignment away.
        ...(person ? { person } : { name }),
      });
      this.saving = "saved";
    } catch (error) {
      this.saving = "form";
      this.error = messageOf(error) || this.words.localize("failed");
    }
  };

  static override readonly styles = [
    shared,
    css`
      :host {
        display: block;
      }
      form {
        display: grid;
        gap: 12px;
        padding-top: 16px;
        border-top: 1px solid var(--line);
      }
      h3 {
        margin: 0;
        font-size: var(--ha-font-size-l, 16px);
        font-weight: 500;
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
    `,
  ];
}
