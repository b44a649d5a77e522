// The exact figure of a mark, with its unit: C copies it, and so does the button in the tooltip.
import { current } from "./tooltip.js";

let pressed = "";

document.addEventListener("keydown", (event) => {
  const last = pressed;
  pressed = event.key;
  if (event.key !== "c" || last === "g" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.("input, select, textarea, [contenteditable]")) return;
  const mark = document.activeElement?.closest?.("[data-tip]") ?? current();
  if (mark) copy(valueOf(mark));
});
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("#tooltip button");
  if (button) copy(button.dataset.value);
});

// The first figure of a tooltip is the mark's own; a tooltip without lines is a figure itself.
function valueOf(mark) {
  const [heading, first] = mark.dataset.tip.split("\n");
  return first?.split("\t")[1] ?? heading;
}

async function copy(value) {
  try {
    await navigator.clipboard.writeText(value);
  } catch {
    copyOverWire(value);
  }
  const announcer = document.getElementById("announcer");
  announcer.textContent = announcer.dataset.copied.replace("{value}", value);
}

// Without TLS a browser keeps its clipboard from scripts, but for what is selected.
function copyOverWire(value) {
  const field = Object.assign(document.createElement("textarea"), { value });
  field.className = "unseen";
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}
