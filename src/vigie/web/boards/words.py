"""Text between the figures, written in a small part of Markdown; nothing in it can act."""

from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from vigie.web.boards.declaration import Words
from vigie.web.boards.drawn import Drawn
from vigie.web.scene import Scene

# Everything else is off: no HTML, no images, nothing that is fetched from elsewhere.
_MARKDOWN: Final = MarkdownIt("zero", {"html": False, "breaks": True}).enable(
    ["emphasis", "heading", "link", "list", "newline", "blockquote", "hr", "table", "escape"]
)
_BELOW: Final = 2  # levels: the panel's own title is of the second one


def draw(panel: Words, scene: Scene) -> Drawn:
    """The text in the reader's language."""
    written = scene.say(panel.body.label)
    return Drawn((prose(written),), None, "", not written.strip(), (), None)


def prose(written: str) -> Markup:
    """Markdown as HTML.

    >>> prose("**Strike** at <b>both</b>")
    Markup('<div class="prose"><p><strong>Strike</strong> at &lt;b&gt;both&lt;/b&gt;</p>\\n</div>')
    """
    tokens = _MARKDOWN.parse(written)
    for token in tokens:
        _settle(token)
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return Markup(f'<div class="prose">{html}</div>')  # noqa: S704 - made from escaped words


def _settle(token: Token) -> None:
    if token.tag in ("h1", "h2", "h3", "h4"):
        token.tag = f"h{int(token.tag[1]) + _BELOW}"
    for child in token.children or ():
        if child.type == "link_open":
            child.attrSet("rel", "noopener noreferrer nofollow")
