// A note saves itself. Without this file the buttons do the same; nothing here is needed to keep what was written.
// What the server has not acknowledged is kept in this browser, for its writer, for a day at most.

const DAY = 24 * 60 * 60 * 1000;
const PREFIX = "plimsoll.draft.";
const form = document.getElementById("note-form");

/** Storage may be full or forbidden: then the server's copy and the page itself are what there is. */
function stored(work) {
  try {
    return work(window.localStorage);
  } catch {
    return null;
  }
}

function forgetOld(person) {
  stored((store) => {
    for (const key of Object.keys(store)) {
      if (!key.startsWith(PREFIX)) continue;
      let at = 0;
      try {
        at = JSON.parse(store.getItem(key)).at;
      } catch { /* nothing readable: it goes */ }
      if (!key.startsWith(`${PREFIX}${person}.`) || Date.now() - at > DAY) store.removeItem(key);
    }
  });
}

function start(form) {
  const said = form.querySelector("[data-saved]");
  const key = `${PREFIX}${form.dataset.person}.${form.dataset.draft}`;
  let sent = snapshot(), saving = false, timer = 0, isFinal = false;

  function boxes() {
    return [...form.elements].filter((box) => box.name && box.type !== "hidden" && box.tagName !== "BUTTON");
  }
  function snapshot() {
    return JSON.stringify(boxes().map((box) => [box.name, box.type === "radio" || box.type === "checkbox" ? (box.checked ? box.value : null) : box.value]));
  }
  function mark(name) {
    return form.elements.namedItem(name);
  }
  function say(words) {
    if (said.textContent !== words) said.textContent = words;
  }
  function keepHere() {
    if (!isFinal && snapshot() !== sent) {
      stored((store) => store.setItem(key, JSON.stringify({ at: Date.now(), was: mark("was").value, boxes: JSON.parse(snapshot()) })));
    }
  }
  function forget() {
    stored((store) => store.removeItem(key));
  }
  function bring() {
    const found = stored((store) => JSON.parse(store.getItem(key)));
    if (!found || Date.now() - found.at > DAY) return forget();
    for (const [name, value] of found.boxes) {
      for (const box of boxes().filter((one) => one.name === name)) {
        if (box.type === "radio" || box.type === "checkbox") {
          if (value !== null && box.value === value) box.checked = true;
        } else if (value) {
          box.value = value;
        }
      }
    }
    if (snapshot() === sent) return forget();
    mark("was").value = found.was; // so that what others wrote since is not overwritten but shown beside it
    say(form.dataset.saidFound);
    soon(200);
  }
  /** What a co-writer wrote in boxes that this page left alone. */
  function takeNewer(newer, sentThen) {
    const marks = JSON.parse(mark("was").value);
    const before = new Map(JSON.parse(sentThen));
    for (const [name, [text, digest]] of Object.entries(newer)) {
      const box = form.querySelector(`textarea[name="${CSS.escape(name)}"], input[type="text"][name="${CSS.escape(name)}"]`);
      if (!box || box.value !== before.get(name) || box === document.activeElement) continue;
      const untouched = snapshot() === sent;
      box.value = text;
      marks[name] = digest;
      if (untouched) sent = snapshot();
    }
    mark("was").value = JSON.stringify(marks);
  }
  async function fresh() {
    const answer = await fetch(form.dataset.state, { credentials: "same-origin" });
    if (!answer.ok) return false;
    const found = await answer.json();
    for (const box of document.getElementsByName("csrfmiddlewaretoken")) box.value = found.token;
    mark("writer").value = found.writer;
    return true;
  }
  async function save(again = true) {
    if (saving || isFinal || snapshot() === sent) return;
    saving = true;
    const now = snapshot();
    keepHere();
    try {
      const body = new URLSearchParams(new FormData(form));
      body.set("do", "autosave");
      const answer = await fetch(window.location.href, { method: "POST", body, credentials: "same-origin", redirect: "error" });
      if (answer.status === 403 && again) {
        saving = false;
        if (await fresh()) return save(false);
        return say(form.dataset.saidOut);
      }
      if (answer.status === 401) return say(form.dataset.saidOut);
      const found = await answer.json();
      if (found.problem) return say(found.problem);
      if (found.final) {
        isFinal = true;
        forget();
        window.location.assign(found.final);
        return;
      }
      sent = now;
      mark("was").value = found.was;
      takeNewer(found.newer, now);
      if (snapshot() === sent) forget();
      say(found.clashes.length ? form.dataset.saidClash : `${form.dataset.saidSaved} ${found.saved}`);
    } catch {
      say(form.dataset.saidHere);
    } finally {
      saving = false;
      if (!isFinal && snapshot() !== sent) soon(5000);
    }
  }
  function soon(wait = 3000) {
    window.clearTimeout(timer);
    timer = window.setTimeout(save, wait);
  }

  forgetOld(form.dataset.person);
  bring();
  form.addEventListener("input", () => {
    keepHere();
    soon();
  });
  form.addEventListener("change", () => soon(800));
  form.addEventListener("focusout", () => soon(400));
  window.addEventListener("online", () => save());
  window.addEventListener("focus", () => save());
  window.addEventListener("pagehide", keepHere);
  document.addEventListener("submit", (event) => {
    if (!event.target.getAttribute("action")?.endsWith("/logout/")) return;
    isFinal = true; // signing out: nothing more is kept here
    forget();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") {
      keepHere();
      save();
    }
  });
  form.addEventListener("submit", () => {
    keepHere();
    sent = snapshot(); // the server has it once the next page is here; until then it stays in the browser
    window.clearTimeout(timer);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector('button[value="finalise"]'));
    }
  });
  // Whoever writes by keyboard begins at what is not answered yet; what was filled in for them stands above it.
  const first = [...form.querySelectorAll(".pl-part :is(textarea, select, input:not([type=hidden]))")].find((box) =>
    box.type === "radio" ? ![...document.getElementsByName(box.name)].some((one) => one.checked) : box.type !== "checkbox" && !box.value);
  if (first && !document.querySelector(".govuk-error-summary") && !window.location.hash) first.focus({ preventScroll: true });
}

/** Marks under a box while somebody writes: asked of our own server, kept by nobody. */
function startMarks(form) {
  const waiting = new Map();
  form.addEventListener("focusout", (event) => look(event.target, 50));
  form.addEventListener("input", (event) => look(event.target, 2000));
  function look(box, wait) {
    if (box.tagName !== "TEXTAREA") return;
    window.clearTimeout(waiting.get(box));
    waiting.set(box, window.setTimeout(() => ask(box), wait));
  }
  async function ask(box) {
    const place = box.closest(".pl-box")?.querySelector(".pl-box__marks");
    const kind = box.closest("[data-kind]")?.dataset.kind;
    if (!place || place.dataset.asked === box.value) return;
    place.dataset.asked = box.value;
    const body = new URLSearchParams({ text: box.value, kind: kind ?? "fact", case: form.dataset.case });
    body.set("csrfmiddlewaretoken", form.elements.namedItem("csrfmiddlewaretoken").value);
    try {
      const answer = await fetch(form.dataset.wording, { method: "POST", body, credentials: "same-origin", redirect: "error" });
      if (answer.ok) place.innerHTML = await answer.text();
    } catch { /* the help can wait */ }
  }
}

/** A note that has just been made final leaves nothing behind in this browser. */
const written = new URLSearchParams(window.location.search).get("written");
if (written) {
  stored((store) => {
    for (const key of Object.keys(store)) if (key.startsWith(PREFIX) && key.endsWith(`.${written}`)) store.removeItem(key);
  });
  window.history.replaceState(null, "", window.location.pathname);
}
if (form) {
  start(form);
  startMarks(form);
}
