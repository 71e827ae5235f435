// Keeps countdowns true by the server's clock: <p data-at="…" data-before="Casts off in {}" data-after="… {} ago" data-tail=" · 15:10">.
"use strict";

(() => {
  const span = (seconds) => {
    const all = Math.floor(Math.abs(seconds) / 60);
    const days = Math.floor(all / 1440);
    const hours = Math.floor((all % 1440) / 60);
    const minutes = all % 60;
    if (days >= 3) return `${days} days`;
    if (days) return hours ? `${days} d ${hours} h` : `${days} d`;
    if (hours) return minutes ? `${hours} h ${minutes} min` : `${hours} h`;
    return minutes ? `${minutes} min` : "less than a minute";
  };
  const step = () => {
    const now = window.houseTime() / 1000;
    document.querySelectorAll("[data-at][data-before]").forEach((line) => {
      const left = Number(line.dataset.at) - now;
      const words = (left >= 0 ? line.dataset.before : line.dataset.after).replace("{}", span(left)) + line.dataset.tail;
      if (line.textContent !== words) line.textContent = words;
    });
  };
  setInterval(step, 5000);
  document.addEventListener("visibilitychange", step);
})();
