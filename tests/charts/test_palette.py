"""The palette, read from the style sheet itself: every pair that meets on a page is legible."""

import re
from itertools import pairwise, product
from pathlib import Path

import pytest

import vigie

CSS = (Path(vigie.__file__).parent / "web/static/css/tokens.css").read_text(encoding="utf-8")
TEXT, GRAPHICS = 4.5, 3.0  # WCAG 2.2, AA


def tokens(selector: str) -> dict[str, str]:
    """The colours that a block declares."""
    block = CSS.split(selector, 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


LIGHT = tokens(":root {")
DARK = tokens(':root[data-theme="dark"] {')
PRINT = tokens("@media print {")
THEMES = {"light": LIGHT, "dark": LIGHT | DARK, "print": LIGHT | PRINT}


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *product(["ink", "muted", "brand", "good", "bad", "warn"], ["card"]),
        *product(["ink", "muted", "brand", "good", "bad"], ["page", "sunken", "brand-soft"]),
        ("good", "good-soft"),
        ("bad", "bad-soft"),
        ("warn", "warn-soft"),
        ("on-brand", "brand"),
        *product(["on-light"], ["level-1", "level-2", "level-3"]),
        *product(["on-dark"], ["level-4", "level-5"]),
        *product([f"shade-{i}" for i in range(1, 6)], ["card"]),
        *product(["on-dark-part"], ["part-1", "part-2"]),
        *product(["on-light-part"], ["part-3", "part-4", "part-5", "part-6"]),
        *product(["card"], ["good", "bad"]),  # the cells of large changes
    ],
)
def test_words_are_legible(theme: str, ink: str, ground: str) -> None:
    colours = THEMES[theme]
    assert contrast(colours[ink], colours[ground]) >= TEXT


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("mark", ["ac", "py", "pl", "fc", "good", "bad", "focus", "shade-6"])
def test_marks_stand_out_from_the_card(theme: str, mark: str) -> None:
    colours = THEMES[theme]
    assert contrast(colours[mark], colours["card"]) >= GRAPHICS


@pytest.mark.parametrize("theme", THEMES)
def test_the_steps_of_a_map_rise_steadily(theme: str) -> None:
    steps = [contrast(THEMES[theme][f"level-{i}"], THEMES[theme]["card"]) for i in range(1, 6)]
    assert steps == sorted(steps)
    assert all(b / a > 1.2 for a, b in pairwise(steps))


def test_dark_follows_the_system_and_the_switch_alike() -> None:
    assert tokens(':root:not([data-theme="light"]) {') == DARK
    assert DARK.keys() <= LIGHT.keys()
