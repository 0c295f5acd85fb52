"use strict";
for (const form of document.querySelectorAll("form.pick")) {
  const days = form.dataset.days.trim().split(" ").map((pair) => pair.split("="));
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const asked = form.querySelector("input").value;
    const found = days.filter(([day]) => day <= asked).pop();
    if (found) {
      location.href = `${found[1]}#${asked}`;
    }
  });
}
for (const answer of document.querySelectorAll(".asked")) {
  const asked = decodeURIComponent(location.hash.slice(1));
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(asked);
  if (isDay && asked >= answer.dataset.first && asked <= answer.dataset.last) {
    answer.textContent = `You asked for ${asked}: these were the members on that day.`;
    answer.hidden = false;
  }
}
