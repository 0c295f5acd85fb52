"use strict";
const LISTED = 50;
const MONTH_NAME = new Intl.DateTimeFormat("en", { month: "long" });
const MONTHS = Array.from({ length: 12 }, (_, month) => MONTH_NAME.format(new Date(2000, month)));
const MONTH = `(${MONTHS.map((name) => `${name}|${name.slice(0, 3)}`).join("|")}|Sept)\\.?`;
const DAY_IN_WORDS = new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?\\s+(?:of\\s+)?${MONTH},?\\s+(\\d{4})\\b`, "gi");
const DAY_AFTER_MONTH = new RegExp(`\\b${MONTH}\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})\\b`, "gi");
const MONTH_IN_WORDS = new RegExp(`\\b${MONTH},?\\s+(\\d{4})\\b`, "gi");
const ISO = /\b(\d{4})-(\d\d)(?:-(\d\d))?\b/g;

const fold = (text) =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}:]+/gu, " ")
    .trim();

const numbered = (year, month, day) => {
  const index = MONTHS.findIndex((name) => name.slice(0, 3).toLowerCase() === month.slice(0, 3).toLowerCase());
  return `${year}${String(index + 1).padStart(2, "0")}${day ? day.padStart(2, "0") : ""}`;
};

// Folds a text in which days and months are words: "6 January 2022" and "2022-01-06" become "20220106".
const folded = (text) =>
  fold(
    text
      .replace(DAY_IN_WORDS, (_, day, month, year) => numbered(year, month, day))
      .replace(DAY_AFTER_MONTH, (_, month, day, year) => numbered(year, month, day))
      .replace(MONTH_IN_WORDS, (_, month, year) => numbered(year, month))
      .replace(ISO, (_, year, month, day) => `${year}${month}${day || ""}`),
  );

const inWords = (text) =>
  text.replace(ISO, (_, year, month, day) => `${day ? Number(day) : ""} ${MONTHS[month - 1] || ""} ${year}`);

const searched = (text) => ` ${folded(text)} ${fold(text)} `;

const ENTRIES = INDEX.map(([path, heading, kind, when, names, texts]) => {
  const named = `${names} | ${heading}`;
  return {
    path,
    heading,
    kind,
    when,
    names: [heading, ...names.split(" | ")].map(folded),
    named: searched(named),
    all: searched(`${named} | ${when} | ${inWords(when)} | ${texts} | ${kind}`),
  };
});

const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

// Returns the pages with all words of a query: first those with the name, and sources after other records.
function ranked(query) {
  const whole = folded(query);
  const words = whole.split(" ").filter(Boolean);
  if (!words.length) {
    return [];
  }
  const has = (text) => words.every((word) => text.includes(` ${word}`));
  const rank = ({ names, named }) =>
    names.includes(whole) ? 0 : names.some((name) => name.startsWith(whole)) ? 1 : has(named) ? 2 : 3;
  return ENTRIES.filter(({ all }) => has(all))
    .map((entry) => ({ ...entry, rank: rank(entry) }))
    .sort(
      (a, b) =>
        a.rank - b.rank ||
        (a.rank > 1 && (a.kind === "source") - (b.kind === "source")) ||
        (a.rank > 2 && compare(a.when, b.when)) ||
        a.heading.length - b.heading.length ||
        compare(a.path, b.path),
    );
}

// Returns how many letters of a word must be added, removed, replaced or exchanged to get another.
function distance(a, b) {
  let [before, last] = [[], Array.from({ length: b.length + 1 }, (_, i) => i)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        row[j] = Math.min(row[j], before[j - 2] + 1);
      }
    }
    [before, last] = [last, row];
  }
  return last[b.length];
}

// Returns the words of names and headings whose spelling is nearest to a word; to a number, none is.
function near(word) {
  const most = Math.floor(word.length / 3);
  if (/^\d/.test(word) || !most) {
    return [];
  }
  const counts = new Map();
  for (const other of ENTRIES.flatMap(({ named }) => named.split(/[\s:]+/))) {
    counts.set(other, (counts.get(other) || 0) + 1);
  }
  return [...counts.keys()]
    .filter((other) => Math.abs(other.length - word.length) <= most)
    .map((other) => [distance(word, other), other])
    .filter(([changes]) => changes <= most)
    .sort((a, b) => a[0] - b[0] || counts.get(b[1]) - counts.get(a[1]) || compare(a[1], b[1]))
    .slice(0, 3)
    .map(([, other]) => other);
}

// Returns the nearest queries that find something: with the nearest words, or one word alone.
function nearest(query) {
  const words = folded(query).split(" ").filter(Boolean);
  const choices = words.map((word) => (ranked(word).length ? [word] : near(word)));
  const corrected = choices.reduce(
    (queries, several) => queries.flatMap((each) => several.map((word) => [...each, word])).slice(0, 9),
    [[]],
  );
  return [...new Set([...corrected.map((each) => each.join(" ")), ...choices.flat()])]
    .filter((each) => ranked(each).length)
    .slice(0, 3)
    .map((each) => each.replace(/\b(\d{4})(\d\d)(\d\d)\b/g, "$1-$2-$3"));
}

function linked(address, text) {
  const link = document.createElement("a");
  link.href = address;
  link.textContent = text;
  return link;
}

function item({ path, heading, kind, when }) {
  const about = document.createElement("span");
  about.className = "when";
  about.textContent = [kind, when].filter(Boolean).join(", ");
  const element = document.createElement("li");
  element.append(about, " ", linked(path, heading));
  return element;
}

const [input, all, found, nearby, list, more] = ["q", "all", "found", "nearest", "results", "more"].map((id) =>
  document.getElementById(id),
);
let waiting = [];

// Lists the next results, and returns the first of them.
function listMore() {
  const items = waiting.slice(0, LISTED).map(item);
  waiting = waiting.slice(LISTED);
  list.append(...items);
  more.hidden = !waiting.length;
  if (waiting.length) {
    more.textContent = `Show more (${waiting.length} left)`;
  }
  return items[0];
}

function show(query) {
  const asked = query.trim() !== "";
  waiting = ranked(query);
  const nothing = asked && !waiting.length;
  found.textContent = !asked ? "" : nothing ? `Nothing found for “${query}”.` : `${waiting.length} found for “${query}”`;
  const instead = nothing ? nearest(query).map((each) => linked(`?q=${encodeURIComponent(each)}`, each)) : [];
  nearby.replaceChildren(...instead.flatMap((link, index) => [index ? ", " : "Did you mean: ", link]));
  nearby.hidden = !instead.length;
  all.hidden = asked;
  list.hidden = !waiting.length;
  list.replaceChildren();
  listMore();
}

more.addEventListener("click", () => listMore().querySelector("a").focus());
input.value = new URLSearchParams(location.search).get("q") || "";
input.addEventListener("input", () => show(input.value));
show(input.value);
