// What every page does: the server's clock, waits on "send it again", words for a failed htmx request. All works without it.
"use strict";

// The server's time in milliseconds: what it said when it answered, plus what has passed since then.
const arrived = Date.now() - performance.now() + (performance.getEntriesByType("navigation")[0]?.responseStart || 0);
const offset = Number(document.body.dataset.now || arrived / 1000) * 1000 - arrived;
window.houseTime = () => Date.now() + offset;

document.querySelectorAll("button[data-wait]").forEach((button) => {
  const until = Date.now() + Number(button.dataset.wait) * 1000;
  const words = button.textContent;
  button.disabled = true;
  const step = () => {
    const left = Math.ceil((until - Date.now()) / 1000);
    button.disabled = left > 0;
    button.textContent = left > 0 ? `${words} in ${left} s` : words;
    if (left > 0) setTimeout(step, 500);
  };
  step();
});

function say(words) {
  const item = document.createElement("li");
  const text = document.createElement("span");
  item.className = "error";
  text.textContent = words;
  item.append(text);
  document.getElementById("notices").replaceChildren(item);
  item.scrollIntoView({ block: "nearest" });
}

document.addEventListener("htmx:sendError", () => say("Not sent: no signal. Nothing was changed; try again."));
document.addEventListener("htmx:timeout", () => say("No answer yet. Load the page to see how it stands."));
// a keyboard keeps its place when the piece it stood in was replaced
document.addEventListener("htmx:afterSettle", (event) => {
  if (document.activeElement === document.body && event.target.id) document.getElementById(event.target.id)?.focus({ preventScroll: true });
});
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.status >= 500) say("Something broke on our side. Load the page and look before you try again.");
  // a whole page came back where a fragment was asked for (signed out, too old, too often): show it as a page
  const isPage = /^\s*<!doctype/i.test(xhr.responseText);
  if (xhr.status >= 400 && isPage) {
    event.detail.target = document.getElementById("main");
    event.detail.swapOverride = "innerHTML";
    event.detail.selectOverride = "#main > *";
  } else if (xhr.status >= 400 && !xhr.responseText.includes(`id="${event.detail.target.id}"`)) {
    // a bare refusal: said above, and the piece it was about stays
    say(new DOMParser().parseFromString(xhr.responseText, "text/html").body.textContent.trim());
    event.detail.shouldSwap = false;
  }
});
