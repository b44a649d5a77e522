// "/" opens the palette, "?" helps, "g" then a letter goes to a room, Esc closes a menu.
const ROOMS = { c: "/", e: "/explore", m: "/metrics", i: "/imports" };
let going = false;

const MENUS = "details.menu[open], details.take[open]";

const writing = (element) => element.closest?.("input, select, textarea, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return;
  const room = going && ROOMS[event.key];
  going = event.key === "g";
  if (room) location.assign(room);
  else if (event.key === "/") openPalette(event);
  else if (event.key === "?") document.getElementById("help").showModal();
});

document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest?.(MENUS);
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// What was in focus may be gone with the old content: the next Tab goes on from there.
let inside = false;

document.addEventListener("htmx:before:swap", () => {
  inside = Boolean(document.activeElement?.closest("#main"));
});
document.addEventListener("htmx:after:swap", () => {
  if (inside && document.activeElement === document.body) {
    document.getElementById("main").focus({ preventScroll: true });
  }
});

function openPalette(event) {
  event.preventDefault();
  document.getElementById("search")?.click();
}

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(MENUS)) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  const opener = event.target.closest?.("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  else if (event.target.matches?.("dialog.sheet")) event.target.close();
});
