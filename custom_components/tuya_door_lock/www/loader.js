// Home Assistant loads this file with its page. The page replaces the registry of elements while it
// starts, and what registers before that is lost: the card waits until the page itself has registered.
await customElements.whenDefined("home-assistant");
await import("./tuya-door-lock-card.js");
