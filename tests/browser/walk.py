"""Walking through pages with the Tab key: what is in focus, and whether a person sees it."""

from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Page, expect

FAR = 220  # stops; nothing should be farther than that
STOP = """async () => {
  const outlined = (one) => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  };
  const one = document.activeElement;
  const isShown = () => {
    const box = one.getBoundingClientRect();
    return box.width > 0 && box.bottom > 0 && box.top < innerHeight;
  };
  for (let frame = 0; frame < 60 && !isShown(); frame++) {
    await new Promise(requestAnimationFrame);  // it scrolls
  }
  const around = [one, one.closest("article, label, li")].filter(Boolean);
  const shape = one.matches("a.region") && one.querySelector("path");
  const words = one.getAttribute("aria-label") || one.innerText || one.labels?.[0]?.innerText;
  return {
    name: (words || one.textContent || one.value || one.name || "").trim().split("\\n")[0],
    room: one.closest("header.head, main, footer, dialog")?.localName || "",
    framed: around.some(outlined) || (shape && parseFloat(getComputedStyle(shape).strokeWidth) > 3),
    shown: isShown(),
    body: one === document.body,
  };
}"""


@dataclass(frozen=True)
class Stop:
    """What is in focus: `framed` tells that it is drawn as such, `shown` that it is in sight."""

    name: str
    room: str
    framed: bool
    shown: bool
    body: bool  # nothing of the page is in focus


def stops(page: Page, key: str = "Tab") -> Iterator[Stop]:
    """One stop after the other, each where it can be seen, until the page ends."""
    for _ in range(FAR):
        page.keyboard.press(key)
        stop = Stop(**page.evaluate(STOP))
        if stop.body:
            return
        assert stop.framed, f"the focus on '{stop.name}' has no outline"
        assert stop.shown, f"'{stop.name}' is in focus out of sight"
        yield stop


def to(page: Page, name: str, key: str = "Tab") -> None:
    """Goes to the next stop whose name begins so."""
    passed = []
    for stop in stops(page, key):
        if stop.name.startswith(name):
            return
        passed.append(stop.name)
    raise AssertionError(f"no stop '{name}' among {passed}")


def use(page: Page, name: str, key: str = "Tab") -> None:
    """Goes there and presses Enter; what comes of it has come."""
    to(page, name, key)
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    expect(page.locator(".htmx-request")).to_have_count(0)
