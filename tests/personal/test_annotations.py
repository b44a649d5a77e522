"""Notes on dates."""

from datetime import date

import pytest
from tests.people.conftest import Hands

from vigie.kit.errors import Invalid, NotFound
from vigie.kit.i18n import Label
from vigie.people.person import Person
from vigie.personal.annotations import About, Annotations
from vigie.state.store import Store

STRIKE = Label("Strike at the carrier", "Grève du transporteur")


@pytest.fixture
def notes(store: Store, hands: Hands) -> Annotations:
    return Annotations(store, hands)


def test_notes_are_listed_in_the_order_of_their_days(notes: Annotations, ada: Person) -> None:
    notes.add(date(2025, 5, 2), date(2025, 5, 9), STRIKE, About("revenue"), ada.id)
    notes.add(date(2025, 3, 1), None, Label("", "Salon"))

    fair, strike = notes.all()
    assert (fair.start, fair.end, fair.author) == (date(2025, 3, 1), date(2025, 3, 1), None)
    assert fair.words == Label("Salon", "Salon")
    assert (strike.words, strike.about, strike.author) == (STRIKE, About("revenue"), "Ada")


def test_a_note_is_taken_away_and_brought_back(notes: Annotations) -> None:
    name = notes.add(date(2025, 5, 2), None, STRIKE)

    notes.remove(name)
    assert notes.all() == ()
    with pytest.raises(NotFound):
        notes.remove(name)

    notes.restore(name)
    assert [one.id for one in notes.all()] == [name]


@pytest.mark.parametrize(
    ("end", "words", "about", "reason"),
    [
        (None, Label(" ", ""), None, "words"),
        (date(2025, 5, 1), STRIKE, None, "before the first"),
        (None, STRIKE, About(dimension="region"), "member"),
    ],
)
def test_what_is_no_note_is_refused(
    notes: Annotations, end: date | None, words: Label, about: About | None, reason: str
) -> None:
    with pytest.raises(Invalid, match=reason):
        notes.add(date(2025, 5, 2), end, words, about)
