// Cards are dragged from lane to lane, or moved with the arrow keys while one is focused. Without this the buttons do it.
"use strict";

const board = document.querySelector("[data-board]");
if (board) {
  const lanes = [...board.querySelectorAll("[data-lane]")];
  const move = (card, to) => {
    if (!card || !to || card.dataset.status === to) return;
    const form = card.querySelector("form");
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "status";
    field.value = to;
    form.append(field);
    form.submit();
  };
  let held = null;
  board.querySelectorAll("[data-card]").forEach((card) => {
    card.draggable = true;
    card.addEventListener("dragstart", (event) => {
      held = card;
      card.classList.add("is-dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", card.id);
    });
    card.addEventListener("dragend", () => {
      held = null;
      card.classList.remove("is-dragged");
      lanes.forEach((lane) => lane.classList.remove("is-target"));
    });
    card.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
      const place = lanes.findIndex((lane) => lane.dataset.lane === card.dataset.status) + step;
      if (lanes[place]) {
        event.preventDefault();
        move(card, lanes[place].dataset.lane);
      }
    });
  });
  lanes.forEach((lane) => {
    lane.addEventListener("dragover", (event) => {
      if (!held) return;
      event.preventDefault();
      lane.classList.add("is-target");
    });
    lane.addEventListener("dragleave", (event) => {
      if (!lane.contains(event.relatedTarget)) lane.classList.remove("is-target");
    });
    lane.addEventListener("drop", (event) => {
      event.preventDefault();
      move(held, lane.dataset.lane);
    });
  });
}
