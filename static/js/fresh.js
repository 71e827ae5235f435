// Draws a piece of the page anew every [data-fresh] seconds while somebody looks at it, never under a hand that is busy in it.
"use strict";

(() => {
  const piece = () => document.querySelector("[data-fresh]");
  const isBusy = (it) => it.matches(".htmx-request") || it.querySelector(".htmx-request, details[open], input:focus, select:focus");

  const step = () => {
    const it = piece();
    if (it && !document.hidden && !isBusy(it)) htmx.trigger(it, "fresh");
  };

  // before the page says "not sent": nothing was sent, the page was only read again
  window.addEventListener("htmx:sendError", (event) => {
    if (!event.target.matches?.("[data-fresh]")) return;
    event.stopPropagation();
    const foot = event.target.querySelector("[data-stale]");
    foot.textContent = foot.dataset.stale;
  }, true);
  // signed out meanwhile: the sign-in page comes back where a piece was asked for
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!event.target.matches?.("[data-fresh]") || !/^\s*<!doctype/i.test(event.detail.xhr.responseText)) return;
    event.detail.shouldSwap = false;
    location.reload();
  });
  document.addEventListener("visibilitychange", step);
  const seconds = Number(piece()?.dataset.fresh);
  if (seconds) setInterval(step, seconds * 1000);
})();
