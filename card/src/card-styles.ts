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
  /* How old all this is must not be scrolled to. */
  tuya-door-lock-foot {
    position: sticky;
    z-index: 1;
    bottom: 0;
    background: var(--ha-card-background, var(--card-background-color, #fff));
  }
  tuya-door-lock-log {
    border-top: 1px solid var(--line);
  }
  tuya-door-lock-log[fill] {
    /* A day, and six rows. */
    flex: 1 0 348px;
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
