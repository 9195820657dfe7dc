// On a list of tasks: D, with the focus inside a task, presses its Done button. J and K go to the next and the one before.
// The keys work only while the focus is inside the list, so that they are nobody's surprise.
const rowOf = (element) => element instanceof Element && element.closest("[data-task]");

document.addEventListener("keydown", (event) => {
  const row = rowOf(event.target);
  if (!row || event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input, textarea, select")) return;
  const rows = [...document.querySelectorAll("[data-task]")];
  const at = rows.indexOf(row);
  const key = event.key.toLowerCase();
  if (key === "d") {
    const button = row.querySelector("[data-done]");
    if (button) {
      event.preventDefault();
      button.click();
    }
  } else if (key === "j" || key === "k") {
    rows[at + (key === "j" ? 1 : -1)]?.querySelector("a")?.focus();
  }
});
