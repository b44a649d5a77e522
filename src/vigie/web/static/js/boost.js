// A board has hundreds of links: each becomes a swap in the page when it is used, not all of them when
// the page opens. What a board would have said to htmx stands in its data-boost until then.
const boost = (event) => {
  const used = event.target.closest?.("a, form");
  const board = used?.closest("[data-boost]");
  if (!board) return;
  board.setAttribute("hx-boost:inherited", board.dataset.boost);
  htmx.process(used);
};

for (const use of ["click", "submit"]) document.addEventListener(use, boost, { capture: true });
