"""What a company says about its door, in `vigie.toml`: address, sign-in, mail, state."""

import json
from dataclasses import fields
from ipaddress import ip_network
from typing import Annotated, Final, Literal

from pydantic import ConfigDict, Field, field_validator
from pydantic.dataclasses import dataclass

_STRICT: Final = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True, config=_STRICT)
class StateSettings:
    """Where people, sessions and audit are kept."""

    url: str | None = None  # of PostgreSQL (or VIGIE_STATE_URL); None: data/state.sqlite


@dataclass(frozen=True, slots=True, config=_STRICT)
class WebSettings:
    """How the pages are reached from outside."""

    address: str | None = None  # https://vigie.example.com; None: what `vigie serve` says
    hosts: tuple[str, ...] = ()  # other names under which browsers may reach it
    trusted_proxies: tuple[str, ...] = ()  # addresses or networks whose word is taken
    monitors: tuple[str, ...] = ()  # addresses or networks that may read /prometheus
    reach: tuple[str, ...] = ()  # inner addresses or networks that Vigie may fetch from
    requests_per_minute: Annotated[int, Field(ge=60)] = 3000  # from one address
    exports_per_minute: Annotated[int, Field(ge=1)] = 120
    sign_ins_per_minute: Annotated[int, Field(ge=1)] = 60
    upload_mb: Annotated[int, Field(ge=1)] = 8192  # of one upload
    log: Literal["text", "json"] = "text"

    @field_validator("trusted_proxies", "monitors", "reach")
    @classmethod
    def _networks(cls, found: tuple[str, ...]) -> tuple[str, ...]:
        for network in found:
            ip_network(network, strict=False)
        return found

    @field_validator("address")
    @classmethod
    def _without_slash(cls, address: str | None) -> str | None:
        if address is None:
            return None
        if not address.startswith(("http://", "https://")):
            raise ValueError("an address begins with https:// (or http://)")
        return address.rstrip("/")


@dataclass(frozen=True, slots=True, config=_STRICT)
class SignInSettings:
    """How people come in."""

    passwords: bool = True  # whether an e-mail address and a password are enough to begin with
    one_click: bool = False  # the demo: everybody may choose whom to be
    idle_hours: Annotated[int, Field(ge=1)] = 12
    longest_days: Annotated[int, Field(ge=1, le=365)] = 7
    user_header: str | None = None  # the header in which a trusted proxy names the person
    second_factor: tuple[str, ...] = ()  # roles that must show one


@dataclass(frozen=True, slots=True, config=_STRICT)
class OidcSettings:
    """A provider of identities. The secret is in VIGIE_OIDC_SECRET."""

    issuer: str | None = None
    client_id: str = "vigie"
    label: str = "OpenID Connect"  # what the button says
    role: str | None = None  # of somebody who was not known yet; None: only known people come in


@dataclass(frozen=True, slots=True, config=_STRICT)
class MailSettings:
    """The company's mail server. The password is in VIGIE_SMTP_PASSWORD."""

    host: str | None = None
    port: Annotated[int, Field(ge=1, le=65535)] = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str | None = None
    sender: str = "vigie@localhost"


@dataclass(frozen=True, slots=True, config=_STRICT)
class Entrance:
    """All that is said about the door."""

    state: StateSettings = StateSettings()
    web: WebSettings = WebSettings()
    sign_in: SignInSettings = SignInSettings()
    oidc: OidcSettings = OidcSettings()
    mail: MailSettings = MailSettings()

    @property
    def is_https(self) -> bool:
        """Whether people reach the pages over https, at the address that the company says."""
        return (self.web.address or "").startswith("https://")


USUAL: Final = Entrance()
SECTIONS: Final = ("state", "web", "sign_in", "oidc", "mail")


def written(entrance: Entrance) -> str:
    """The sections of `vigie.toml` for what is not as usual."""
    found = []
    for section in SECTIONS:
        one, other = getattr(entrance, section), getattr(USUAL, section)
        values = {f.name: getattr(one, f.name) for f in fields(one)}
        said = [
            f"{name} = {json.dumps(value, ensure_ascii=False)}"
            for name, value in values.items()
            if value != getattr(other, name)
        ]
        if said:
            found += ["", f"[{section}]", *said]
    return "\n".join([*found, ""]) if found else ""


def words() -> list[str]:
    """Every setting's own name."""
    return [f.name for section in SECTIONS for f in fields(getattr(USUAL, section))]
