// Opens the search of a site in Chromium with a question, and prints as JSON what it shows at first, and after the
// button for more results was pressed on the keyboard.
//
// node search_page.mjs FOLDER QUESTION

import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

import puppeteer from "puppeteer-core";

const [folder, question] = process.argv.slice(2);
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"],
});

const look = () => {
  const text = (id) => document.getElementById(id).textContent;
  const links = [...document.querySelectorAll("#results a")].map((link) => link.href);
  return {
    listed: links.length,
    links,
    about: [...document.querySelectorAll("#results .when")].map((each) => each.textContent),
    all: document.getElementById("all").checkVisibility(),
    status: text("found"),
    nearest: text("nearest"),
    focused: document.activeElement.href || "",
  };
};

const page = await browser.newPage();
await page.goto(`${pathToFileURL(`${resolve(folder)}/search.html`).href}?q=${encodeURIComponent(question)}`);
const first = await page.evaluate(look);
const more = await page.$("#more");
if (await more.isVisible()) {
  await more.focus();
  await page.keyboard.press("Enter");
}
console.log(JSON.stringify({ first, more: await page.evaluate(look) }));
await browser.close();
