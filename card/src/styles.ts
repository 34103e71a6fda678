import { css } from "lit";

/** What every part looks like: Home Assistant's own colors, in any theme. */
export const shared = css`
  :host {
    --quiet: var(--secondary-text-color, #727272);
    --line: var(--divider-color, rgba(0, 0, 0, 0.12));
    --accent: var(--primary-color, #009ac7);
    --tone-access: var(--accent);
    --tone-notice: var(--info-color, #039be5);
    --tone-warning: var(--warning-color, #ffa600);
    --tone-danger: var(--error-color, #db4437);
    color: var(--primary-text-color, #212121);
    font-family: var(--ha-font-family-body, Roboto, Noto, sans-serif);
    font-size: var(--ha-font-size-m, 14px);
    line-height: 1.4;
  }
  * {
    box-sizing: border-box;
  }
  button,
  input,
  select {
    font: inherit;
    color: inherit;
  }
  button {
    appearance: none;
    background: none;
    border: 0;
    margin: 0;
    padding: 0;
    text-align: inherit;
    cursor: pointer;
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: -2px;
  }
  .quiet {
    color: var(--quiet);
  }
  .cut {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .disc {
    --tone: var(--tone-access);
    display: grid;
    place-items: center;
    flex: none;
    width: 36px;
    height: 36px;
    border-radius: 50%;
    color: var(--tone);
    background: color-mix(in srgb, var(--tone) 14%, transparent);
    --mdc-icon-size: 20px;
    --ha-icon-display: block;
  }
  .disc img {
    width: 100%;
    height: 100%;
    border-radius: inherit;
    object-fit: cover;
  }
  .notice {
    --tone: var(--tone-notice);
  }
  .warning {
    --tone: var(--tone-warning);
  }
  .danger {
    --tone: var(--tone-danger);
  }
  .field {
    width: 100%;
    min-height: 40px;
    padding: 0 10px;
    border: 1px solid var(--line);
    border-radius: var(--ha-border-radius-md, 8px);
    background: var(--input-fill-color, transparent);
    background: color-mix(in srgb, var(--primary-text-color, #212121) 4%, transparent);
    outline-offset: -1px;
  }
  select.field option {
    color: var(--primary-text-color, #212121);
    background: var(--card-background-color, #fff);
  }
  .action {
    min-height: 36px;
    padding: 0 16px;
    border-radius: 18px;
    font-weight: 500;
    /* By themselves these colors are too pale to be read. */
    color: color-mix(in srgb, var(--tone, var(--accent)) 50%, var(--primary-text-color, #212121));
    background: color-mix(in srgb, var(--tone, var(--accent)) 12%, transparent);
    white-space: nowrap;
  }
  .action:hover {
    background: color-mix(in srgb, var(--tone, var(--accent)) 22%, transparent);
  }
  .action.main {
    color: var(--text-primary-color, #fff);
    background: color-mix(in srgb, var(--tone, var(--accent)) 80%, #000);
  }
  .action:disabled {
    opacity: 0.5;
    cursor: default;
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
  .banner {
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    gap: 8px 12px;
    flex: none;
    margin: 0 12px 8px;
    padding: 8px 12px;
    border-radius: 12px;
    background: color-mix(in srgb, var(--tone) 14%, transparent);
  }
  .banner > ha-icon {
    color: var(--tone);
  }
  .banner .text {
    flex: 1 1 140px;
  }
  .banner .action {
    margin-inline-start: auto;
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
  .icon {
    display: grid;
    place-items: center;
    flex: none;
    width: 40px;
    height: 40px;
    border-radius: 50%;
    color: var(--quiet);
    --mdc-icon-size: 22px;
  }
  .icon:hover {
    background: color-mix(in srgb, var(--primary-text-color, #212121) 8%, transparent);
  }
  @media (pointer: coarse) {
    .action,
    .field {
      min-height: 44px;
    }
    .action {
      border-radius: 22px;
    }
    .icon {
      width: 44px;
      height: 44px;
    }
  }
`;
