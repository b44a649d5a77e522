"""Letters to people, through the company's own mail server."""

import smtplib
import ssl
from email.message import EmailMessage
from typing import Final

from vigie.entrance import MailSettings
from vigie.kit.errors import NotFound, VigieError
from vigie.kit.i18n import Locale, Text, text
from vigie.kit.secrets import secret
from vigie.people.house import People
from vigie.people.tickets import Purpose

PASSWORD: Final = "VIGIE_SMTP_PASSWORD"  # noqa: S105 - the name of a variable
PATIENCE: Final = 20  # seconds


class NoPost(VigieError):  # noqa: N818
    """A letter that could not be sent."""

    code = "no_post"
    status = 502


def invite(people: People, email: str, base: str) -> None:
    """Sends whoever has that address a link to choose a password; nobody, nothing."""
    try:
        person = people.directory.find(email)
    except NotFound:
        return
    mail, settings = people.settings.entrance.mail, people.settings
    if not person.is_active or mail.host is None:
        return
    place = (settings.entrance.web.address or base).rstrip("/")
    address = place + people.tickets.make(Purpose.CHOOSE, person.id)
    send(
        mail,
        person.email,
        text("Choose a password for Vigie"),
        text(
            "Hello {name},\n\nopen this link within two days to choose your password:\n\n"
            "{address}\n\nIf you have not asked for it, do nothing: your password stays.\n",
            name=person.name,
            address=address,
        ),
        settings.locale,
    )


def send(mail: MailSettings, to: str, subject: Text, body: Text, locale: Locale) -> None:
    """Sends one letter; raises NoPost."""
    letter = EmailMessage()
    letter["From"], letter["To"] = mail.sender, to
    letter["Subject"] = subject.to(locale)
    letter.set_content(body.to(locale))
    try:
        with _server(mail) as server:
            if mail.user:
                server.login(mail.user, secret(PASSWORD) or "")
            server.send_message(letter)
    except (OSError, smtplib.SMTPException) as error:
        raise NoPost(
            "The mail server did not take the letter: check [mail] in vigie.toml."
        ) from error


def _server(mail: MailSettings) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if mail.security == "tls":
        return smtplib.SMTP_SSL(mail.host or "", mail.port, timeout=PATIENCE, context=context)
    server = smtplib.SMTP(mail.host or "", mail.port, timeout=PATIENCE)
    if mail.security == "starttls":
        server.starttls(context=context)
    return server
