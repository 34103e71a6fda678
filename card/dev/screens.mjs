// Takes pictures of the card in a browser: npm run screens -- FOLDER
import { mkdir } from "node:fs/promises";
import { chromium } from "playwright-core";
import { createServer } from "vite";

const folder = process.argv[2];
if (!folder) throw new Error("Say where to put the pictures: npm run screens -- FOLDER");
const SCREENS = {
  desktop: ["", 900, 700],
  dark: ["dark&duress", 900, 760],
  phone: ["one&grid&duress", 360, 680],
  "phone-dark": ["dark&grid", 390, 760],
  rtl: ["rtl&lang=ar&dark", 420, 640],
  german: ["lang=de&duress", 420, 760],
  grid: ["grid&records=10000", 600, 620],
  last: ["show=last", 300, 160],
  "last-expired": ["show=last&expired&both", 300, 320],
  listening: ["listening&dark", 420, 640],
  expired: ["expired", 420, 720],
  unread: ["empty&expired&both&dark", 500, 400],
  empty: ["empty", 500, 400],
  failed: ["fail", 500, 400],
};
const server = await createServer({ server: { host: "127.0.0.1", port: 0 }, logLevel: "error" });
await server.listen();
const base = `${server.resolvedUrls.local[0]}dev/?`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
await mkdir(folder, { recursive: true });
for (const [name, [query, width, height]] of Object.entries(SCREENS)) {
  const page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor: 2 });
  page.on("console", (message) => message.type() === "error" && console.error(name, message.text()));
  page.on("pageerror", (error) => console.error(name, error));
  await page.goto(base + query);
  await page.locator("tuya-door-lock-card .text, tuya-door-lock-card p").first().waitFor();
  await page.waitForTimeout(300);
  const shoot = (suffix) => page.screenshot({ path: `${folder}/${name}${suffix}.png` });
  await shoot("");
  if (!["empty", "failed", "grid", "last", "last-expired", "listening", "expired", "unread"].includes(name)) {
    await page.locator("button.record:has([aria-label])").first().click();
    await page.waitForTimeout(150);
    await shoot("-details");
    await page.locator("summary").click();
    await page.waitForTimeout(50);
    await shoot("-more");
    await page.locator("tuya-door-lock-photo button").first().click();
    await page.waitForTimeout(50);
    await shoot("-picture");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    if (query.includes("duress")) {
      await page.locator(".banner .action").click();
      await page.waitForTimeout(50);
      await shoot("-question");
    }
    await page.locator("header button.icon").first().click();
    await page.waitForTimeout(150);
    await shoot("-filters");
    if (query.includes("grid")) {
      await page.locator("select[name=user]").selectOption("Ben");
      await page.waitForTimeout(150);
      await shoot("-found");
    }
    await page.locator("header button.icon").last().click();
    await page.waitForTimeout(200);
    await shoot("-pattern");
    await page.locator(".legend button").first().click();
    await page.waitForTimeout(50);
    await shoot("-person");
  }
  await page.close();
}
await browser.close();
await server.close();
