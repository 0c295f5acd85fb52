// Opens pages of a site from disk in Chromium, and prints what is wrong with each as one JSON object per line.
//
// node check_pages.mjs FOLDER PAGE...

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

import puppeteer from "puppeteer-core";

const require = createRequire(import.meta.url);
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [folder, ...pages] = process.argv.slice(2);
const root = pathToFileURL(`${resolve(folder)}/`).href;
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--allow-file-access-from-files",
  ],
});

// What a reader can read, without forms, which only work with JavaScript.
const text = () => {
  const copy = document.querySelector("main").cloneNode(true);
  for (const each of copy.querySelectorAll("form, script, [role=status]")) {
    each.remove();
  }
  return copy.textContent.replace(/\s+/g, " ").trim();
};

async function opened(path, script, found) {
  const page = await browser.newPage();
  await page.setJavaScriptEnabled(script);
  page.on("console", (message) => {
    if (["error", "warn"].includes(message.type())) {
      found.push(`console: ${message.text()}`);
    }
  });
  page.on("pageerror", (error) => found.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    found.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(root) && !request.url().startsWith("data:")) {
      found.push(`request: ${request.url()}`);
    }
  });
  page.on("requestfailed", (request) => found.push(`failed: ${request.url()}`));
  await page.goto(root + path, { waitUntil: "load" });
  return page;
}

async function problems(path) {
  const found = [];
  const page = await opened(path, true, found);
  await page.evaluate(AXE);
  for (const value of ["light", "dark"]) {
    await page.setViewport({ width: 1200, height: 900 });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value }]);
    const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
    for (const violation of result.violations) {
      const where = violation.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(", ");
      found.push(`axe (${value}): ${violation.id} at ${where}`);
    }
  }
  await page.setViewport({ width: 360, height: 900 });
  const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  if (wide > seen) {
    found.push(`scrolls: ${wide} px wide on a screen of ${seen}`);
  }
  const readable = await page.evaluate(text);
  await page.close();
  const plain = await opened(path, false, found);
  if ((await plain.evaluate(text)) !== readable) {
    found.push("text: it differs without JavaScript");
  }
  await plain.close();
  return [...new Set(found)];
}

const queue = [...pages];
async function work() {
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    console.log(JSON.stringify({ page: path, problems: await problems(path) }));
  }
}
await Promise.all([work(), work()]);
await browser.close();
