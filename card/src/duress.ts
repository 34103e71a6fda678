import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { PLATFORM, type Lock } from "./locks";
import { messageOf } from "./log";
import { keyOf, type RecordRow } from "./rows";
import { shared } from "./styles";
import type { EntityState, Hass, LockRecord } from "./types";
import { joinDetails, methodName, whoOf, type Words } from "./words";

/** An open duress alarm: who was forced, with which finger, and when. */
export class Duress extends LitElement {
  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) lock!: Lock;
  @state() private isAsking = false;
  @state() private error = "";

  protected override render(): TemplateResult {
    const { lock, words } = this;
    const { localize } = words;
    const alarm = recordOf(lock, this.hass.states[lock.duress ?? ""]);
    const facts = this.isAsking ? localize("acknowledge_question") : alarm && this.facts(alarm);
    return html`
      <div class="banner danger" role="alert">
        <ha-icon .icon=${"mdi:alarm-light"}></ha-icon>
        <button class="text" ?disabled=${!alarm} @click=${() => { this.open(alarm); }}>
          <strong>${localize("duress_at", { lock: lock.name })}</strong>
          ${facts ? html`<bdi>${facts}</bdi>` : nothing}
        </button>
        ${this.error ? html`<span class="wide">${this.error}</span>` : nothing}
        ${lock.acknowledge ? this.renderButtons() : nothing}
      </div>
    `;
  }

  private renderButtons(): TemplateResult {
    const { localize } = this.words;
    if (!this.isAsking) {
      return html`<button class="action main" @click=${this.ask}>${localize("acknowledge")}</button>`;
    }
    return html`
      <span class="buttons">
        <button class="action cancel" @click=${this.cancel}>${localize("cancel")}</button>
        <button class="action main" @click=${this.acknowledge}>${localize("acknowledge")}</button>
      </span>
    `;
  }

  /** No time that goes on: an alert is read out anew whenever its text changes. */
  private facts(alarm: LockRecord): string {
    const { words } = this;
    const when = new Date(alarm.occurred_at);
    const { format } = words;
    const parts = [
      whoOf(words, alarm),
      alarm.method && methodName(words, alarm.method),
      alarm.credential,
      `${format.day(when, new Date())}, ${format.time(when)}`,
    ];
    // A line breaks between them.
    return joinDetails(parts.map((part) => part?.replaceAll(" ", "\u00a0")));
  }

  private open(alarm: LockRecord | undefined): void {
    if (!alarm) return;
    const detail: RecordRow = { type: "records", key: keyOf(alarm), records: [alarm] };
    this.dispatchEvent(new CustomEvent("record-chosen", { detail, bubbles: true }));
  }

  private readonly ask = async (): Promise<void> => {
    this.isAsking = true;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(".cancel")?.focus();
  };

  private readonly cancel = (): void => {
    this.isAsking = false;
  };

  private readonly acknowledge = async (): Promise<void> => {
    this.isAsking = false;
    this.error = "";
    try {
      // What goes wrong is said here, not in a toast.
      await this.hass.callService("button", "press", { entity_id: this.lock.acknowledge }, undefined, false);
    } catch (error) {
      this.error = (await this.refusal(error)) || messageOf(error) || this.words.localize("failed");
    }
  };

  /** Home Assistant says one English word where a user has no right to an entity. */
  private async refusal(error: unknown): Promise<string> {
    if (messageOf(error) !== "Unauthorized") return "";
    const localize = await this.hass.loadBackendTranslation?.("exceptions", PLATFORM);
    return localize?.(`component.${PLATFORM}.exceptions.not_allowed.message`) ?? "";
  }

  static override readonly styles = [
    shared,
    css`
      :host {
        display: block;
        flex: none;
      }
      strong {
        font-weight: 500;
      }
      .text bdi {
        overflow-wrap: anywhere;
        font-size: var(--ha-font-size-s, 12px);
      }
      .text:disabled {
        cursor: default;
      }
      .wide {
        flex: 1 0 100%;
      }
      .buttons {
        display: flex;
        gap: 8px;
        margin-inline-start: auto;
      }
    `,
  ];
}

/** The alarm that turned on the binary sensor of a lock. */
function recordOf(lock: Lock, state: EntityState | undefined): LockRecord | undefined {
  const attributes = state?.attributes;
  if (typeof attributes?.record_id !== "string" || typeof attributes.occurred_at !== "string") return undefined;
  const text = (name: string) => {
    const value = attributes[name];
    return typeof value === "string" ? value : null;
  };
  return {
    device_id: lock.device,
    record_id: attributes.record_id,
    occurred_at: attributes.occurred_at,
    kind: "alarm",
    type: "duress",
    alarm: "duress",
    method: text("method"),
    notice: null,
    code: text("code") ?? "",
    slot: typeof attributes.slot === "number" ? attributes.slot : null,
    user: text("user"),
    person: text("person"),
    credential: text("credential"),
    participants: [],
    late: attributes.late === true,
    count: 1,
    uncertain: attributes.uncertain === true,
    duress_suspected: false,
    bindable: attributes.bindable === true,
    picture: attributes.picture === true,
  };
}
