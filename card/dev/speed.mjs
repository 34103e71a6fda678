// Measures the card in a browser: npm run speed
import { chromium } from "playwright-core";
import { createServer } from "vite";

const server = await createServer({ server: { host: "127.0.0.1", port: 0 }, logLevel: "error" });
await server.listen();
const base = `${server.resolvedUrls.local[0]}dev/`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
const page = await browser.newPage({ viewport: { width: 500, height: 700 } });
await page.goto(`${base}?records=10000`);
await page.locator("tuya-door-lock-card").waitFor({ state: "attached" });
const figures = await page.evaluate(async () => {
  const frame = () => new Promise(requestAnimationFrame);
  const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
  const listOf = (card) => card.renderRoot.querySelector("tuya-door-lock-log");
  const config = { type: "custom:tuya-door-lock-card" };
  const firsts = [];
  let card;
  for (let run = 0; run < 9; run++) {
    document.querySelector("main").replaceChildren();
    card = document.createElement("tuya-door-lock-card");
    const begin = performance.now();
    card.setConfig(config);
    card.hass = window.card.hass;
    document.querySelector("main").append(card);
    while (!listOf(card)?.renderRoot?.querySelector("button.record")) await frame();
    firsts.push(performance.now() - begin);
  }
  const list = listOf(card);
  const scroller = list.renderRoot.querySelector(".scroller");
  const begin = performance.now();
  const frames = [];
  while (list.hasMore) {
    const before = performance.now();
    scroller.scrollTop = scroller.scrollHeight;
    await frame();
    frames.push(performance.now() - before);
  }
  const all = performance.now() - begin;
  const rows = list.rows.length;
  const scrolls = [];
  for (let step = 0; step < 200; step++) {
    const before = performance.now();
    scroller.scrollTop = (step * 7919 * 56) % scroller.scrollHeight;
    await list.updateComplete;
    list.getBoundingClientRect();
    scrolls.push(performance.now() - before);
    await frame();
  }
  const live = [];
  for (let run = 0; run < 20; run++) {
    const before = performance.now();
    window.server.add({ ...window.record({}), occurred_at: new Date().toISOString() });
    await card.updateComplete;
    await list.updateComplete;
    live.push(performance.now() - before);
  }
  return {
    "first row, ms": median(firsts),
    "all loaded, ms": all,
    rows,
    "in the page": list.renderRoot.querySelectorAll(".row").length,
    "longest frame while loading, ms": Math.max(...frames),
    "a jump, ms": median(scrolls),
    "a new record with all loaded, ms": median(live),
  };
});
console.log(figures);
await browser.close();
await server.close();
