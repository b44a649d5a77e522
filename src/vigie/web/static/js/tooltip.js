// One tooltip for every mark: follows pointer and focus, can be hovered, Esc closes it.
const PATIENCE = 140;
let shown = null;
let leaving;

document.addEventListener("pointerover", (event) => {
  const mark = markAt(event);
  if (mark) show(mark, event.clientX);
  else if (!event.target.closest?.("#tooltip")) leave();
  else clearTimeout(leaving);
});
document.addEventListener("pointermove", (event) => {
  if (!event.target.closest?.(".whole")) return;
  const mark = markAt(event);
  if (mark) show(mark, event.clientX);
  else leave();
});
document.addEventListener("focusin", (event) => {
  const mark = event.target.closest?.("[data-tip]");
  if (mark && event.target.matches(":focus-visible")) show(mark);
  else hide();
});
document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
document.addEventListener("scroll", hide, { passive: true });
document.addEventListener("htmx:before:swap", hide);

// A link that covers a whole tile hides the figures below it from the pointer.
function markAt(event) {
  if (!event.target.closest?.(".whole")) return event.target.closest?.("[data-tip]");
  const below = document.elementsFromPoint(event.clientX, event.clientY);
  return below.map((element) => element.closest("[data-tip]")).find(Boolean);
}

export function show(mark, x) {
  clearTimeout(leaving);
  if (mark === shown) return;
  shown = mark;
  const box = overlay();
  box.replaceChildren(...lines(mark.dataset.tip), copyButton(mark.dataset.tip));
  box.hidden = false;
  place(box, mark.getBoundingClientRect(), x);
}

// The mark whose figures are shown.
export function current() {
  return shown;
}

export function hide() {
  clearTimeout(leaving);
  shown = null;
  const box = document.getElementById("tooltip");
  if (box) box.hidden = true;
}

function leave() {
  clearTimeout(leaving);
  leaving = setTimeout(hide, PATIENCE);
}

// Made on demand: going back replaces the whole body.
function overlay() {
  const found = document.getElementById("tooltip");
  if (found) return found;
  const box = document.createElement("div");
  box.id = "tooltip";
  box.setAttribute("role", "tooltip");
  document.body.append(box);
  return box;
}

function lines(words) {
  return words.split("\n").map((line, index) => {
    const [name, value] = line.split("\t");
    const element = document.createElement(index || value !== undefined ? "span" : "b");
    element.append(name);
    if (value !== undefined) element.append(Object.assign(document.createElement("strong"), { textContent: value }));
    return element;
  });
}

function copyButton(words) {
  const [heading, first] = words.split("\n");
  const button = Object.assign(document.createElement("button"), { type: "button" });
  button.dataset.value = first?.split("\t")[1] ?? heading;
  button.textContent = document.getElementById("announcer").dataset.copy;
  button.append(Object.assign(document.createElement("kbd"), { textContent: "C" }));
  return button;
}

function place(box, mark, x = mark.left + Math.min(mark.width, 120) / 2) {
  const edge = 8;
  const left = Math.min(Math.max(edge, x - box.offsetWidth / 2), innerWidth - box.offsetWidth - edge);
  const above = mark.top - box.offsetHeight - edge;
  const top = above > edge ? above : Math.min(mark.bottom + edge, innerHeight - box.offsetHeight - edge);
  box.style.left = `${left + scrollX}px`;
  box.style.top = `${top + scrollY}px`;
}
