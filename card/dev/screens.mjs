// Takes pictures of the card in a browser: npm run screens -- FOLDER
import { mkdir } from "node:fs/promises";
import { chromium } from "playwright-core";
import { createServer } from "vite";

const folder = process.argv[2];
if (!folder) throw new Error("Say where to put the pictures: npm run screens -- FOLDER");
const SCREENS = {
  desktop: ["", 900, 640],
  dark: ["dark&duress", 900, 700],
  phone: ["one", 360, 640],
  rtl: ["rtl&lang=ar&dark", 420, 640],
  german: ["lang=de&duress", 420, 700],
  grid: ["grid&records=10000", 600, 560],
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
  await page.locator("tuya-door-lock-card header").waitFor();
  await page.waitForTimeout(300);
  const shoot = (suffix) => page.screenshot({ path: `${folder}/${name}${suffix}.png` });
  await shoot("");
  if (!["empty", "failed", "grid"].includes(name)) {
    await page.locator("button.record").nth(1).click();
    await page.waitForTimeout(150);
    await shoot("-details");
    await page.keyboard.press("Escape");
    await page.locator("header button.icon").first().click();
    await page.waitForTimeout(150);
    await shoot("-filters");
    await page.locator("header button.icon").last().click();
    await page.waitForTimeout(200);
    await shoot("-pattern");
  }
  await page.close();
}
await browser.close();
await server.close();
