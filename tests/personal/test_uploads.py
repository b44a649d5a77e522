"""Files that wait for a decision belong to one person, for a week."""

import pytest
from tests.people.conftest import Hands

from vigie.intake.declaration import parse_mapping
from vigie.intake.reading import ReadOptions
from vigie.people.person import Person
from vigie.personal.uploads import KEPT, Asked, Uploads
from vigie.state.store import Store

MAPPING = parse_mapping(
    {
        "source": "shop",
        "files": [
            {
                "pattern": "a.csv",
                "read": {"sheet": "One"},
                "tables": [{"table": "account", "columns": {"account_id": "id", "name": "nom"}}],
            }
        ],
    }
)


@pytest.mark.parametrize(
    "asked",
    [Asked(), Asked("account"), Asked(None, MAPPING, ReadOptions(decimal=",", header_row=2))],
)
def test_what_was_asked_is_remembered_as_it_was(asked: Asked) -> None:
    assert Asked.of(asked.words()) == asked


def test_a_week_later_they_are_over(store: Store, ada: Person, bob: Person, hands: Hands) -> None:
    uploads = Uploads(store, hands)
    uploads.keep(ada.id, "u1", ["a.csv"], Asked())
    hands.move(seconds=KEPT.total_seconds())
    uploads.keep(bob.id, "u2", ["b.csv", "é.csv"], Asked("account"))
    assert uploads.over() == frozenset()
    assert [one.files for one in uploads.of(bob.id)] == [("b.csv", "é.csv")]
    hands.move(seconds=1)
    assert uploads.over() == {"u1"}
    uploads.forget("u1")
    assert uploads.ids() == {"u2"}
    assert uploads.of(ada.id) == ()
