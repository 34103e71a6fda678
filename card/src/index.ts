import { documentation } from "../../custom_components/tuya_door_lock/manifest.json";
import { DoorLockCard } from "./card";
import { CARD, suggest } from "./config";
import { Details } from "./details";
import { Duress } from "./duress";
import { Filters } from "./filters";
import { Foot } from "./foot";
import { Glance } from "./glance";
import { Header } from "./header";
import { LogList } from "./list";
import { localizer } from "./localize";
import { Naming } from "./naming";
import { Pattern } from "./pattern";
import { Photo } from "./photo";
import { Week } from "./week";

declare global {
  interface Window {
    customCards?: Record<string, unknown>[];
  }
}

// A second copy of the file, of another version maybe, leaves the first one alone.
if (!customElements.get(CARD)) {
  customElements.define("tuya-door-lock-details", Details);
  customElements.define("tuya-door-lock-duress", Duress);
  customElements.define("tuya-door-lock-filters", Filters);
  customElements.define("tuya-door-lock-foot", Foot);
  customElements.define("tuya-door-lock-glance", Glance);
  customElements.define("tuya-door-lock-header", Header);
  customElements.define("tuya-door-lock-log", LogList);
  customElements.define("tuya-door-lock-naming", Naming);
  customElements.define("tuya-door-lock-pattern", Pattern);
  customElements.define("tuya-door-lock-photo", Photo);
  customElements.define("tuya-door-lock-week", Week);
  customElements.define(CARD, DoorLockCard);

  (window.customCards ??= []).push({
    type: CARD,
    name: "Tuya Door Lock",
    // The page has its language only once the user is known.
    get description() {
      return localizer(document.documentElement.lang || "en")("card_description");
    },
    documentationURL: documentation,
    preview: true,
    getEntitySuggestion: suggest,
  });
}
