// Measures the texts of SVG files in Chromium, and prints those that overlap or stick out, one JSON object per file.
//
// node measure_labels.mjs FILE...

import { pathToFileURL } from "node:url";

import puppeteer from "puppeteer-core";

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
});

const measure = () => {
  const root = document.documentElement;
  const box = root.viewBox.baseVal;
  const texts = [...root.querySelectorAll("text")].map((each) => ({ said: each.textContent, at: each.getBBox() }));
  const found = [];
  for (const { said, at } of texts) {
    if (at.x < -0.5 || at.y < -0.5 || at.x + at.width > box.width + 0.5 || at.y + at.height > box.height + 0.5) {
      found.push(`outside: ${said}`);
    }
  }
  const overlap = (a, b) =>
    Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x) > 1 &&
    Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y) > 3;
  texts.forEach((one, index) => {
    for (const other of texts.slice(index + 1)) {
      if (overlap(one.at, other.at)) {
        found.push(`overlap: ${one.said} / ${other.said}`);
      }
    }
  });
  return { texts: texts.length, problems: found };
};

for (const file of process.argv.slice(2)) {
  const page = await browser.newPage();
  await page.goto(pathToFileURL(file).href);
  console.log(JSON.stringify({ file, ...(await page.evaluate(measure)) }));
  await page.close();
}
await browser.close();
