import re
from string import Formatter

from babel.messages.pofile import read_po

from vigie.kit.i18n import CATALOGUES
from vigie.locale.sentences import sentences


def french() -> dict[str, str]:
    with (CATALOGUES / "fr" / "LC_MESSAGES" / "vigie.po").open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file, locale="fr") if m.id}


def test_every_sentence_has_its_french() -> None:
    catalogue = french()
    missing = {s: places for s, places in sentences().items() if not catalogue.get(s)}
    assert not missing


def test_no_french_is_left_of_a_sentence_that_has_gone() -> None:
    assert not french().keys() - sentences().keys()


def test_the_french_has_the_same_holes() -> None:
    for english, translated in french().items():
        assert holes(english) == holes(translated), english


def test_the_french_stands_in_no_marks_of_its_own() -> None:
    for english, translated in french().items():
        assert translated.startswith('"') is english.startswith('"'), translated


def test_french_typography_keeps_its_spaces() -> None:
    for translated in french().values():
        assert not re.search(r"[^\u00a0\u202f\s][;!?»](\s|$)", translated), translated


def holes(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}
