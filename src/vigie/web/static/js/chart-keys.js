// Arrow keys walk from mark to mark; a chart without links becomes one stop of its own.
import { show } from "./tooltip.js";

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

document.addEventListener("keydown", (event) => {
  const chart = event.target.closest?.(".chart");
  if (!chart || !(event.key in STEPS || event.key === "Home" || event.key === "End")) return;
  const plot = event.target.closest("svg.plot, svg.map");
  const moved = plot === event.target ? pointAt(plot, event.key) : focusOn(chart, event);
  if (moved) event.preventDefault();
});

function focusOn(chart, event) {
  const links = [...chart.querySelectorAll("svg.plot a, svg.map a, tbody th a, .tile-grid a")];
  const next = links[index(links.indexOf(event.target), links.length, event.key)];
  if (!links.includes(event.target) || !next) return false;
  next.focus();
  return true;
}

function pointAt(plot, key) {
  const marks = [...plot.querySelectorAll("[data-tip]")];
  const next = index(Number(plot.dataset.at ?? -1), marks.length, key);
  if (!marks[next]) return false;
  plot.dataset.at = next;
  show(marks[next]);
  return true;
}

function index(current, length, key) {
  if (key === "Home") return 0;
  if (key === "End") return length - 1;
  return Math.min(Math.max(0, current + STEPS[key]), length - 1);
}

// What is wider than its frame has to be scrolled by keys too. Asked once a frame has its size: asked
// at once, it would have the page laid out before its time.
const widths = new ResizeObserver((sizes) => {
  const wide = sizes.map(({ target }) => target).filter((frame) => frame.scrollWidth > frame.clientWidth);
  for (const frame of wide) {
    if (!frame.querySelector("a, summary, [tabindex]")) frame.tabIndex = 0;
  }
});

function makeStops() {
  for (const plot of document.querySelectorAll("svg.plot, svg.map")) {
    if (!plot.querySelector("a")) plot.setAttribute("tabindex", "0");
  }
  widths.disconnect();
  for (const frame of document.querySelectorAll(".panel-chart")) widths.observe(frame);
}

makeStops();
document.addEventListener("htmx:after:swap", makeStops);
