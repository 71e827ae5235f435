// Moves the rail's now mark with the server's clock: past each line as its time comes, at its true place between two.
"use strict";

(() => {
  const zone = (at, name) => new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: name }).format(at);

  const step = () => {
    const rail = document.querySelector(".rail[data-step]");
    const mark = rail?.querySelector(".now");
    if (!mark || mark.matches(".adrift")) return;
    const now = window.houseTime() / 1000;
    const lines = [...rail.querySelectorAll("li[data-at]:not(.now)")];
    const before = lines.filter((line) => Number(line.dataset.at) <= now).pop();
    if (before && before.nextElementSibling !== mark) before.after(mark);
    mark.dataset.at = Math.floor(now);
    const clock = mark.querySelector(".rail-clock");
    clock.textContent = zone(window.houseTime(), rail.dataset.zone);
    [mark.previousElementSibling, mark].forEach((line) => stretch(line, Number(rail.dataset.step)));
  };

  // a line reaches from its own time to the next one's: its least height, and its blocks
  const stretch = (line, perStep) => {
    if (!line?.dataset.at) return;
    const next = line.nextElementSibling?.dataset.at;
    const minutes = next ? Math.floor((Number(next) - Number(line.dataset.at)) / 60) : 0;
    const steps = Math.min(24, Math.max(0, Math.round(minutes / perStep)));
    line.className = line.className.replace(/\bspan-\d+\b/, `span-${steps}`);
    const rail = line.parentElement.dataset;
    const start = Math.floor(Number(line.dataset.at) / 60) + Number(rail.offset);
    const block = Number(rail.block);
    let path = "";
    for (let at = start; at < start + minutes; ) {
      const until = Math.min((Math.floor(at / block) + 1) * block, start + minutes);
      if (Math.floor(at / block) % 2 === 0) path += `M0 ${at - start}h6v${until - at}h-6z`;
      at = until;
    }
    line.querySelector("svg").setAttribute("viewBox", `0 0 6 ${Math.max(minutes, 1)}`);
    line.querySelector("path").setAttribute("d", path);
  };

  setInterval(step, 20000);
  document.addEventListener("visibilitychange", step);
  document.addEventListener("htmx:afterSettle", step);
})();
