// The tablet at the dock: nobody's words stay on it. After three minutes without a touch it goes back to its start;
// what the browser remembers of others is not offered.
"use strict";
(() => {
  const home = document.body.dataset.kiosk;
  if (!home) return;
  const IDLE_MS = 180_000;
  let timer = 0;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => location.replace(home), IDLE_MS);
  };
  for (const kind of ["pointerdown", "keydown", "input", "scroll"]) addEventListener(kind, wait, { passive: true, capture: true });
  addEventListener("pageshow", (event) => { if (event.persisted) location.replace(home); });
  for (const field of document.querySelectorAll("input, form")) field.setAttribute("autocomplete", "off");
  if (location.pathname !== home) wait();
})();
