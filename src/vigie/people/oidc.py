"""OpenID Connect: the company's own provider vouches for who comes (authorization code, PKCE)."""

from dataclasses import dataclass
from datetime import timedelta
from threading import Lock
from typing import Any, Final

from sqlalchemy import delete, insert, select

from vigie.entrance import OidcSettings
from vigie.kit.errors import Forbidden, NotFound, VigieError
from vigie.kit.reach import NOWHERE_INNER, Reach
from vigie.kit.secrets import secret
from vigie.people.clock import Clock, now
from vigie.people.digest import digest, fresh
from vigie.people.directory import Directory
from vigie.people.factor_tables import identity, journey
from vigie.people.fetching import transport
from vigie.people.person import Person
from vigie.state.store import Store

SECRET: Final = "VIGIE_OIDC_SECRET"  # noqa: S105 - the name of a variable
SCOPE: Final = "openid email profile"
PATIENCE: Final = 10  # seconds
LASTS: Final = timedelta(minutes=10)
ALGORITHMS: Final = ("RS256", "PS256", "ES256", "EdDSA")  # none that a client's secret could forge
LEEWAY: Final = 60  # seconds by which two clocks may differ


class ProviderFailed(VigieError):  # noqa: N818
    """The provider did not vouch for anybody."""

    code = "provider_failed"
    status = 502


@dataclass(frozen=True, slots=True)
class Claims:
    """Whom the provider vouches for."""

    issuer: str
    subject: str
    email: str | None  # only where the provider has verified it
    name: str


class Oidc:
    """Sends people to the provider and recognises them when they come back."""

    def __init__(
        self,
        store: Store,
        directory: Directory,
        settings: OidcSettings,
        reach: Reach = NOWHERE_INNER,
        clock: Clock = now,
    ) -> None:
        # Whoever wrote the issuer down has chosen it; what the issuer points at is looked at.
        self._reach = reach.chosen(settings.issuer)
        self._store = store
        self._directory = directory
        self._settings = settings
        self._clock = clock
        self._lock = Lock()
        self._known: dict[str, Any] = {}

    @property
    def label(self) -> str | None:
        """What the button says; None where there is no provider."""
        return self._settings.label if self._settings.issuer else None

    def begin(self, back: str, wanted: str) -> tuple[str, str]:
        """The provider's address to go to, and the state that has to come back from there."""
        state, nonce, verifier, at = fresh(), fresh(), fresh() + fresh(), self._clock()
        with self._client(back) as client:
            url, _ = client.create_authorization_url(
                self._about("authorization_endpoint"),
                state=state,
                nonce=nonce,
                code_verifier=verifier,
            )
        with self._store.write() as connection:
            connection.execute(delete(journey).where(journey.c.ends_at < at))
            connection.execute(
                insert(journey).values(
                    digest=digest(state),
                    nonce=nonce,
                    verifier=verifier,
                    wanted=wanted[:2000],
                    ends_at=at + LASTS,
                )
            )
        return str(url), state

    def finish(self, back: str, state: str, code: str) -> tuple[Person, str]:
        """Who has come back, and where they wanted to go; raises Forbidden or ProviderFailed."""
        with self._store.write() as connection:
            mine = journey.c.digest == digest(state)
            row = connection.execute(select(journey).where(mine)).one_or_none()
            connection.execute(delete(journey).where(mine))
        if row is None or row.ends_at < self._clock():
            raise Forbidden("This way of signing in was not begun here, or too long ago.")
        return self._recognised(self._vouched(back, code, row.verifier, row.nonce)), row.wanted

    def _vouched(self, back: str, code: str, verifier: str, nonce: str) -> Claims:
        from authlib.common.errors import AuthlibBaseError
        from httpx2 import HTTPError
        from joserfc import jwt
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        issuer = self._settings.issuer or ""
        try:
            with self._client(back) as client:
                token = client.fetch_token(
                    self._about("token_endpoint"), code=code, code_verifier=verifier
                )
            keys = self._fetched(self._about("jwks_uri"))
            told = jwt.decode(
                token["id_token"], KeySet.import_key_set(keys), algorithms=[*ALGORITHMS]
            ).claims
            jwt.JWTClaimsRegistry(
                leeway=LEEWAY,
                iss={"essential": True, "value": issuer},
                aud={"essential": True, "value": self._settings.client_id},
                sub={"essential": True},
                exp={"essential": True},
                nonce={"essential": True, "value": nonce},
            ).validate(told)
        except (AuthlibBaseError, JoseError, HTTPError, KeyError, ValueError) as error:
            raise _failed() from error
        email = told.get("email") if told.get("email_verified") is True else None
        return Claims(issuer, told["sub"], email, told.get("name") or "")

    def _recognised(self, claims: Claims) -> Person:
        """The person of these claims: known by the provider's own name for them, else by mail."""
        mine = (identity.c.issuer == claims.issuer) & (identity.c.subject == claims.subject)
        with self._store.read() as connection:
            known = connection.scalar(select(identity.c.person_id).where(mine))
        person = self._directory.get(known) if known else self._met(claims)
        if not person.is_active or person.is_demo:
            raise _nobody()
        if not known:
            with self._store.write() as connection:
                connection.execute(
                    insert(identity).values(
                        issuer=claims.issuer, subject=claims.subject, person_id=person.id
                    )
                )
        return person

    def _met(self, claims: Claims) -> Person:
        if claims.email is None:
            raise _nobody()
        try:
            return self._directory.find(claims.email)
        except NotFound:
            if self._settings.role is None:
                raise _nobody() from None
            return self._directory.add(claims.email, claims.name, self._settings.role)

    def _about(self, word: str) -> str:
        """What the provider says of itself."""
        from httpx2 import HTTPError

        with self._lock:
            if not self._known:
                place = (self._settings.issuer or "").rstrip("/")
                try:
                    self._known = self._fetched(f"{place}/.well-known/openid-configuration")
                except (HTTPError, ValueError) as error:
                    raise _failed() from error
        if word not in self._known:
            raise _failed()
        return str(self._known[word])

    def _fetched(self, url: str) -> Any:
        from httpx2 import Client

        with Client(transport=transport(self._reach), timeout=PATIENCE) as client:
            return client.get(url).raise_for_status().json()

    def _client(self, back: str) -> Any:
        try:
            from authlib.integrations.httpx_client import OAuth2Client
        except ModuleNotFoundError as error:
            raise VigieError(
                "OpenID Connect needs another library: install vigie[oidc]."
            ) from error
        known = secret(SECRET)
        return OAuth2Client(
            client_id=self._settings.client_id,
            client_secret=known,
            scope=SCOPE,
            redirect_uri=back,
            code_challenge_method="S256",
            token_endpoint_auth_method="client_secret_basic" if known else "none",
            timeout=PATIENCE,
            transport=transport(self._reach),
        )


def _failed() -> ProviderFailed:
    return ProviderFailed(
        "The provider of identities did not answer as it should: check [oidc] in vigie.toml."
    )


def _nobody() -> Forbidden:
    return Forbidden("The provider knows you, but nobody has let you in here yet: ask for it.")
