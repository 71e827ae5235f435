// What an entry's lines add up to, while they are typed. The server says it too, and it alone decides.
"use strict";

const box = document.querySelector("[data-adds-up]");

function cents(text) {
  const bare = text.replace(/[$,\s]/g, "");
  return /^\d+(\.\d{1,2})?$/.test(bare) ? Math.round(Number(bare) * 100) : 0;
}

function dollars(amount) {
  const words = `$${(Math.abs(amount) / 100).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
  return amount < 0 ? `(${words})` : words;
}

function add(side) {
  return [...document.querySelectorAll(`input[name$="-${side}"]`)].reduce((sum, field) => sum + cents(field.value), 0);
}

function tell() {
  const sums = { debits: add("debit"), credits: add("credit") };
  sums.difference = sums.debits - sums.credits;
  for (const [name, amount] of Object.entries(sums)) box.querySelector(`[data-sum="${name}"]`).textContent = dollars(amount);
  box.querySelector('[data-sum="difference"]').parentElement.classList.toggle("off", sums.difference !== 0);
  box.hidden = sums.debits === 0 && sums.credits === 0;
}

document.addEventListener("input", (event) => {
  if (box && event.target.matches?.("input.dollars")) tell();
});
