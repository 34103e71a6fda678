import { css, html, LitElement, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { shared } from "./styles";
import type { Words } from "./words";

/** A picture that opens as large as the screen. */
export class Photo extends LitElement {
  @property({ attribute: false }) src = "";
  @property({ attribute: false }) words!: Words;
  @state() private isLarge = false;
  @query("dialog") private readonly dialog!: HTMLDialogElement | null;

  protected override render(): TemplateResult {
    const { localize } = this.words;
    return html`
      <button aria-label=${localize("enlarge")} title=${localize("enlarge")} @click=${this.open}>
        <img class="picture" src=${this.src} alt=${localize("picture")} />
      </button>
      ${this.isLarge
        ? html`
            <dialog
              aria-label=${localize("picture")}
              @close=${() => {
                this.isLarge = false;
              }}
            >
              <button aria-label=${localize("close")} @click=${() => this.dialog?.close()}>
                <img src=${this.src} alt=${localize("picture")} />
              </button>
            </dialog>
          `
        : ""}
    `;
  }

  private readonly open = async (): Promise<void> => {
    this.isLarge = true;
    await this.updateComplete;
    this.dialog?.showModal();
  };

  static override readonly styles = [
    shared,
    css`
      :host {
        display: block;
        margin-bottom: 12px;
      }
      button {
        display: block;
        width: 100%;
        cursor: zoom-in;
      }
      .picture {
        display: block;
        width: 100%;
        max-height: 320px;
        border-radius: 12px;
        object-fit: contain;
        background: color-mix(in srgb, var(--primary-text-color, #212121) 6%, transparent);
      }
      dialog {
        width: 100vw;
        max-width: none;
        height: 100dvh;
        max-height: none;
        padding: 0;
        border: 0;
        background: #000;
      }
      dialog button {
        height: 100%;
        cursor: zoom-out;
      }
      dialog img {
        width: 100%;
        height: 100%;
        object-fit: contain;
      }
    `,
  ];
}
