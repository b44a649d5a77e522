"""`vigie users` and `vigie tokens`: who may come in, and the programs that come in for them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from vigie.cli.desk import Desk, json_option, pass_desk, workspace_option
from vigie.kit.errors import NotFound, UsageError
from vigie.kit.i18n import text
from vigie.kit.spelling import nearest

if TYPE_CHECKING:
    from vigie.people.house import People
    from vigie.people.person import Link, Person

ADDRESS: Final = "http://127.0.0.1:8320"  # where `vigie serve` answers unless told otherwise

link_options = [
    click.option("--rep", "reps", multiple=True, metavar="KEY", help="Their salesperson."),
    click.option("--team", "teams", multiple=True, metavar="KEY", help="A team that they lead."),
    click.option("--territory", "territories", multiple=True, metavar="KEY", help="A territory."),
]
email_argument = click.argument("email", metavar="EMAIL")


@contextmanager
def open_people(desk: Desk, directory: Path) -> "Iterator[People]":
    """The people of a workspace, beside a running server too: their state is not the data's."""
    if desk.lent:
        yield desk.lent.people
        return
    from vigie.model.loader import load_model
    from vigie.people.house import People
    from vigie.workspace import settings_of

    place = desk.path(directory).resolve()
    people = People.open(place, settings_of(place), load_model())
    try:
        yield people
    finally:
        people.close()


def _linked(command: Any) -> Any:
    for option in reversed(link_options):
        command = option(command)
    return command


@click.group()
def users() -> None:
    """Who may come in: their roles, and the links by which they choose a password."""


@users.command("list")
@json_option
@workspace_option
@pass_desk
def list_users(desk: Desk, as_json: bool, directory: Path) -> None:
    """List everybody with their role."""
    with open_people(desk, directory) as people:
        known = people.directory.all()
        if as_json:
            desk.console.out(json.dumps([_described(one) for one in known], ensure_ascii=False))
            return
        for one in known:
            links = " ".join(f"{link.kind}={link.key}" for link in one.links)
            state = "" if one.is_active else text("disabled").to(people.settings.locale)
            line = f"{one.email:<36} {one.role:<16} {one.name:<28} {links} {state}"
            desk.console.out(line.rstrip())


@users.command()
@email_argument
@click.option("--role", required=True, help="director, manager, rep, … or one of your own.")
@click.option("--name", default="", help="How the person is called.")
@_linked
@json_option
@workspace_option
@pass_desk
def add(
    desk: Desk,
    email: str,
    role: str,
    name: str,
    reps: tuple[str, ...],
    teams: tuple[str, ...],
    territories: tuple[str, ...],
    as_json: bool,
    directory: Path,
) -> None:
    """Let somebody in; prints the one-time link by which they choose a password."""
    with open_people(desk, directory) as people:
        person = people.directory.add(email, name, role, _links(reps, teams, territories))
        _note(people, "person_added", person.id, role=role)
        _say_link(desk, people, person, as_json)


@users.command()
@email_argument
@_linked
@workspace_option
@pass_desk
def link(
    desk: Desk,
    email: str,
    reps: tuple[str, ...],
    teams: tuple[str, ...],
    territories: tuple[str, ...],
    directory: Path,
) -> None:
    """Say who somebody is in the company's data; replaces what was said before."""
    with open_people(desk, directory) as people:
        person = people.directory.find(email)
        links = _links(reps, teams, territories)
        people.directory.relink(person.id, links)
        told = [f"{one.kind}={one.key}" for one in links]
        _note(people, "person_changed", person.id, links=told)


@users.command()
@email_argument
@click.argument("role", metavar="ROLE")
@workspace_option
@pass_desk
def role(desk: Desk, email: str, role: str, directory: Path) -> None:
    """Give somebody another role."""
    with open_people(desk, directory) as people:
        person = people.directory.find(email)
        people.directory.give_role(person.id, role)
        _note(people, "person_changed", person.id, role=role)


@users.command()
@email_argument
@workspace_option
@pass_desk
def disable(desk: Desk, email: str, directory: Path) -> None:
    """Let somebody in no longer; they are signed out at once."""
    with open_people(desk, directory) as people:
        person = people.directory.find(email)
        people.directory.activate(person.id, False)
        _note(people, "person_changed", person.id, active=False)


@users.command()
@email_argument
@workspace_option
@pass_desk
def enable(desk: Desk, email: str, directory: Path) -> None:
    """Let somebody in again."""
    with open_people(desk, directory) as people:
        person = people.directory.find(email)
        people.directory.activate(person.id, True)
        _note(people, "person_changed", person.id, active=True)


@users.command()
@email_argument
@json_option
@workspace_option
@pass_desk
def reset(desk: Desk, email: str, as_json: bool, directory: Path) -> None:
    """Print a one-time link by which somebody chooses a new password."""
    with open_people(desk, directory) as people:
        _say_link(desk, people, people.directory.find(email), as_json)


@click.group()
def tokens() -> None:
    """How programs come in: with the scopes they are given, for as long as is said."""


@tokens.command("list")
@json_option
@workspace_option
@pass_desk
def list_tokens(desk: Desk, as_json: bool, directory: Path) -> None:
    """List the tokens that still open something, without their secrets."""
    with open_people(desk, directory) as people:
        owners = {one.id: one.email for one in people.directory.all()}
        found = [
            {
                "id": token.id,
                "owner": owners[token.person_id],
                "name": token.name,
                "scopes": list(token.scopes),
                "ends": token.ends_at.date().isoformat(),
                "used": token.used_at.isoformat() if token.used_at else None,
            }
            for token in people.tokens.of()
        ]
        if as_json:
            desk.console.out(json.dumps(found, ensure_ascii=False))
            return
        for one in found:
            desk.console.out("{id}  {owner:<32} {name:<20} {ends}".format(**one))


@tokens.command("add")
@email_argument
@click.option("--name", required=True, help="What the token is for.")
@click.option("--scope", "scopes", multiple=True, help="A permission (default: see_figures).")
@click.option("--days", type=click.IntRange(1, 366), default=90, show_default=True)
@json_option
@workspace_option
@pass_desk
def add_token(
    desk: Desk,
    email: str,
    name: str,
    scopes: tuple[str, ...],
    days: int,
    as_json: bool,
    directory: Path,
) -> None:
    """Make a token that acts for somebody; prints it this once."""
    with open_people(desk, directory) as people:
        owner = people.directory.find(email)
        wanted = _known(scopes or ("see_figures",))
        made, secret = people.tokens.make(owner.id, name, wanted, timedelta(days=days))
        _note(people, "token_made", made.id, owner=owner.id, scopes=wanted, days=days)
        if as_json:
            desk.console.out(json.dumps({"id": made.id, "token": secret}))
        else:
            desk.console.out(secret)


@tokens.command()
@click.argument("token_id", metavar="ID")
@workspace_option
@pass_desk
def revoke(desk: Desk, token_id: str, directory: Path) -> None:
    """Let a program in no longer."""
    with open_people(desk, directory) as people:
        if not people.tokens.revoke(token_id):
            raise NotFound("There is no token '{id}': see 'vigie tokens list'.", id=token_id)
        _note(people, "token_revoked", token_id)


def _known(scopes: tuple[str, ...]) -> list[str]:
    from vigie.people.permission import Permission

    known = [one.value for one in Permission]
    for scope in scopes:
        if scope not in known:
            raise UsageError(
                "There is no permission '{word}'; did you mean '{nearest}'?",
                word=scope,
                nearest=nearest(scope, known) or ", ".join(known),
            )
    return list(scopes)


def _links(
    reps: tuple[str, ...], teams: tuple[str, ...], territories: tuple[str, ...]
) -> "list[Link]":
    from vigie.people.person import Link, LinkKind

    named = {LinkKind.SALES_REP: reps, LinkKind.TEAM: teams, LinkKind.TERRITORY: territories}
    return [Link(kind, key) for kind, keys in named.items() for key in keys]


def _say_link(desk: Desk, people: "People", person: "Person", as_json: bool) -> None:
    from vigie.people.tickets import Purpose

    place = people.settings.entrance.web.address or ADDRESS
    address = place + people.tickets.make(Purpose.CHOOSE, person.id)
    _note(people, "link_made", person.id)
    if as_json:
        desk.console.out(json.dumps({**_described(person), "link": address}, ensure_ascii=False))
        return
    said = text("Give {name} this link; it opens once, within two days:", name=person.name)
    desk.say(said, people.settings.locale)
    desk.console.out(address)


def _note(people: "People", action: str, subject: str, **detail: object) -> None:
    from vigie.people.audit import COMMAND_LINE, Action

    people.audit.record(Action(action), COMMAND_LINE, subject, "", **detail)


def _described(person: "Person") -> dict[str, object]:
    return {
        "email": person.email,
        "name": person.name,
        "role": person.role,
        "active": person.is_active,
        "links": [{"kind": link.kind.value, "key": link.key} for link in person.links],
    }


COMMANDS: Final = (users, tokens)
