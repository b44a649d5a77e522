import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError

from vigie.people.audit import Action, Audit, Wish
from vigie.people.audit_tables import entry
from vigie.people.house import People


@pytest.fixture
def audit(people: People) -> Audit:
    for number in range(5):
        people.audit.record(Action.EXPORTED, "ada", f"metric {number}", "192.0.2.1", rows=number)
    return people.audit


@pytest.fixture
def alter(people: People, tmp_path: Path) -> Callable[[str], None]:
    """Changes the file as somebody does who owns it."""

    def change(statement: str) -> None:
        people.store.close()
        with sqlite3.connect(tmp_path / "data" / "state.sqlite") as connection:
            connection.execute("DROP TRIGGER IF EXISTS audit_entry_UPDATE")
            connection.execute("DROP TRIGGER IF EXISTS audit_entry_DELETE")
            connection.execute(statement)
        connection.close()

    return change


def test_what_was_done_is_listed_the_latest_first(audit: Audit) -> None:
    listed = audit.entries(Wish(limit=2))
    assert [one.subject for one in listed] == ["metric 4", "metric 3"]
    assert listed[0].detail == '{"rows": 4}'
    assert [one.number for one in audit.entries(Wish(before=3))] == [2, 1]
    assert audit.entries(Wish(action="sign_in")) == []
    assert len(audit.entries(Wish(actor="ada"))) == 5


def test_an_untouched_record_is_sound(audit: Audit) -> None:
    verdict = audit.verify()
    assert (verdict.is_sound, verdict.count) == (True, 5)


def test_an_empty_record_is_sound(people: People) -> None:
    assert people.audit.verify().is_sound


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE audit_entry SET subject = 'metric X' WHERE number = 3", 3),
        ("UPDATE audit_entry SET actor = 'bob' WHERE number = 5", 5),
        ("UPDATE audit_entry SET at = '2026-03-01 08:00:00.000001' WHERE number = 1", 1),
        ("UPDATE audit_entry SET seal = upper(seal) WHERE number = 2", 2),
        ("DELETE FROM audit_entry WHERE number = 3", 3),
        ("DELETE FROM audit_entry WHERE number = 5", 5),
        ("DELETE FROM audit_entry", 1),
        ("UPDATE audit_entry SET number = 6 WHERE number = 5", 5),
        ("DELETE FROM audit_head", 6),
    ],
)
def test_every_change_is_found(
    audit: Audit, alter: Callable[[str], None], statement: str, broken: int
) -> None:
    alter(statement)
    assert audit.verify().broken == broken


def test_one_flipped_byte_in_the_file_is_found(
    audit: Audit, people: People, tmp_path: Path
) -> None:
    people.store.close()
    file = tmp_path / "data" / "state.sqlite"
    content = bytearray(file.read_bytes())
    place = content.index(b"metric 2")
    content[place] ^= 0x01
    file.write_bytes(content)
    assert audit.verify().broken == 3


def test_a_lost_head_does_not_heal_by_going_on(audit: Audit, alter: Callable[[str], None]) -> None:
    alter("DELETE FROM audit_head")
    audit.record(Action.SIGN_IN, "ada")
    assert not audit.verify().is_sound


@pytest.mark.parametrize("change", [entry.delete(), entry.update().values(actor="bob")])
def test_the_database_itself_lets_nothing_be_changed(
    audit: Audit, people: People, change: object
) -> None:
    def try_it() -> None:
        with people.store.write() as connection:
            connection.execute(change)  # type: ignore[call-overload]

    with pytest.raises(DatabaseError, match="only added to"):
        try_it()


def test_entries_of_many_at_once_stay_in_one_chain(people: People) -> None:
    def write() -> None:
        for _ in range(10):
            people.audit.record(Action.SIGN_IN, "ada")

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    verdict = people.audit.verify()
    assert (verdict.count, verdict.is_sound) == (40, True)
