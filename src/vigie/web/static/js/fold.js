// What is below the fold is laid out when the page has nothing else to do, so that what is seen comes
// first. A board that is replaced while one reads further down is laid out whole: nothing may jump.
const idle = globalThis.requestIdleCallback ?? ((work) => setTimeout(work, 200)); // which Safari lacks
const settle = () => idle(() => document.getElementById("board")?.classList.add("settled"), { timeout: 500 });

document.addEventListener("htmx:before:swap", () => {
  document.documentElement.classList.toggle("reading", scrollY > 0);
});
document.addEventListener("htmx:after:swap", settle);
if (document.readyState === "complete") settle();
else addEventListener("load", settle);
