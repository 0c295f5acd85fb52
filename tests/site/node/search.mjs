// Prints, for each question in a JSON file, the pages that the search of a site finds, and the nearest questions if it
// finds none, as a JSON list.
//
// node search.mjs FOLDER QUESTIONS

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";

const [folder, questions] = process.argv.slice(2);
const element = { value: "", addEventListener() {}, replaceChildren() {}, append() {} };
const document = { getElementById: () => element, createElement: () => element };
const scripts = ["index.js", "search.js"].map((name) => readFileSync(join(folder, "static", name), "utf8"));
const asked = JSON.parse(readFileSync(questions, "utf8"));
const code = `${scripts.join("\n")}\n;asked.map((question) => ranked(question).map(({ path }) => path)).map(
  (pages, index) => ({ pages, nearest: pages.length ? [] : nearest(asked[index]) }),
)`;
const found = runInNewContext(code, { document, asked, location: { search: "" }, URLSearchParams });
console.log(JSON.stringify(found));
