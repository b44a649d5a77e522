// What has moved on an open page is shown by a short flash and said once.
const before = new WeakMap();
const announcer = document.getElementById("announcer");
let silence;

const figure = (tile) => tile.querySelector("[data-figure]")?.textContent.trim();

document.addEventListener("htmx:before:swap", (event) => {
  const tile = event.target.closest?.("[data-live]");
  if (tile) before.set(tile, figure(tile));
});

document.addEventListener("htmx:after:swap", (event) => {
  const tile = event.target.closest?.("[data-live]");
  if (!tile || !before.has(tile) || before.get(tile) === figure(tile)) return;
  tile.classList.add("moved");
  setTimeout(() => tile.classList.remove("moved"), 1600);
});

document.addEventListener("data", () => {
  clearTimeout(silence);
  silence = setTimeout(() => {
    announcer.textContent = document.getElementById("live").dataset.moved;
    setTimeout(() => (announcer.textContent = ""), 4000);
  }, 600);
});
