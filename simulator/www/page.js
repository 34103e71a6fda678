// The page of the simulator: the locks to press on, and what comes of it.

const SECONDS_BETWEEN_LOOKS = 1;
const SHOWN_LINES = 200;

const $ = (id) => document.getElementById(id);
const cards = new Map();
let after = 0;

/** Make an element with attributes and children. */
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** Say what was done, or why not. */
function say(text, isBad = false) {
  $("status").textContent = text;
  $("status").classList.toggle("bad", isBad);
}

/** Perform an action of the control interface. */
async function act(action, content, done) {
  try {
    const answer = await fetch(`/_control/${action}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(content ?? {}),
    });
    if (!answer.ok) return say(await answer.text(), true);
    say(done);
    await look();
  } catch {
    say("The simulator does not answer.", true);
  }
}

function button(label, detail, action, content, done, classes = "") {
  const element = make("button", { type: "button" }, label);
  if (detail) element.append(make("small", {}, detail));
  if (classes) element.className = classes;
  element.addEventListener("click", () => act(action, content, done));
  return element;
}

function group(title, ...buttons) {
  const row = make("div", { class: "buttons" }, ...buttons);
  return make("div", { class: "group", role: "group", "aria-label": title }, make("span", {}, title), row);
}

function unlocks(lock) {
  const known = lock.people.flatMap(({ name, credentials }) =>
    credentials
      .filter(({ duress }) => !duress)
      .map(({ method, slot, text }) =>
        button(name, text, "unlock", { lock: lock.id, method, slot }, `${name} opened ${lock.name}.`),
      ),
  );
  const stranger = button(
    "Nobody known",
    "fingerprint 9",
    "unlock",
    { lock: lock.id, method: "fingerprint", slot: 9 },
    `An unknown finger opened ${lock.name}.`,
  );
  return group("Open as", ...known, stranger);
}

function alarms(lock) {
  const { id, name } = lock;
  const forced = lock.people.flatMap((person) =>
    person.credentials.filter(({ duress }) => duress).map((credential) => ({ ...credential, who: person.name })),
  );
  const buttons = [
    button("Wrong code", "", "attempt", { lock: id }, `Someone typed a wrong code at ${name}.`),
    button("Door left open", "", "alarm", { lock: id, alarm: "unclosed_time" }, `${name} was left open.`),
    ...forced.map(({ who, method, slot, text }) =>
      button("Duress", `${who}, ${text}`, "duress", { lock: id, method, slot }, `${who} was forced to open ${name}.`, "alarm"),
    ),
  ];
  if (lock.rings) buttons.unshift(button("Ring", "", "doorbell", { lock: id }, `Someone rang at ${name}.`));
  return group("Or something else", ...buttons);
}

/** A button that does one thing, and then the other. */
function toggle() {
  const element = make("button", { type: "button" });
  element.addEventListener("click", () => act(element.dataset.action, { lock: element.dataset.lock }, element.dataset.done));
  return element;
}

function setToggle(element, lock, label, action, done) {
  element.textContent = label;
  Object.assign(element.dataset, { action, lock: lock.id, done });
}

function card(lock) {
  const title = `title-${lock.id}`;
  const parts = {
    state: make("span", { class: "state" }),
    last: make("p", { class: "last" }),
    online: toggle(),
    allowed: toggle(),
  };
  parts.element = make(
    "article",
    { class: "lock", "aria-labelledby": title },
    make("header", {}, make("h3", { id: title }, lock.name), parts.state),
    make("p", { class: "kind" }, `${lock.home} · ${lock.product}`),
    unlocks(lock),
    alarms(lock),
    group("The lock itself", parts.online, parts.allowed),
    parts.last,
  );
  $("locks").append(parts.element);
  return parts;
}

function showLock(lock) {
  if (!cards.has(lock.id)) cards.set(lock.id, card(lock));
  const parts = cards.get(lock.id);
  parts.state.textContent = lock.denied ? "not in the project" : lock.online ? "online" : "offline";
  parts.state.classList.toggle("off", lock.denied || !lock.online);
  parts.last.textContent = lock.waiting ? `${lock.waiting} to upload` : lock.last;
  if (lock.online) setToggle(parts.online, lock, "Go offline", "offline", `${lock.name} is offline: what happens is uploaded late.`);
  else setToggle(parts.online, lock, "Upload now", "online", `${lock.name} is online again, and uploads.`);
  if (lock.denied) setToggle(parts.allowed, lock, "Add to the project", "allow", `${lock.name} is in the project again.`);
  else setToggle(parts.allowed, lock, "Remove from the project", "deny", `${lock.name} is not in the project any more.`);
}

function showSetup(setup) {
  if ($("setup").childElementCount) return;
  for (const [name, text] of Object.entries(setup)) {
    const copy = make("button", { type: "button", class: "copy", "aria-label": `Copy ${name}` }, "Copy");
    copy.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text);
        say(`${name} is copied.`);
      } catch {
        say("The browser does not let the page copy: select the text.", true);
      }
    });
    $("setup").append(make("div", {}, make("dt", {}, name), make("dd", {}, text), make("dd", { class: "copy" }, copy)));
  }
}

function showLines(lines) {
  const log = $("log");
  for (const { number, at, kind, text } of lines) {
    after = Math.max(after, number);
    const time = new Date(at);
    const clock = make("time", { datetime: at }, time.toLocaleTimeString());
    log.prepend(make("li", { class: kind }, clock, make("span", {}, text)));
  }
  while (log.childElementCount > SHOWN_LINES) log.lastElementChild.remove();
}

/** Show how long rows take, also where it was set elsewhere to what the page does not offer. */
function showDelay([shortest, longest]) {
  const value = `${shortest} ${longest}`;
  if (![...$("delay").options].some((option) => option.value === value))
    $("delay").append(make("option", { value }, `${shortest} to ${longest} seconds`));
  $("delay").value = value;
}

/** Read the state of the cloud, and show it. */
async function look() {
  const answer = await fetch(`/_control/state?after=${after}`);
  const state = await answer.json();
  state.locks.forEach(showLock);
  for (const [id, parts] of cards) {
    if (!state.locks.some((lock) => lock.id === id)) {
      parts.element.remove();
      cards.delete(id);
    }
  }
  $("plan").textContent = state.trouble ?? "All is in order.";
  $("plan").classList.toggle("off", state.trouble !== null);
  $("calls").textContent = state.calls;
  $("messages").textContent = state.messages;
  $("consumers").textContent = state.consumers;
  if (document.activeElement !== $("delay")) showDelay(state.row_delay);
  showSetup(state.setup);
  showLines(state.lines);
}

async function keepLooking() {
  for (;;) {
    try {
      await look();
      if ($("status").textContent === "The simulator has ended.") say("");
    } catch {
      say("The simulator has ended.", true);
    }
    await new Promise((resolve) => setTimeout(resolve, 1000 * SECONDS_BETWEEN_LOOKS));
  }
}

for (const element of document.querySelectorAll("[data-action]"))
  element.addEventListener("click", () => act(element.dataset.action, {}, `${element.textContent}: done.`));

$("delay").addEventListener("change", ({ target }) => {
  const [shortest, longest] = target.value.split(" ").map(Number);
  act("rows/delay", { shortest, longest }, "From now on rows come as chosen.");
});

keepLooking();
