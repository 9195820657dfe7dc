// The page works without this; with it, long forms and phones are kinder.
import { initAll as startGovuk } from "../vendor/govuk-frontend.min.js";
import { initAll as startMoj } from "../vendor/moj-frontend.min.js";

const NARROW = window.matchMedia("(max-width: 40.0525rem)");

/** On a phone the filters fold away behind one button. */
function startFilters(panel) {
  if (panel.dataset.started) return;
  panel.dataset.started = "yes";
  const form = panel.querySelector(".pl-filters__form");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary pl-filters__toggle";
  form.before(button);
  let open = false;
  const draw = () => {
    const folded = NARROW.matches && !open;
    form.hidden = folded;
    button.hidden = !NARROW.matches;
    button.textContent = folded ? panel.dataset.show : panel.dataset.hide;
    button.setAttribute("aria-expanded", String(!folded));
  };
  button.addEventListener("click", () => {
    open = !open;
    draw();
  });
  NARROW.addEventListener("change", draw);
  draw();
}

/** Whatever has just been put on the page. */
function start(scope) {
  startGovuk({ scope });
  startMoj({ scope });
  scope.querySelectorAll('[data-module="pl-filters"]').forEach(startFilters);
}

/** Whoever signs out leaves no unsaved words behind in this browser (notes/static/notes/notes.js keeps them there). */
document.addEventListener("submit", (event) => {
  if (!event.target.getAttribute?.("action")?.endsWith("/logout/")) return;
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith("plimsoll.draft.")) localStorage.removeItem(key);
  } catch { /* storage is forbidden, so nothing is in it */ }
});

start(document);
document.addEventListener("htmx:after:swap", (event) => {
  const target = event.detail?.ctx?.target;
  if (target instanceof Element && target.isConnected) start(target);
});
