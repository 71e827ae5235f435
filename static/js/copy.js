// Copies the text of a field. Without it the field is there to be selected and copied by hand.
"use strict";

document.querySelectorAll("button[data-copies]").forEach((button) => {
  const field = document.getElementById(button.dataset.copies);
  const said = document.getElementById("copied");
  field.addEventListener("focus", () => field.select());
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = button.dataset.said || "Copied.";
      if (button.dataset.said) button.firstChild.textContent = button.dataset.said;
    } catch {
      field.focus();
      said.textContent = button.dataset.said ? "" : "Select the address and copy it by hand.";
    }
  });
});
