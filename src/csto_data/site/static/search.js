"use strict";
const fold = (text) =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}:]+/gu, " ")
    .trim();

for (const entry of INDEX) {
  entry[3] = entry[2].split(" | ").map(fold);
}

function ranked(query) {
  const words = fold(query).split(" ").filter(Boolean);
  if (!words.length) {
    return [];
  }
  const whole = words.join(" ");
  const found = [];
  for (const [path, heading, , names] of INDEX) {
    const text = ` ${names.join(" ")} ${fold(heading)} `;
    if (words.every((word) => text.includes(` ${word}`))) {
      const rank = names.includes(whole) ? 0 : names.some((name) => name.startsWith(whole)) ? 1 : 2;
      found.push([rank, heading.length, path, heading]);
    }
  }
  return found.sort((a, b) => a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : 1));
}

function show(query) {
  const list = document.getElementById("results");
  const all = document.getElementById("all");
  const found = ranked(query);
  list.replaceChildren();
  for (const [, , path, heading] of found.slice(0, 200)) {
    const link = document.createElement("a");
    link.href = path;
    link.textContent = heading;
    const item = document.createElement("li");
    item.append(link);
    list.append(item);
  }
  const asked = query.trim() !== "";
  list.hidden = !found.length;
  all.hidden = asked && found.length > 0;
  document.getElementById("found").textContent = !asked
    ? ""
    : found.length
      ? `${found.length} found for “${query}”`
      : `Nothing found for “${query}”. Below are all records.`;
}

const input = document.getElementById("q");
input.value = new URLSearchParams(location.search).get("q") || "";
input.addEventListener("input", () => show(input.value));
show(input.value);
