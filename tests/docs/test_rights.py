"""What can be said about people is written down: permissions, roles, sets, settings of the door."""

from dataclasses import fields
from pathlib import Path

from vigie.entrance import SECTIONS, USUAL
from vigie.model.loader import load_model
from vigie.people.declaration import RoleDeclaration, RolesFile, load_roles
from vigie.people.permission import Permission
from vigie.people.wording import Set

DOCS = Path(__file__).parents[2] / "docs"


def test_every_word_of_a_role_is_explained() -> None:
    page = (DOCS / "reference" / "roles.md").read_text(encoding="utf-8")
    roles = load_roles(load_model())
    words = [*Permission, *Set, *roles.names, *RoleDeclaration.model_fields]
    assert [word for word in words if f"`{word}`" not in page and f"{word}:" not in page] == []
    assert [word for word in RolesFile.model_fields if word not in page] == []


def test_every_setting_of_the_door_is_shown() -> None:
    page = "".join(file.read_text(encoding="utf-8") for file in (DOCS / "how-to").glob("*.md"))
    for section in SECTIONS:
        assert f"[{section}]" in page
        for setting in fields(getattr(USUAL, section)):
            assert f"{setting.name} = " in page, setting.name
