"""Each planted story is found by the clicks that the tutorial gives, at most four, from home."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.browser.conftest import Served, chromium, serve

from vigie.workspace import Workspace

__all__ = ["chromium"]
pytestmark = [pytest.mark.slow, pytest.mark.browser]
TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorial" / "find-the-stories.md"
MOST = 4  # clicks


@dataclass(frozen=True)
class Story:
    """What is clicked, and what stands at the end: a word in a part of the board."""

    title: str
    clicks: tuple[str, ...]
    part: str
    word: str


def stories() -> list[Story]:
    """The stories of the tutorial, in order."""
    return [_story(told) for told in TUTORIAL.read_text().split("\n## ")[1:]]


def _story(told: str) -> Story:
    clicks = re.findall(r"^\d\. \*\*([^*]+)\*\*", told, re.MULTILINE)
    [(part, word)] = re.findall(r"<!-- see: (\w+): (.+) -->", told)
    return Story(told.partition("\n")[0], tuple(clicks), part, word)


@pytest.fixture(scope="module")
def served(workspace: Workspace) -> Iterator[Served]:
    yield from serve(workspace, closing=False)


@pytest.fixture
def page(chromium: Browser, served: Served) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.add_cookies([served.cookie()])
    yield context.new_page()
    context.close()


def test_there_is_a_path_to_each_story() -> None:
    assert len(stories()) == 7
    assert all(1 <= len(story.clicks) <= MOST for story in stories())


@pytest.mark.parametrize("story", stories(), ids=lambda story: story.title[:30])
def test_a_story_is_found_by_its_clicks(page: Page, served: Served, story: Story) -> None:
    page.goto(f"{served.address}/?lang=en")
    for words in story.clicks:
        _click(page, words)

    row = _row(page, story)
    expect(row).to_be_visible()
    _JUDGED[int(story.title[0]) - 1](row.inner_text())


def _click(page: Page, words: str) -> None:
    menu = page.locator("summary", has_text=re.compile(f"^{re.escape(words)}$"))
    if menu.count():
        return menu.first.click()
    before = page.url
    page.get_by_role("link", name=words, exact=True).first.click()
    page.wait_for_url(lambda url: url != before)
    # The address changes first, then what it shows.
    return expect(page.locator("#board.htmx-request")).to_have_count(0)


def _row(page: Page, story: Story) -> Locator:
    rows = page.locator(f"#part-{story.part} tbody tr", has_text=story.word).filter(visible=True)
    return rows.first


def _numbers(row: str) -> list[float]:
    found = re.findall(r"[-+−]?\d[\d,]*\.?\d*", row)
    return [float(one.replace(",", "").replace("−", "-")) for one in found]


def _soared(row: str) -> None:
    assert re.search(r"▲\s*\+[\d,]{3,}%", row), row


def _fell(row: str) -> None:
    assert "▼" in row, row
    assert not re.search(r"\b[1-9]\d* *▲", row), row


def _stood_still(row: str) -> None:
    assert "▼" in row.split("\t")[3], row


def _by_quarters(row: str) -> None:
    cells = [cell.strip() for cell in row.split("\t")[1:]]
    signed = [int(cell) if cell.isdigit() else 0 for cell in cells]
    quarters = sum(signed[month] for month in (0, 3, 6, 9))
    assert quarters > 3 * (sum(signed) - quarters), row


def _late(row: str) -> None:
    assert re.search(r"▼\s*−[3-9]\d\.\d\s*pts", row), row


def _idle(row: str) -> None:
    assert max(_numbers(row)) > 270, row


def _tiny(row: str) -> None:
    assert any(change >= 200 for change in _numbers(row)), row


_JUDGED = (_soared, _fell, _stood_still, _by_quarters, _late, _idle, _tiny)
