// The preview's count follows its ticks; all or none at once. Without this the button still creates what is ticked.
"use strict";

const table = document.querySelector("[data-almanac]");
if (table) {
  const boxes = [...table.querySelectorAll("input[name=row]")];
  const number = document.querySelector("[data-number]");
  const count = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    number.textContent = ticked === 1 ? "1 sail" : `${ticked} sails`;
  };
  table.addEventListener("change", count);
  document.querySelectorAll("[data-tick]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      boxes.forEach((box) => { box.checked = button.dataset.tick === "all"; });
      count();
    });
  });
  count();
}
