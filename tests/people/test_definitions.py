from pathlib import Path

from vigie.people.audit import Action, Wish
from vigie.people.definitions import note_changes
from vigie.people.house import People


def changes(people: People) -> list[str]:
    wish = Wish(action=Action.DEFINITIONS_CHANGED.value)
    return [entry.subject for entry in people.audit.entries(wish)]


def test_each_change_of_a_definition_is_written_down_once(people: People, tmp_path: Path) -> None:
    (tmp_path / "metrics").mkdir()
    (tmp_path / "metrics" / "own.yaml").write_text("metrics: {}\n")
    note_changes(people.audit, tmp_path)
    note_changes(people.audit, tmp_path)
    assert changes(people) == ["metrics/own.yaml"]
    (tmp_path / "roles.yaml").write_text("roles: {}\n")
    (tmp_path / "metrics" / "own.yaml").unlink()
    note_changes(people.audit, tmp_path)
    assert changes(people)[0] == "metrics/own.yaml, roles.yaml"


def test_a_company_without_its_own_definitions_changes_nothing(
    people: People, tmp_path: Path
) -> None:
    note_changes(people.audit, tmp_path)
    assert changes(people) == []
