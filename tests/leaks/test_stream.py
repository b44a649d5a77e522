"""The live stream: its notices carry no figure, and end with the right to hear them."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest
from tests.web.loop import run

from vigie.kit.events import Event
from vigie.people.sessions import Visit
from vigie.web import live
from vigie.web.cockpit import Cockpit
from vigie.web.people.door import RIGHTS
from vigie.web.people.visitor import Visitor, remains, visitor
from vigie.workspace import DATA

from .readers import NARROWED
from .seats import House

REP = NARROWED[0]


def listener(house: House) -> Visitor:
    """The rep, with a session of their own."""
    person, sessions = house.person(REP), house.workspace.people.sessions
    session = sessions.find(sessions.open(person.id, Visit("127.0.0.1")))
    assert session
    return visitor(house.workspace, person, session=session)


def program(house: House) -> Visitor:
    """A program that acts for the rep."""
    tokens = house.workspace.people.tokens
    token, _ = tokens.make(house.person(REP).id, "a test", ["see_figures"], timedelta(days=1))
    return visitor(house.workspace, house.person(REP), token=token)


def end_session(house: House, who: Visitor) -> None:
    assert who.session
    house.workspace.people.sessions.end(who.owner.id, who.session.id)


def end_all(house: House, who: Visitor) -> None:
    house.workspace.people.sessions.end_all(who.owner.id)


def revoke(house: House, who: Visitor) -> None:
    assert who.token
    house.workspace.people.tokens.revoke(who.token.id)


def move_away(house: House, who: Visitor) -> None:
    """Another person of the same name: the links are gone."""
    house.workspace.people.directory.relink(who.person.id, ())


async def rest(frames: AsyncIterator[str]) -> list[str]:
    return [frame async for frame in frames]


@pytest.mark.parametrize(
    ("enter", "leave"),
    [(listener, end_session), (listener, end_all), (program, revoke), (listener, move_away)],
)
def test_a_stream_ends_at_once_when_the_right_to_it_ends(
    house: House,
    enter: Callable[[House], Visitor],
    leave: Callable[[House, Visitor], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Only the notice of a change ends it here: the look at the clock would come too late.
    monkeypatch.setattr(live, "WATCH", 60.0)
    who, cockpit = enter(house), Cockpit(house.workspace)

    async def heard() -> list[str]:
        frames = live.stream(cockpit, None, lambda: remains(who, house.workspace))
        await anext(frames)
        cockpit.events.publish(Event(DATA, "7", "7"))
        first = await anext(frames)
        leave(house, who)
        cockpit.events.publish(Event(RIGHTS))
        return [first, *await rest(frames)]

    try:
        assert run(heard()) == ["event: data\nid: 7\ndata: 7\n\n"]
    finally:
        house.workspace.people.directory.relink(who.person.id, REP.links)


def test_a_right_taken_away_elsewhere_is_noticed_by_the_clock(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "WATCH", 0.01)
    who, cockpit = listener(house), Cockpit(house.workspace)

    async def heard() -> list[str]:
        frames = live.stream(cockpit, None, lambda: remains(who, house.workspace))
        first = await anext(frames)
        end_session(house, who)
        return [first, *await rest(frames)]

    assert len([frame for frame in run(heard()) if frame.startswith("id:")]) == 1


def test_every_change_makes_the_streams_look_again(house: House) -> None:
    who = house.seat(REP)
    told: list[Event] = []
    house.app.state.cockpit.events.publish = told.append
    assert who.ask("/sign-out", method="POST")[0].status_code == 303
    assert Event(RIGHTS) in told


def test_a_notice_says_that_rows_changed_and_nothing_of_them(house: House) -> None:
    told: list[Event] = []
    house.workspace.events.publish = told.append  # type: ignore[method-assign]
    with house.workspace.warehouse.write() as session:
        session.execute("DELETE FROM core.invoice WHERE false")
    version = str(house.workspace.warehouse.version)
    assert told == [Event(DATA, version, version)]
