// Keeps a guest's clock true by the server's time: <p data-until="…" data-form="… {} …" data-few="…" data-over="…">.
"use strict";

(() => {
  const ahead = Number(document.body.dataset.now || 0) * 1000 - Date.now();
  const span = (seconds, few) => {
    const all = Math.floor(seconds / 60);
    const parts = [[Math.floor(all / 1440), "d"], [Math.floor((all % 1440) / 60), "h"], [all < 1440 ? all % 60 : 0, "min"]];
    return parts.filter(([number]) => number).map((part) => part.join(" ")).join(" ") || few;
  };
  const step = () => {
    document.querySelectorAll("[data-until]").forEach((line) => {
      const { until, form, few, over } = line.dataset;
      const left = Number(until) - (Date.now() + ahead) / 1000;
      if (left >= 3 * 86400) return; // told in days by the server
      const words = left > 0 ? form.replace("{}", span(left, few)) : over;
      if (line.textContent !== words) line.textContent = words;
    });
  };
  setInterval(step, 5000);
  document.addEventListener("visibilitychange", step);
})();
