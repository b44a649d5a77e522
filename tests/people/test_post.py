"""Letters reach a real mail server; nobody learns who is known."""

import re
import socket
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message

from vigie.entrance import Entrance, MailSettings, WebSettings
from vigie.kit.i18n import text
from vigie.people.house import People
from vigie.people.person import Person
from vigie.people.post import NoPost, invite, send
from vigie.people.tickets import PATH, Purpose


class Letters(Message):
    """Keeps what is sent."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[str] = []

    def prepare_message(self, session: object, envelope: object) -> object:
        content = envelope.content  # type: ignore[attr-defined]
        letter = message_from_bytes(content, policy=policy.default)
        self.kept.append(f"{letter['To']}\n{letter['Subject']}\n{letter.get_content()}")
        return super().prepare_message(session, envelope)

    def handle_message(self, message: object) -> None:
        pass


@pytest.fixture
def letters() -> Iterator[tuple[Letters, int]]:
    kept = Letters()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(kept, hostname="127.0.0.1", port=port)
    server.start()
    yield kept, port
    server.stop()


def posting(people: People, port: int) -> People:
    mail = MailSettings("127.0.0.1", port, "none")
    entrance = Entrance(web=WebSettings("https://vigie.example.com"), mail=mail)
    return replace(people, settings=replace(people.settings, entrance=entrance))


def test_a_known_person_gets_a_link_that_opens(
    people: People, ada: Person, letters: tuple[Letters, int]
) -> None:
    kept, port = letters
    invite(posting(people, port), "Ada@froid.fr", "http://127.0.0.1:8320/")
    assert kept.kept[0].startswith("ada@froid.fr\n")
    link = re.search(rf"https://vigie\.example\.com{PATH}([\w-]+)", kept.kept[0])
    assert link
    assert people.tickets.look(link[1]).purpose is Purpose.CHOOSE


def test_a_stranger_gets_nothing(people: People, ada: Person, letters: tuple[Letters, int]) -> None:
    kept, port = letters
    invite(posting(people, port), "nobody@froid.fr", "http://127.0.0.1:8320/")
    assert kept.kept == []


def test_a_server_that_is_not_there_is_told_in_a_sentence() -> None:
    mail = MailSettings("127.0.0.1", 1, "none")
    with pytest.raises(NoPost, match=r"\[mail\]"):
        send(mail, "ada@froid.fr", text("Hello"), text("Hello"), "fr")
