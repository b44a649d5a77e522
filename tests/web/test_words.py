"""Text on a board: a little Markdown, and nothing that acts."""

import pytest

from vigie.web.boards.words import prose


@pytest.mark.parametrize(
    ("written", "html"),
    [
        ("# Monday", "<h3>Monday</h3>"),
        ("*soft* and **loud**", "<p><em>soft</em> and <strong>loud</strong></p>"),
        ("- one\n- two", "<li>one</li>"),
        ("one\ntwo", "one<br>"),
        ("[way](/boards/budget)", '<a href="/boards/budget" rel="noopener noreferrer nofollow">'),
    ],
)
def test_the_usual_marks_are_read(written: str, html: str) -> None:
    assert html in prose(written)


@pytest.mark.parametrize(
    "written",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&#58;alert(1))",
        "[x](data:text/html,hello)",
        "![x](https://elsewhere.example/pixel.png)",
        "`<b>`",
    ],
)
def test_nothing_that_is_written_can_act(written: str) -> None:
    html = prose(written)

    for tag in ("<script", "<img", "<b>", 'href="javascript', 'href="data', 'href="JaVa'):
        assert tag not in html
