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
    // What is seen at a glance is not repeated.
    expect(rows().slice(0, 3)).toEqual([
      "Failed attempts (3) Front door 12:29",
      "Ben Password · Ben's code · Front door 12:10",
      "Somebody rang Front door 10:00",
    ]);
    expect(every(labelled("Picture")).length).toBe(1);
    expect(every(".late").map(text)).toEqual(["Late"]);
    expect(every("[role=listitem]")[0]?.getAttribute("aria-setsize")).toBe("48");
  });

  it("shows one lock, by its device or by one of its entities", async () => {
    await show(household(), { devices: [BACK] });
    expect(text(one("h2"))).toBe("Back door");
    expect(text(one(".last"))).toBe("Last access Ana 5 minutes ago · Fingerprint · Right thumb");
    expect(rows()).toEqual(["Ben Card · Ben's card 9:00"]);
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

  it("shows names as text, whatever is in them", async () => {
    const name = `<img src=x onerror="alert(1)">`;
    await show([record({ user: name, credential: name, person: null })], {}, {});
    await click("button.last");
    expect(text(one(".last"))).toContain(name);
    expect(text(one("dialog"))).toContain(name);
    expect(every("img").length).toBe(0);
  });

  it("shows what comes in at once", async () => {
    await show([]);
    expect(text(one(".empty"))).toBe("Nothing has happened yet");
    server.add(record({ user: "Ben", person: "person.ben", ago: 0 }));
    await settle();
    expect(text(one(".last"))).toBe("Last access Ben now · Fingerprint · Right thumb · Front door");
    expect(every(".empty, .row").length).toBe(0);
    server.add(alarm("wrong_card", { ago: -1_000 }));
    await settle();
    expect(rows()).toEqual(["Wrong card Front door 13:00", "Ben Fingerprint · Right thumb · Front door 13:00"]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(text(one(".last"))).toContain("1 minute ago");
  });

  it("shows the picture that the lock took where the person has none", async () => {
    const seen = record({ user: "Carla", person: null, picture: true });
    const image = { entity_id: "image.front_picture", state: "2026", attributes: { entity_picture: "/api/image?token=1", record_id: seen.record_id } };
    await show([seen], {}, { states: [image] });
    expect(one(".last img").getAttribute("src")).toBe("/api/image?token=1");
    await click("button.last");
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

  it("does not show another person's face beside an access", async () => {
    const attempt = alarm("wrong_face", { ago: 0, picture: true });
    const image = { entity_id: "image.front_picture", state: "2026", attributes: { entity_picture: "/api/image?token=1", record_id: attempt.record_id } };
    await show([attempt, record({ user: "Carla", person: null, picture: true })], {}, { states: [image] });
    expect(text(one(".last"))).toContain("Carla");
    expect(every(".last img").length).toBe(0);
  });

  it("shows the picture that was kept, if there is one", async () => {
    const [seen, gone] = [record({ picture: true }), record({ picture: true, ago: 120_000 })];
    await show([seen, gone], { show: ["log"] });
    server.pictures = { [seen.record_id]: "/media/local/1.jpg?authSig=1" };
    await click("button.record", 0);
    expect(one("img.picture").getAttribute("src")).toBe("/media/local/1.jpg?authSig=1");
    await click(labelled("Show the picture large"));
    expect(every("dialog[open] > button > img").map((each) => each.getAttribute("src"))).toEqual([
      "/media/local/1.jpg?authSig=1",
    ]);
    await click("dialog > button");
    expect(every("dialog[open] > button > img").length).toBe(0);
    await click("button.record", 1);
    expect(every("img.picture").length).toBe(0);
    server.error = {};
    await click("button.record", 0);
    expect(every("img.picture").length).toBe(0);
    expect(one<HTMLDialogElement>("dialog").open).toBe(true);
  });

  it("raises a duress alarm until a user acknowledges it", async () => {
    await show(household(), {}, { duress: true });
    expect(text(one(".banner"))).toBe("Duress alarm: Front door Ben · Fingerprint · Index · Today, 12:58 Acknowledge");
    expect(one(".banner").getAttribute("role")).toBe("alert");
    await click(".banner .text");
    expect(text(one("dialog h2"))).toBe("Duress");
    await click(labelled("Close"));

    // It ends for everyone: that is asked once.
    await click(".banner .action");
    expect(text(one(".banner"))).toBe("Duress alarm: Front door End the alarm for everyone? Cancel Acknowledge");
    await click(".banner .action", 0);
    await click(".banner .action");
    expect(server.called).toEqual([]);
    await click(".banner .action", 1);
    expect(server.called).toEqual([["button", "press", { entity_id: "button.front_acknowledge" }]]);
    const off = { ...hass.states["binary_sensor.front_duress"]!, state: "off" };
    card.hass = { ...hass, states: { ...hass.states, [off.entity_id]: off } };
    await settle();
    expect(every(".banner").length).toBe(0);
  });

  it("says so when a duress alarm could not be acknowledged", async () => {
    await show(household(), {}, { duress: true });
    server.error = { message: "No right to do that" };
    await click(".banner .action");
    await click(".banner .action", 1);
    expect(text(one(".banner"))).toContain("No right to do that");
    server.error = {};
    await click(".banner .action");
    await click(".banner .action", 1);
    expect(text(one(".banner"))).toContain("That did not work.");
  });

  it.each([
    ["en", "Your user may not do this with one of these locks. Ask an administrator of Home Assistant."],
    ["de", "Dein Benutzer darf das bei einem dieser Schlösser nicht. Frag einen Administrator von Home Assistant."],
  ])("says in %s that a user may not acknowledge a duress alarm", async (language, refusal) => {
    await show(household(), {}, { duress: true, language });
    server.error = { code: "home_assistant_error", message: "Unauthorized" };
    await click(".banner .action");
    await click(".banner .action", 1);
    expect(text(one(".banner"))).toContain(refusal);
    expect(text(one(".banner"))).not.toContain("Unauthorized");
  });

  it("shows no duress where that is left out", async () => {
    await show(
      [record({ duress_suspected: true }), alarm("duress", { user: "Ben" }), record({ duress_suspected: true, ago: 120_000 })],
      { show: ["last", "log"] },
      { duress: true },
    );
    expect(rows()).toEqual(["Ana Fingerprint · Right thumb · Front door 12:58"]);
    expect(text(card.renderRoot as unknown as Element)).not.toMatch(/duress/i);
    expect(every(labelled("Possibly under duress")).length).toBe(0);
    await click("button.last");
    expect(text(one("dialog"))).not.toMatch(/duress/i);
  });

  it("finds by lock, person, kind and method, and by what one types", async () => {
    await show();
    await click(labelled("Search and filter"));
    expect(document.activeElement).toBe(card);
    expect(text(one("search p"))).toBe("Records: 40 Download CSV");
    // A search replaces the glance.
    expect(every(".last").length).toBe(0);
    expect(rows()[0]).toContain("Ana");
    await choose("user", "Carla");
    expect(rows()).toEqual(["Carla Temporary password · Cleaning · Front door 10:00"]);
    expect(text(one("search p"))).toBe("Records: 1 Clear filters Download CSV");
    await choose("kind", "alarm");
    expect(text(one(".empty"))).toBe("Nothing found");
    await click("search button");
    expect(text(one("search p"))).toBe("Records: 40 Download CSV");
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

  it("lists people, and apart from them what belongs to nobody", async () => {
    await show();
    await click(labelled("Search and filter"));
    const options = [...one("select[name=user]").querySelectorAll(":scope > option")].map(text);
    expect(options).toEqual(["All people", "Ana", "Ben", "Carla"]);
    expect(one("optgroup").getAttribute("label")).toBe("Not named");
    expect([...one("optgroup").querySelectorAll("option")].map(text)).toEqual(["Fingerprint 7"]);
    await choose("user", "Fingerprint 7");
    expect(rows()).toEqual(["Fingerprint 7 Front door 8:00 Late"]);
  });

  it("goes to a day", async () => {
    await show();
    await click(labelled("Search and filter"));
    const day = one<HTMLInputElement>("input[type=date]");
    expect(day.max).toBe("2026-11-23");
    day.value = "2026-11-22";
    day.dispatchEvent(new Event("change"));
    await settle();
    expect(server.asked.find((each) => each.start !== undefined)).toMatchObject({ start: "2026-11-21T23:00:00.000Z", end: "2026-11-22T23:00:00.000Z" });
    expect(rows().length).toBe(5);
    expect(every("[role=heading]").map(text)).toEqual(["Yesterday"]);
    await click(labelled("Search and filter"));
    expect(one(labelled("Search and filter")).className).toContain("on");
  });

  it("gives what is filtered as a file", async () => {
    const url = vi.spyOn(URL, "createObjectURL").mockReturnValue("blob:1");
    const saved: string[] = [];
    const click_ = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
      saved.push(this.download);
    });
    await show();
    await click(labelled("Search and filter"));
    await choose("user", "Ben");
    await click(".link.end");
    expect(server.asked.at(-1)).toEqual({ type: "tuya_door_lock/export", device_ids: [BACK, FRONT], users: ["Ben"] });
    expect(saved).toEqual(["door-log-2026-11-23.csv"]);
    expect(await (url.mock.calls[0]![0] as Blob).text()).toContain("occurred_at,lock,user");
    server.error = { message: "Too slow" };
    await click(".link.end");
    expect(text(one("search [role=alert]"))).toBe("That did not work. Too slow");
    url.mockRestore();
    click_.mockRestore();
  });

  it("shows what is known of a record, the rest on demand, and closes again", async () => {
    await show();
    await click("button.record", 6);
    expect(one<HTMLDialogElement>("dialog").open).toBe(true);
    const facts = Object.fromEntries(every("dl div").map((each) => [text(each.querySelector("dt")!), text(each.querySelector("dd")!)]));
    expect(text(one("dialog .head"))).toMatch(/^Door left open Sunday,? 22 November 2026 at 12:00:00$/);
    // What stands above them the facts do not say again.
    expect(facts).toEqual({ Lock: "Front door", "Tuya's code": "unclosed_time", "Record ID": facts["Record ID"] });
    expect(every("details:not([open]) dt").map(text)).toEqual(["Tuya's code", "Record ID"]);
    await click(labelled("Close"));
    expect(one<HTMLDialogElement>("dialog").open).toBe(false);
  });

  it("says once how somebody came in, and with what", async () => {
    const nameless = { user: "Fingerprint 7", credential: "Fingerprint 7", person: null, slot: 7 };
    await show([record(), record({ ...nameless, user: "Carla" }), record(nameless)], { show: ["log"] });
    const how = () => every("dl div")
        .filter((each) => text(each).startsWith("Method"))
        .map((each) => text(each.querySelector("dd")!));
    await click("button.record");
    expect(how()).toEqual(["Fingerprint · Right thumb"]);
    await click("button.record", 1);
    expect(how()).toEqual(["Fingerprint 7"]);
    // The title says it.
    await click("button.record", 2);
    expect(how()).toEqual([]);
  });

  it("shows each of several attempts, and closes with a click beside", async () => {
    await show();
    await click("button.record", 0);
    expect(every("dialog li").map(text)).toEqual(["Wrong fingerprint 12:29", "Wrong fingerprint 12:28", "Wrong password 12:27"]);
    await click("dialog");
    expect(one<HTMLDialogElement>("dialog").open).toBe(false);
  });

  it("names a credential after a person, or anything", async () => {
    await show([record({ user: "Fingerprint 7", credential: "Fingerprint 7", person: null, slot: 7 })], { show: ["log"] });
    const field = (name: string) => one<HTMLInputElement>(`form [name=${name}]`);
    const enter = async (name: string, value: string) => {
      field(name).value = value;
      field(name).dispatchEvent(new Event("input", { bubbles: true }));
      await settle();
    };
    const open = async () => {
      await click("button.record");
      await click("tuya-door-lock-naming .action, .action:not(.main)");
    };
    const submit = async () => {
      one("form").dispatchEvent(new SubmitEvent("submit", { cancelable: true }));
      await settle();
    };
    await open();
    // What nobody has touched is not saved.
    expect([field("name").value, one<HTMLButtonElement>("form .main").disabled]).toEqual(["", true]);
    await enter("person", "person.ana");
    expect(one<HTMLButtonElement>("form .main").disabled).toBe(false);
    await enter("name", " Carla ");
    // A person or a name.
    expect(field("person").value).toBe("");
    server.error = { message: "Only for administrators" };
    await submit();
    expect(text(one(".error"))).toBe("Only for administrators");
    server.error = undefined;
    await submit();
    const asked = { type: "tuya_door_lock/name_credential", device_id: FRONT, method: "fingerprint", slot: 7 };
    expect(server.asked.at(-1)).toEqual({ ...asked, name: "Carla" });
    expect(every("p[role=status]").map(text)).toEqual(["Saved."]);
    // The open dialog has the name at once.
    expect(text(one("dialog h2"))).toBe("Fingerprint 7");
    server.records = server.records.map((each) => ({ ...each, user: "Carla" }));
    server.publish({ type: "changed" });
    await settle();
    await settle();
    expect(text(one("dialog h2"))).toBe("Carla");
    expect(every("p[role=status]").map(text)).toEqual(["Saved."]);
  });

  it("shows the name of an open record also where a filter has let go of it", async () => {
    const unnamed = { user: "Fingerprint 7", credential: "Fingerprint 7", person: null, slot: 7 };
    await show([record(unnamed)], { show: ["log", "filters"] });
    await click(labelled("Search and filter"));
    await choose("user", "Fingerprint 7");
    await click("button.record");
    server.records = server.records.map((each) => ({ ...each, user: "Carla" }));
    server.publish({ type: "changed" });
    await settle();
    await settle();
    expect(rows()).toEqual([]);
    expect(text(one("dialog h2"))).toBe("Carla");
    // Where it cannot be asked for, it stays as it is.
    server.error = { message: "Away" };
    server.publish({ type: "changed" });
    await settle();
    expect(text(one("dialog h2"))).toBe("Carla");
  });

  it("shows the name that a credential has, and removes it on demand", async () => {
    await show([record()], { show: ["log"] });
    // The record was made before.
    server.assigned = { name: "Carla" };
    await click("button.record");
    await click(".action");
    const name = one<HTMLInputElement>("form [name=name]");
    expect(name.value).toBe("Carla");
    await click("form button[type=button]");
    expect(every("form").length).toBe(0);

    await click(".action");
    one<HTMLInputElement>("form [name=name]").value = "";
    one("form").dispatchEvent(new Event("input", { bubbles: true }));
    one("form").dispatchEvent(new SubmitEvent("submit", { cancelable: true }));
    await settle();
    expect(server.asked.at(-1)).toEqual({
      type: "tuya_door_lock/name_credential",
      device_id: FRONT,
      method: "fingerprint",
      slot: 1,
      name: "",
    });
  });

  it("lets only administrators name a credential, and only one that has a number", async () => {
    await show([record(), record({ slot: null })], { show: ["log"] }, { admin: false });
    await click("button.record");
    expect(every("tuya-door-lock-naming, details").length).toBe(0);
    card.hass = { ...hass, user: { is_admin: true } };
    await settle();
    expect(every("tuya-door-lock-naming, details").length).toBe(2);
    await click("button.record", 1);
    expect(every("tuya-door-lock-naming").length).toBe(0);
  });

  it("shows who comes when", async () => {
    await show();
    await click(labelled("Pattern of the week"));
    expect(server.asked.at(-1)).toEqual({ type: "tuya_door_lock/pattern", device_ids: [BACK, FRONT], weeks: 4 });
    expect(every(".legend button").map(text)).toEqual(["Ben 41", "Ana 36", "Carla 8"]);
    expect(every(".spot").length).toBe(31);
    expect(text(every("li")[0]!)).toBe("Monday, 07: Ana 4");
    // As wide as 538 units, and here 500 pixels: the hour at 7 on Monday is near.
    const point = async (x: number, y: number, type = "click") => {
      one("svg").dispatchEvent(new PointerEvent(type, { clientX: x, clientY: y, pointerType: "mouse" }));
      await settle();
    };
    one("svg").getBoundingClientRect = () => new DOMRect(0, 0, 538, 196);
    await point(206, 22, "pointermove");
    expect(text(one(".said"))).toBe("Monday, 07: Ana 4");
    await point(225, 20);
    expect(text(one(".said"))).toBe("Monday, 08: Ben 3");
    expect(every(".ring").length).toBe(1);

    // The text follows what the legend lets through.
    await click(".legend button", 2);
    expect(every(".spot").length).toBe(5);
    expect(text(one(".said"))).toBe("Carla (8), most often: Wednesday, 13");
    await click(".legend button", 2);
    expect(text(one(".said"))).toBe("Point at a dot or tap it to see who came.");

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

  it("draws the pattern of an unknown person", async () => {
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

  it("says how old the log is", async () => {
    await show();
    const foot = () => [...one("tuya-door-lock-foot").shadowRoot!.querySelectorAll("p")].map(text);
    expect(foot()).toEqual(["Read 4 min ago · next in 9 min"]);
    expect(server.asked.filter(({ type }) => type === "tuya_door_lock/status").at(-1)).toEqual({
      type: "tuya_door_lock/status",
      device_ids: [BACK, FRONT],
      language: "en-GB",
    });
    const at = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
    for (const id of [FRONT, BACK]) server.status[id] = { is_listening: true, last_read: at(30 - 12) };
    await vi.advanceTimersByTimeAsync(30_000);
    expect(foot()).toEqual(["Listening · read 12 sec ago"]);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(foot()).toEqual(["Listening · read 32 sec ago"]);
    server.status[BACK] = { next_read: at(-60) };
    server.status[FRONT] = { next_read: null, last_read: null };
    await vi.advanceTimersByTimeAsync(30_000);
    expect(foot()).toEqual(["The log has not been read yet."]);
    server.status[FRONT] = { next_read: null };
    await vi.advanceTimersByTimeAsync(30_000);
    expect(foot()[0]).toBe("Read 4 min ago");
    // Where one searches, the list needs the place.
    await click(labelled("Search and filter"));
    expect(foot()).toEqual([]);
  });

  it("says since when the log could not be read, why, and what to do", async () => {
    await show();
    const last_read = "2026-11-22T20:00:00+00:00";
    server.status[FRONT] = { error: "The trial has ended.", needs_owner: true, last_read };
    server.add(record({ ago: 0 }));
    await settle();
    const banner = () => text(one(".banner"));
    expect(banner()).toBe("Front door · The log could not be read since 22 Nov, 21:00. The trial has ended. What to do");
    expect(one("a").getAttribute("href")).toBe("/config/repairs");
    // Where one thing ails all locks, it is said once, since it began.
    server.status[BACK] = { ...server.status[FRONT], last_read: "2026-11-22T20:01:00+00:00" };
    card.hass = hass = { ...hass, user: { is_admin: false } };
    server.add(record({ ago: 0 }));
    await settle();
    expect(every(".banner").map(text)).toEqual(["The log could not be read since 22 Nov, 21:00. The trial has ended."]);
    server.status = {};
    server.add(record({ ago: 0 }));
    await settle();
    expect(every(".banner").length).toBe(0);
  });

  it("never says that nothing has happened where that is not known", async () => {
    await show([]);
    expect(text(one(".empty"))).toBe("Nothing has happened yet");
    for (const id of [FRONT, BACK]) server.status[id] = { last_read: null, error: "No answer" };
    server.publish({ type: "changed" });
    await settle();
    expect(text(one(".empty"))).toBe("The log has not been read yet.");
    for (const id of [FRONT, BACK]) server.status[id] = { error: "No answer" };
    server.publish({ type: "changed" });
    await settle();
    expect(text(one(".empty"))).toBe("The log could not be read.");
  });

  it("says what is wrong in the smallest card too", async () => {
    await show([], { show: ["last"] });
    expect(text(one("tuya-door-lock-foot").shadowRoot as unknown as Element)).toBe("");
    for (const id of [FRONT, BACK]) server.status[id] = { last_read: null, error: "No answer" };
    server.publish({ type: "changed" });
    await settle();
    expect(text(one(".last"))).toBe("The log has not been read yet.");
    expect(text(one(".banner"))).toBe("The log has not been read yet. No answer");
  });

  it("says when there is no lock to see", async () => {
    await show();
    card.hass = { ...hass, entities: {} };
    await settle();
    expect(text(one(".empty"))).toMatch(/^There is no door lock/);
    expect(server.subscribers.length).toBe(0);

    // Home Assistant lists its entities to everybody, and no state to those without rights.
    card.hass = { ...hass, states: {} };
    await settle();
    expect(text(one(".empty"))).toMatch(/^There is no door lock/);
    card.hass = hass;
    await settle();
    expect(every(".empty").length).toBe(0);
    expect(server.subscribers.length).toBe(1);
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

  it("asks for the words of the integration where the page has come before it", async () => {
    await show([alarm("low_battery")], {}, { language: "de" });
    expect(rows()[0]).toContain("Batterie schwach");
    const { localize } = hass;
    const loadBackendTranslation = vi.fn(() => Promise.resolve(() => ""));
    card.hass = hass = { ...hass, localize: () => "", loadBackendTranslation };
    await vi.advanceTimersByTimeAsync(6_000);
    expect(rows()[0]).toContain("low_battery");
    expect(loadBackendTranslation).toHaveBeenCalledExactlyOnceWith("entity", "tuya_door_lock");
    card.hass = { ...hass, localize };
    await settle();
    expect(rows()[0]).toContain("Batterie schwach");
  });

  it("follows nothing while it is not in the page, and goes on when it is back", async () => {
    await show();
    card.remove();
    expect([server.subscribers.length, server.ready.size]).toEqual([0, 0]);
    server.records = [record({ user: "Carla", ago: 0 }), ...server.records];
    document.body.append(card);
    await settle();
    expect(text(one(".last"))).toContain("Carla");
    expect(server.subscribers.length).toBe(1);
  });

  it("finds all again, when it is back, where its filters are empty again", async () => {
    await show();
    const before = rows().slice(0, 5);
    await click(labelled("Search and filter"));
    await choose("user", "Ben");
    card.remove();
    document.body.append(card);
    await settle();
    expect(one<HTMLSelectElement>("select[name=user]").value).toBe("");
    await click(labelled("Search and filter"));
    expect(rows().slice(0, 5)).toEqual(before);
  });

  it("keeps 10,000 records out of the page but for those to be seen", async () => {
    await show(many(10_000), {}, {});
    card.layout = "grid";
    const list = one<LogList>("tuya-door-lock-log");
    for (let page = 0; page < 50; page++) {
      list.dispatchEvent(new CustomEvent("more"));
      await settle();
    }
    expect(list.rows.length).toBe(10_069);
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
    expect(await press("ArrowDown")).toContain("Ben Password");
    expect(await press("x")).toContain("Ben Password");
    expect(await press("ArrowUp")).toContain("Failed attempts");
    expect(await press("ArrowUp")).toContain("Failed attempts");
    await press("End");
    const rowsBefore = every("button.record[tabindex='0']");
    expect(rowsBefore.length).toBe(1);
    one(".scroller").scrollTop = 0;
    one(".scroller").dispatchEvent(new Event("scroll"));
    await settle();
    expect(every("button.record[tabindex='0']").length).toBe(1);
    expect(await press("Home")).toContain("Failed attempts");
  });

  it("begins at the top when one looks for something else", async () => {
    await show(many(50));
    const scroller = one(".scroller");
    scroller.scrollTop = 1000;
    scroller.dispatchEvent(new Event("scroll"));
    await click(labelled("Search and filter"));
    // What one has read is in what is found, too.
    await choose("kind", "unlock");
    expect(one(".scroller").scrollTop).toBeCloseTo(0);
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
    expect(every(".row").length).toBe(0);
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
