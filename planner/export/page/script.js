"use strict";
(() => {
  const fold = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ");
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // What was ticked stays with this browser, where it lets a page keep anything.
  const key = `planner:${document.body.dataset.conference}:seen`;
  const kept = () => {
    try {
      const found = JSON.parse(localStorage.getItem(key));
      return found && typeof found === "object" ? found : {};
    } catch {
      return {};
    }
  };
  const keep = (box) => {
    try {
      localStorage.setItem(key, JSON.stringify({ ...kept(), [box.dataset.event]: box.checked }));
    } catch {
      // A file from a mail may keep nothing: the box stays as it is until the page is left.
    }
  };
  const boxes = all("input[data-event]");
  const count = () => {
    for (const slot of all(".slot")) {
      const held = all("input[data-event]", slot);
      const seen = held.filter((box) => box.checked).length;
      slot.querySelector(".ticks").textContent = seen ? `${seen} of ${held.length} seen` : "";
    }
  };
  const recall = () => {
    const found = kept();
    for (const box of boxes) {
      if (typeof found[box.dataset.event] === "boolean") box.checked = found[box.dataset.event];
    }
    count();
  };
  document.addEventListener("change", ({ target }) => {
    if (!boxes.includes(target)) return;
    // The same poster may stand in the page twice.
    for (const box of boxes) {
      if (box.dataset.event === target.dataset.event) box.checked = target.checked;
    }
    keep(target);
    count();
  });
  window.addEventListener("storage", recall);
  recall();

  // Each line is found by its own words, and by those of its slot and day.
  const headings = (line) => {
    const slot = line.parentElement.closest(".slot, .own");
    const day = line.closest("section").querySelector("h2");
    return [day, slot && slot.querySelector(".what")].map((each) => (each ? each.textContent : ""));
  };
  const lines = all(".line").map((line) => ({
    line,
    words: fold([line.textContent, ...headings(line)].join(" ")),
  }));
  const form = document.getElementById("search");
  const bar = document.getElementById("words");
  const found = document.getElementById("found");
  const shown = (element) => all(".line", element).some((line) => !line.hidden);
  const filter = () => {
    const wanted = fold(bar.value).split(" ").filter(Boolean);
    let hits = 0;
    for (const { line, words } of lines) {
      line.hidden = !wanted.every((word) => words.includes(word));
      hits += !line.hidden;
    }
    for (const line of all(".own.line")) if (shown(line)) line.hidden = false;
    for (const slot of all(".slot")) slot.hidden = !shown(slot);
    for (const gap of all(".gap")) gap.hidden = wanted.length > 0;
    for (const list of all("section > ul")) {
      const heading = list.previousElementSibling;
      list.hidden = !shown(list);
      if (heading.matches("h3")) heading.hidden = list.hidden;
    }
    for (const day of all("section.day")) day.hidden = wanted.length > 0 && !shown(day);
    document.getElementById("none").hidden = hits > 0 || !wanted.length;
    found.textContent = wanted.length ? `${hits} of ${lines.length}` : "";
  };
  bar.addEventListener("input", filter);
  bar.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    bar.value = "";
    filter();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;

  // The day it is at the venue.
  try {
    const zone = { timeZone: document.body.dataset.timezone };
    const today = new Intl.DateTimeFormat("en-CA", { ...zone, dateStyle: "short" }).format();
    const link = document.querySelector(`nav a[data-day="${today}"]`);
    if (link) link.setAttribute("aria-current", "date");
  } catch {
    // A zone that this browser doesn't know marks no day.
  }
})();
