// The board: rows are found while a name is typed, and a tap that did not get through says so where it was tapped.
"use strict";

(() => {
  const field = document.querySelector("[data-seek]");

  const seek = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    const has = (row) => words.every((word) => row.dataset.name.includes(word));
    document.querySelectorAll("#board .guest").forEach((row) => { row.hidden = !has(row); });
    document.querySelectorAll("#board .unnamed").forEach((row) => { row.hidden = words.length > 0; });
    let shown = 0;
    document.querySelectorAll("[data-party]").forEach((party) => {
      const count = party.querySelectorAll(".guest:not([hidden])").length;
      party.hidden = words.length > 0 && count === 0;
      shown += count;
    });
    const gone = document.querySelector(".gone");
    if (gone && words.length > 0 && gone.querySelector(".guest:not([hidden])")) gone.open = true;
    document.querySelector("[data-none]").hidden = words.length === 0 || shown > 0 || Boolean(gone?.open);
  };

  field?.addEventListener("input", seek);
  document.addEventListener("htmx:afterSettle", () => { if (field?.value) seek(); });

  // a page that was loaded once stays of use without signal: what fails is said in its row, nothing is queued in secret
  const tell = (event, words) => {
    const row = event.target.closest?.(".guest");
    if (!row) return;
    event.stopPropagation();
    row.querySelector(".fault")?.remove();
    const line = document.createElement("p");
    line.className = "fault";
    line.setAttribute("role", "alert");
    line.textContent = words;
    row.append(line);
  };
  window.addEventListener("htmx:sendError", (event) => tell(event, "No signal: nothing was kept. Tap again when it is back."), true);
  window.addEventListener("htmx:timeout", (event) => tell(event, "No answer: it may have been kept or not. Tap again; it counts once."), true);
})();
