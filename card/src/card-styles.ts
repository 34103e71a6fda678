import { css } from "lit";

export const cardStyles = css`
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
  /* Where the height is given and does not do, all of it can be scrolled to. */
  :host([layout="grid"]) ha-card {
    overflow-y: auto;
  }
  header {
    display: flex;
    align-items: center;
    flex: none;
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
  header .field {
    flex: 1;
    min-width: 0;
  }
  .icon.on {
    color: var(--accent);
  }
  tuya-door-lock-log {
    border-top: 1px solid var(--line);
  }
  tuya-door-lock-log[fill] {
    flex: 1 0 340px;
  }
  tuya-door-lock-week {
    flex: 1;
    min-height: 0;
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
`;
