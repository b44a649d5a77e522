// What has moved on an open page is shown by a short flash and said once; focus stays where it was.
const before = new Map();
let silence;
let focused;

const figure = (part) => part.querySelector("[data-figure]")?.textContent.trim();
const name = (link) => (link.dataset.tip ?? link.textContent).split("\n")[0].trim();

document.addEventListener("htmx:before:swap", (event) => {
  const part = event.target.closest?.("[data-live]");
  if (part) before.set(part.id, figure(part));
  const link = document.activeElement;
  focused = link?.matches("a, summary, button") && { part: link.closest("article")?.id, name: name(link), link };
});

document.addEventListener("htmx:after:swap", (event) => {
  flash(event.detail.ctx?.sourceElement?.id);
  if (focused && !focused.link.isConnected) refocus(focused);
  focused = undefined;
});

document.addEventListener("data", () => {
  clearTimeout(silence);
  silence = setTimeout(() => {
    say(document.getElementById("live").dataset.moved);
    setTimeout(say, 4000, "");
  }, 600);
});

// A part is replaced as a whole: only its name lasts.
function flash(id) {
  const part = before.has(id) && document.getElementById(id);
  const same = part && before.get(id) === figure(part);
  before.delete(id);
  if (!part || same) return;
  part.classList.add("moved");
  setTimeout(() => part.classList.remove("moved"), 1600);
}

function refocus({ part, name: wanted }) {
  const within = (part && document.getElementById(part)) || document.getElementById("board");
  const links = within?.querySelectorAll("a, summary, button") ?? [];
  [...links].find((link) => name(link) === wanted)?.focus({ preventScroll: true });
}

function say(words) {
  document.getElementById("announcer").textContent = words;
}

// What would be saved is the question that the page asks now, not the one it was opened with.
document.addEventListener("toggle", (event) => {
  if (!event.target.matches?.(".views[open]")) return;
  const question = new URLSearchParams(location.search);
  for (const own of ["lang", "brightness"]) question.delete(own);
  const address = location.pathname + (question.size ? `?${question}` : "");
  for (const input of event.target.querySelectorAll("[name=address], [name=back]")) input.value = address;
}, true);
