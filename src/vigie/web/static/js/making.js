// Making a board: drag and resize by pointer, arrow keys on a handle, settings tried at once.
// Every change is one of the page's own forms; without this file their buttons do the same.
const FAR = 6;
const KEYS = { ArrowLeft: "earlier", ArrowUp: "earlier", ArrowRight: "later", ArrowDown: "later" };
const SIZES = { ArrowLeft: "narrower", ArrowRight: "wider", ArrowUp: "shorter", ArrowDown: "taller" };
let held = null;
let waiting;
let returning = null;

document.documentElement.classList.add("scripted");

function send(frame, word, more = {}) {
  const form = frame.querySelector("form[data-moves]");
  for (const old of form.querySelectorAll("[data-told]")) old.remove();
  for (const [name, value] of Object.entries({ do: word, ...more })) {
    const input = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    input.dataset.told = "";
    form.append(input);
  }
  returning = frame.id;
  form.requestSubmit();
}

document.addEventListener("keydown", (event) => {
  const handle = event.target.closest?.(".handle");
  const word = handle && (event.shiftKey ? SIZES : KEYS)[event.key];
  if (!word) return;
  event.preventDefault();
  const frame = handle.closest(".frame");
  const button = frame.querySelector(`button[value="${word}"]`);
  if (button && !button.disabled) send(frame, word);
});

document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest?.(".handle, .grip");
  if (!grip || event.button > 0) return;
  const frame = grip.closest(".frame");
  const grid = frame.parentElement.getBoundingClientRect();
  held = {
    frame,
    sizes: grip.matches(".grip"),
    x: event.pageX,
    y: event.pageY,
    box: frame.getBoundingClientRect(),
    column: grid.width / 6,
    moved: false,
    target: null,
  };
  if (held.sizes) event.preventDefault();
  grip.setPointerCapture(event.pointerId);
});

document.addEventListener("pointermove", (event) => {
  if (!held) return;
  const [dx, dy] = [event.pageX - held.x, event.pageY - held.y];
  if (!held.moved && Math.hypot(dx, dy) < FAR) return;
  held.moved = true;
  if (held.sizes) resize(dx, dy);
  else drag(event, dx, dy);
});

function resize(dx, dy) {
  const { frame, box, column } = held;
  const rows = Number(frame.dataset.rows);
  const columns = Math.min(6, Math.max(2, Math.round((box.width + dx) / column)));
  const tall = Math.min(3, Math.max(1, Math.round(((box.height + dy) / box.height) * rows)));
  frame.className = frame.className.replace(/across-\d down-\d/, `across-${columns} down-${tall}`);
  held.target = { columns, rows: tall };
}

function drag(event, dx, dy) {
  const { frame } = held;
  frame.classList.add("lifted");
  frame.style.transform = `translate(${dx}px, ${dy}px)`;
  unmark();
  const under = document.elementFromPoint(event.clientX, event.clientY)?.closest(".frame");
  if (!under || under === frame || under.parentElement !== frame.parentElement) return (held.target = null);
  const box = under.getBoundingClientRect();
  const after = event.clientX > box.left + box.width / 2;
  under.classList.add(after ? "after" : "before");
  const next = after ? under.nextElementSibling : under;
  held.target = { before: next === frame ? frame.nextElementSibling?.dataset.part ?? "" : next?.dataset.part ?? "" };
}

function unmark() {
  for (const marked of document.querySelectorAll(".frame.before, .frame.after")) {
    marked.classList.remove("before", "after");
  }
}

function drop(counts) {
  if (!held) return;
  const { frame, target, sizes, moved } = held;
  held = null;
  unmark();
  frame.classList.remove("lifted");
  frame.style.transform = "";
  if (counts && moved && target) send(frame, sizes ? "size" : "place", target);
  // The click that ends a drag must not open the menu of the handle.
  if (moved) addEventListener("click", (event) => event.preventDefault(), { capture: true, once: true });
}

document.addEventListener("pointerup", () => drop(true));
document.addEventListener("pointercancel", () => drop(false));
document.addEventListener("keydown", (event) => event.key === "Escape" && drop(false));

// What is changed in the settings is tried on the board; words are waited for.
function attempt(form, patience) {
  clearTimeout(waiting);
  waiting = setTimeout(() => form.isConnected && form.requestSubmit(form.querySelector("[data-tries]")), patience);
}
document.addEventListener("change", (event) => {
  if (!event.target.matches?.("select, [type=checkbox], [type=radio]")) return;
  const form = event.target.closest("form[data-preview]");
  if (form) attempt(form, 0);
});
document.addEventListener("input", (event) => {
  if (!event.target.matches?.("textarea, [type=search], [type=number], input:not([type])")) return;
  const form = event.target.closest("form[data-preview], form[data-finds]");
  if (form) attempt(form, 350);
});

document.addEventListener("submit", () => clearTimeout(waiting), true);

document.addEventListener("htmx:after:swap", () => {
  const said = document.querySelector("[data-said]");
  if (said) document.getElementById("announcer").textContent = said.textContent;
  const handle = returning && document.getElementById(returning)?.querySelector(".handle");
  if (handle) {
    handle.focus({ preventScroll: true });
    handle.scrollIntoView({ block: "nearest" });
  }
  returning = null;
});

// Whoever leaves while a change is on its way goes once it is kept, or stays where it was not.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-leaves]");
  if (!link || !document.querySelector("#board.htmx-request")) return;
  event.preventDefault();
  const { href } = link;
  const heard = new AbortController();
  document.addEventListener("htmx:error", () => heard.abort(), { signal: heard.signal });
  document.addEventListener("htmx:after:swap", () => location.assign(href), { once: true, signal: heard.signal });
});
