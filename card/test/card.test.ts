import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import "../src/index";
import type { DoorLockCard } from "../src/card";
import type { LogList } from "../src/list";
import type { CardConfig, Hass, LockRecord } from "../src/types";
import { alarm, BACK, FRONT, hassOf, household, many, NOW, record, Server, type Home } from "./mock";

const TYPE = "custom:tuya-door-lock-card";

describe("the card", () => {
  let server: Server;
  let card: DoorLockCard;
  let hass: Hass;

  beforeEach(() => {
    vi.useFakeTimers({ now: NOW });
  });
  afterEach(() => {
    card.remove();
    vi.useRealTimers();
  });

  const settle = async () => {
    await vi.advanceTimersByTimeAsync(0);
    await card.updateComplete;
    await vi.advanceTimersByTimeAsync(0);
  };

  const show = async (records: LockRecord[] = household(), config: Partial<CardConfig> = {}, home: Home = {}) => {
    server = new Server(records);
    card = document.createElement("tuya-door-lock-card") as DoorLockCard;
    card.setConfig({ type: TYPE, ...config });
    hass = hassOf(server, { language: "en-GB", ...home });
    card.hass = hass;
    document.body.append(card);
    await settle();
  };

  /** Everything in the page, in the shadows of the parts too. */
  function* all(root: ParentNode = card.renderRoot): Iterable<HTMLElement> {
    for (const element of root.querySelectorAll<HTMLElement>("*")) {
      yield element;
      if (element.shadowRoot) yield* all(element.shadowRoot);
    }
  }
  const every = (selector: string) => [...all()].filter((element) => element.matches(selector));
  const one = <T extends HTMLElement = HTMLElement>(selector: string) => {
    const found = every(selector);
    expect(found.length, selector).toBe(1);
    return found[0] as T;
  };
  const text = (element: Element) => element.textContent.replace(/\s+/g, " ").trim();
  const click = async (selector: string, index = 0) => {
    every(selector)[index]!.dispatchEvent(new MouseEvent("click", { bubbles: true, composed: true }));
    await settle();
  };
  const labelled = (label: string) => `[aria-label="${label}"]`;
  const rows = () => every("button.record").map(text);
  const choose = async (name: string, value: string) => {
    const select = one<HTMLSelectElement>(`select[name=${name}]`);
    select.value = value;
    select.dispatchEvent(new Event("change"));
    await settle();
  };

  it("shows the last access and the stream of all locks", async () => {
    await show();
    expect(text(one("h2"))).toBe("Door locks");
    expect(text(one(".last"))).toBe("Last access Ana 5 minutes ago · Fingerprint · Right thumb · Back door");
    expect(one(".last img").getAttribute("src")).toMatch(/^data:/);
    expect(rows().slice(0, 3)).toEqual([
      "Ana Fingerprint · Right thumb · Back door 12:55",
      "Failed attempts (3) Front door 12:29",
      "Ben Password · Ben's code · Front door 12:10",
    ]);
    expect(every(labelled("Picture")).length).toBe(1);
    expect(every(".late").map(text)).toEqual(["Late"]);
    expect(every("[role=listitem]")[0]?.getAttribute("aria-setsize")).toBe("49");
  });

  it("shows one lock, by its device or by one of its entities", async () => {
    await show(household(), { devices: [BACK] });
    expect(text(one("h2"))).toBe("Back door");
    expect(rows()).toEqual(["Ana Fingerprint · Right thumb 12:55", "Ben Card · Ben's card 9:00"]);
    card.setConfig({ type: TYPE, entities: ["binary_sensor.front_duress", "light.none"], title: "Entrance" });
    await settle();
    expect(text(one("h2"))).toBe("Entrance");
    expect(rows()[0]).toBe("Failed attempts (3) 12:29");
  });

  it("shows all where the editor has left nothing ticked", async () => {
    await show(household(), { show: [] });
    expect(every(".last").length).toBe(1);
    expect(rows().length).toBeGreaterThan(0);
  });

  it("takes names for names, whatever is in them", async () => {
    const name = `<img src=x onerror="alert(1)">`;
    await show([record({ user: name, credential: name, person: null })], {}, {});
    await click("button.record");
    expect(text(one(".last"))).toContain(name);
    expect(text(one("dialog"))).toContain(name);
    expect(every("img").length).toBe(0);
  });

  it("tells what comes in at once", async () => {
    await show([]);
    expect(text(one(".empty"))).toBe("Nothing has happened yet");
    server.add(record({ user: "Ben", person: "person.ben", ago: 0 }));
    await settle();
    expect(rows()).toEqual(["Ben Fingerprint · Right thumb · Front door 13:00"]);
    expect(text(one(".last"))).toContain("now");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(text(one(".last"))).toContain("1 minute ago");
  });

  it("shows the picture that the lock took where the person has none", async () => {
    const seen = record({ user: "Carla", person: null, picture: true });
    const image = { entity_id: "image.front_picture", state: "2026", attributes: { entity_picture: "/api/image?token=1", record_id: seen.record_id } };
    await show([seen], {}, { states: [image] });
    expect(one(".last img").getAttribute("src")).toBe("/api/image?token=1");
    await click("button.record");
    expect(one("img.picture").getAttribute("src")).toBe("/api/image?token=1");

    hass = { ...hass, hassUrl: (path) => `https://home.example${path}` };
    card.hass = hass;
    card.setConfig({ type: TYPE });
    await settle();
    expect(one("img.picture").getAttribute("src")).toBe("https://home.example/api/image?token=1");

    card.hass = { ...hass, states: { ...hass.states, "image.front_picture": { ...image, state: "unavailable" } } };
    await settle();
    expect(every("img").length).toBe(0);
  });

  it("shows the picture that was kept, if there is one", async () => {
    const [seen, gone] = [record({ picture: true }), record({ picture: true, ago: 120_000 })];
    await show([seen, gone]);
    server.pictures = { [seen.record_id]: "/media/local/1.jpg?authSig=1" };
    await click("button.record", 0);
    expect(one("img.picture").getAttribute("src")).toBe("/media/local/1.jpg?authSig=1");
    await click("button.record", 1);
    expect(every("img.picture").length).toBe(0);
    server.error = {};
    await click("button.record", 0);
    expect(every("img.picture").length).toBe(0);
    expect(one<HTMLDialogElement>("dialog").open).toBe(true);
  });

  it("raises a duress alarm until somebody acknowledges it", async () => {
    await show(household(), {}, { duress: true });
    expect(text(one(".banner"))).toBe("Duress alarm: Front door Acknowledge");
    expect(one(".banner").getAttribute("role")).toBe("alert");
    await click(".banner button");
    expect(server.called).toEqual([["button", "press", { entity_id: "button.front_acknowledge" }]]);
    const off = { ...hass.states["binary_sensor.front_duress"]!, state: "off" };
    card.hass = { ...hass, states: { ...hass.states, [off.entity_id]: off } };
    await settle();
    expect(every(".banner").length).toBe(0);
  });

  it("says so when a duress alarm could not be acknowledged", async () => {
    await show(household(), {}, { duress: true });
    server.error = { message: "No right to do that" };
    await click(".banner button");
    expect(text(one(".banner"))).toContain("No right to do that");
    server.error = {};
    await click(".banner button");
    expect(text(one(".banner"))).toContain("That did not work.");
  });

  it("does not tell of duress where that is left out", async () => {
    await show(
      [record({ duress_suspected: true }), alarm("duress", { user: "Ben" })],
      { show: ["last", "log"] },
      { duress: true },
    );
    expect(rows()).toEqual(["Ana Fingerprint · Right thumb · Front door 12:59"]);
    expect(text(card.renderRoot as unknown as Element)).not.toMatch(/duress/i);
    expect(every(labelled("Possibly under duress")).length).toBe(0);
    await click("button.last");
    expect(text(one("dialog"))).not.toMatch(/duress/i);
  });

  it("finds by lock, person, kind and method, and by what one types", async () => {
    await show();
    await click(labelled("Search and filter"));
    expect(document.activeElement).toBe(card);
    expect(text(one("search p"))).toBe("Records: 40");
    await choose("user", "Carla");
    expect(rows()).toEqual(["Carla Temporary password · Cleaning · Front door 10:00"]);
    expect(text(one("search p"))).toBe("Records: 1 Clear filters");
    await choose("kind", "alarm");
    expect(text(one(".empty"))).toBe("Nothing found");
    await click("search button");
    expect(text(one("search p"))).toBe("Records: 40");
    await choose("device", BACK);
    expect(rows().length).toBe(2);
    await choose("method", "card");
    expect(rows().length).toBe(1);
    await click("search button");
    const input = one<HTMLInputElement>("input[type=search]");
    for (const value of ["cl", "cleaning "]) {
      input.value = value;
      input.dispatchEvent(new Event("input"));
      await vi.advanceTimersByTimeAsync(200);
    }
    await vi.advanceTimersByTimeAsync(200);
    expect(server.asked.filter(({ search }) => search !== undefined).map(({ search }) => search)).toEqual(["cleaning"]);
    expect(rows().length).toBe(1);
    await click(labelled("Search and filter"));
    expect(every("search").length).toBe(0);
  });

  it("shows all that is known of a record, and closes again", async () => {
    await show();
    await click("button.record", 7);
    expect(one<HTMLDialogElement>("dialog").open).toBe(true);
    const facts = Object.fromEntries(every("dl div").map((each) => [text(each.querySelector("dt")!), text(each.querySelector("dd")!)]));
    expect(facts).toMatchObject({ Lock: "Front door", Alarm: "Door left open", "Tuya's code": "unclosed_time" });
    expect(facts.Time).toMatch(/Sunday,? 22 November 2026 at 12:00:00/);
    await click(labelled("Close"));
    expect(one<HTMLDialogElement>("dialog").open).toBe(false);
  });

  it("shows each of several attempts, and closes with a click beside", async () => {
    await show();
    await click("button.record", 1);
    expect(every("dialog li").map(text)).toEqual(["Wrong fingerprint 12:29", "Wrong fingerprint 12:28", "Wrong password 12:27"]);
    await click("dialog");
    expect(one<HTMLDialogElement>("dialog").open).toBe(false);
  });

  it("names a credential after a person, or anything", async () => {
    await show([record({ user: "Fingerprint 7", person: null, slot: 7 })]);
    await click("button.record");
    await click("dialog .action");
    const submit = async (person: string, name: string) => {
      one<HTMLSelectElement>("select[name=person]").value = person;
      one<HTMLInputElement>("input[name=name]").value = name;
      one("form").dispatchEvent(new SubmitEvent("submit", { cancelable: true }));
      await settle();
    };
    server.error = { message: "Only for administrators" };
    await submit("", "Carla");
    expect(text(one(".error"))).toBe("Only for administrators");
    server.error = undefined;
    await submit("", " Carla ");
    const asked = { type: "tuya_door_lock/name_credential", device_id: FRONT, method: "fingerprint", slot: 7 };
    expect(server.asked.at(-1)).toEqual({ ...asked, name: "Carla" });
    expect(text(one("dialog [role=status]"))).toBe("Saved.");

    await click("button.record");
    await click("dialog .action");
    await submit("person.ana", "Carla");
    expect(server.asked.at(-1)).toEqual({ ...asked, person: "person.ana" });

    await click("button.record");
    await click("dialog .action");
    await submit("", "");
    expect(server.asked.at(-1)).toEqual(asked);

    await click("button.record");
    await click("dialog .action");
    await click("form button[type=button]");
    expect(every("form").length).toBe(0);
  });

  it("lets only administrators name a credential, and only one that has a number", async () => {
    await show([record(), record({ slot: null })], {}, { admin: false });
    await click("button.record");
    expect(every("dialog .action").length).toBe(0);
    card.hass = { ...hass, user: { is_admin: true } };
    await settle();
    expect(every("dialog .action").length).toBe(1);
    await click("button.record", 1);
    expect(every("dialog .action").length).toBe(0);
  });

  it("shows who comes when", async () => {
    await show();
    await click(labelled("Pattern of the week"));
    expect(server.asked.at(-1)).toEqual({ type: "tuya_door_lock/pattern", device_ids: [BACK, FRONT], weeks: 4 });
    expect(every(".legend button").map(text)).toEqual(["Ben 41", "Ana 36", "Carla 8"]);
    expect(every(".spot").length).toBe(31);
    expect(text(every("li")[0]!)).toBe("Monday, 07: Ana 4");
    await click(".legend button", 2);
    expect(every(".spot").length).toBe(5);
    await click(".legend button", 2);
    every(".spot")[0]!.dispatchEvent(new Event("pointerenter"));
    await settle();
    expect(text(one(".said"))).toBe("Monday, 07: Ana 4");
    await click(".spot", 1);
    expect(text(one(".said"))).toBe("Monday, 08: Ben 3");

    const weeks = one<HTMLSelectElement>("select");
    weeks.value = "12";
    weeks.dispatchEvent(new Event("change"));
    await settle();
    expect(server.asked.at(-1)?.weeks).toBe(12);
    server.cells = [];
    server.add(record({ ago: 0, user: null }));
    await settle();
    expect(text(one(".said"))).toBe("Nobody came in this period.");

    server.error = { message: "Out of order" };
    server.publish({ type: "changed" });
    weeks.value = "1";
    weeks.dispatchEvent(new Event("change"));
    await settle();
    expect(text(one(".empty"))).toBe("The log could not be read.Out of order");
    await click(labelled("Log"));
    expect(rows().length).toBeGreaterThan(5);
  });

  it("draws the pattern of somebody whom nobody knows", async () => {
    await show([], { show: ["pattern"] });
    server.cells = [{ weekday: 6, hour: 5, user: null, count: 1 }];
    server.publish({ type: "changed" });
    await settle();
    expect(every(".legend button").map(text)).toEqual(["Unknown 1"]);
    expect(card.getCardSize()).toBe(10);
  });

  it("says what went wrong, and tries again", async () => {
    await show();
    server.error = { message: "Out of order" };
    server.publish({ type: "changed" });
    await settle();
    expect(text(one(".banner"))).toBe("The log could not be read.Out of order Try again");
    expect(rows().length).toBeGreaterThan(5);
    server.error = undefined;
    await click(".banner button");
    expect(every(".banner").length).toBe(0);
  });

  it("says when there is no lock to see", async () => {
    await show();
    card.hass = { ...hass, entities: {} };
    await settle();
    expect(text(one(".empty"))).toMatch(/^There is no door lock/);
    expect(server.subscribers.length).toBe(0);
  });

  it("can be the last access alone", async () => {
    await show([], { show: ["last"] });
    expect(text(one(".last"))).toBe("No access yet");
    expect(every("tuya-door-lock-log, header button").length).toBe(0);
    expect([card.getCardSize(), card.getGridOptions().rows]).toEqual([2, "auto"]);
  });

  it("renders only for what it shows", async () => {
    await show();
    const render = vi.spyOn(card as unknown as { render: () => unknown }, "render");
    card.hass = { ...hass, states: { ...hass.states, "light.hall": { entity_id: "light.hall", state: "on", attributes: {} } } };
    await settle();
    expect(render).not.toHaveBeenCalled();
    card.hass = { ...hass, locale: { ...hass.locale, language: "de" } };
    await settle();
    expect(text(one("h2"))).toBe("Türschlösser");
  });

  it("follows nothing while it is not in the page, and goes on when it is back", async () => {
    await show();
    card.remove();
    expect([server.subscribers.length, server.ready.size]).toEqual([0, 0]);
    server.records = [record({ user: "Carla", ago: 0 }), ...server.records];
    document.body.append(card);
    await settle();
    expect(rows()[0]).toContain("Carla");
    expect(server.subscribers.length).toBe(1);
  });

  it("keeps 10,000 records out of the page but for those to be seen", async () => {
    await show(many(10_000), {}, {});
    card.layout = "grid";
    const list = one<LogList>("tuya-door-lock-log");
    for (let page = 0; page < 50; page++) {
      list.dispatchEvent(new CustomEvent("more"));
      await settle();
    }
    expect(list.rows.length).toBe(10_070);
    expect(every(".row").length).toBeLessThan(60);
  });

  it("can be walked through with the keyboard", async () => {
    await show();
    const press = async (key: string) => {
      const scroller = one(".scroller");
      scroller.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
      await settle();
      return text(every("button.record[tabindex='0']")[0]!);
    };
    expect(every("button.record[tabindex='0']").length).toBe(1);
    expect(await press("ArrowDown")).toContain("Failed attempts");
    expect(await press("x")).toContain("Failed attempts");
    expect(await press("ArrowUp")).toContain("Ana");
    expect(await press("ArrowUp")).toContain("Ana Fingerprint · Right thumb · Back door");
    await press("End");
    const rowsBefore = every("button.record[tabindex='0']");
    expect(rowsBefore.length).toBe(1);
    one(".scroller").scrollTop = 0;
    one(".scroller").dispatchEvent(new Event("scroll"));
    await settle();
    expect(every("button.record[tabindex='0']").length).toBe(1);
    expect(await press("Home")).toContain("Ana");
  });

  it("keeps what one reads in its place when something comes in above", async () => {
    await show(many(50));
    const scroller = one(".scroller");
    scroller.scrollTop = 1000;
    scroller.dispatchEvent(new Event("scroll"));
    await settle();
    server.add(record({ ago: 0 }));
    await settle();
    // By a row; a browser corrects what the list had only estimated.
    expect(scroller.scrollTop).toBeGreaterThan(1000);
    server.records = [];
    server.add(record({ ago: 0, user: "Ben" }));
    server.publish({ type: "changed" });
    await settle();
    expect(rows().length).toBe(1);
  });
});

describe("what Home Assistant asks of a card", () => {
  const Card = customElements.get("tuya-door-lock-card") as typeof DoorLockCard;
  const hass = hassOf(new Server());
  const entry = () => window.customCards!.find(({ type }) => type === "tuya-door-lock-card")!;

  it("is in its list of cards once, however often the file is loaded", async () => {
    vi.resetModules();
    await import("../src/index");
    expect(window.customCards!.length).toBe(1);
    expect(entry()).toMatchObject({ name: "Tuya Door Lock", preview: true });
    expect(entry().documentationURL).toMatch(/^https:/);
  });

  it("suggests the card for the entities of a lock only", () => {
    const suggest = entry().getEntitySuggestion as (hass: Hass, id: string) => unknown;
    expect(suggest(hass, "event.back_access")).toEqual({
      config: { type: TYPE, devices: [BACK], show: ["last", "duress", "filters", "log", "pattern"] },
    });
    expect(["light.hall", "sensor.calls", "sensor.none"].map((id) => suggest(hass, id))).toEqual([null, null, null]);
  });

  it("begins with a lock, if there is one", () => {
    expect(Card.getStubConfig(hass).devices).toEqual([BACK]);
    expect(Card.getStubConfig({ ...hass, entities: {} }).devices).toBeUndefined();
  });

  it("has a form in the user's language, of fields that the card has", () => {
    document.documentElement.lang = "de";
    const { schema, computeLabel, computeHelper } = Card.getConfigForm();
    expect(schema.map(computeLabel)).toEqual(["Schlösser", "Titel", "Anzeigen"]);
    expect(schema.map(computeHelper)).toEqual([
      "Alle, wenn du keines auswählst.",
      undefined,
      expect.stringMatching(/^Lass den Bedrohungsalarm weg/),
    ]);
    expect(computeLabel({ name: "grid_options" })).toBe("grid_options");
    document.documentElement.lang = "";
  });

  it("says what is wrong with a configuration", () => {
    const { assertConfig } = Card.getConfigForm();
    const refuse = (config: Record<string, unknown>) => () => {
      assertConfig({ type: TYPE, ...config });
    };
    expect(refuse({ devices: "abc" })).toThrow("devices must be a list.");
    expect(refuse({ entities: [1] })).toThrow("entities must be a list.");
    expect(refuse({ show: ["log", "all"] })).toThrow(
      "The card cannot show all. It can show: last, duress, filters, log, pattern.",
    );
    expect(refuse({ show: [] })).not.toThrow();
  });
});
