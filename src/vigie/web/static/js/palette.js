// The command palette: a line of words, a list from the server, one option pointed at.
const PAUSE = 90;
const MOVES = { ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5 };
const dialog = () => document.getElementById("palette");
const line = () => document.getElementById("palette-q");
const options = () => [...dialog().querySelectorAll("a[role=option]")];
let waiting;
let asked;

document.addEventListener("keydown", (event) => {
  const called = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
  if (called && dialog()) return open(event);
  if (event.target.id === "palette-q") steer(event);
});
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-palette]")) open(event);
  else if (event.target.closest?.("#palette a[data-opens]")) {
    event.preventDefault();
    dialog().close();
  }
});
document.addEventListener("input", (event) => {
  if (event.target.id !== "palette-q") return;
  clearTimeout(waiting);
  waiting = setTimeout(ask, PAUSE);
});

function open(event) {
  event.preventDefault();
  if (dialog().open) return dialog().close();
  dialog().showModal();
  line().select();
  ask();
}

function steer(event) {
  const step = MOVES[event.key];
  if (event.key === "Enter") {
    event.preventDefault();
    chosen()?.click();
  } else if (step) {
    event.preventDefault();
    const found = options();
    const place = found.indexOf(chosen()) + step;
    point(found[Math.max(0, Math.min(place, found.length - 1))]);
  }
}

const chosen = () => dialog().querySelector("[aria-selected=true]");

function point(option) {
  chosen()?.setAttribute("aria-selected", "false");
  if (!option) return line().removeAttribute("aria-activedescendant");
  option.setAttribute("aria-selected", "true");
  line().setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

// The address goes along: members narrow this page, periods and looks stay on it.
async function ask() {
  const words = new URLSearchParams(location.search);
  words.set("q", line().value);
  words.set("back", location.pathname);
  const mine = (asked = {});
  const answer = await fetch(`/find?${words}`, { headers: { "HX-Request-Type": "partial" } }).catch(() => null);
  if (asked !== mine || !answer?.ok) return;
  document.getElementById("found-list").outerHTML = await answer.text();
  point(options()[0]);
  const status = dialog().querySelector("[data-count]");
  status.textContent = status.dataset.count.replace("{count}", options().length);
}
