"use strict";
for (const form of document.querySelectorAll("form.pick")) {
  const days = form.dataset.days.trim().split(" ").map((pair) => pair.split("="));
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const asked = form.querySelector("input").value;
    const found = days.filter(([day]) => day <= asked).pop();
    if (found) {
      location.href = found[1];
    }
  });
}
