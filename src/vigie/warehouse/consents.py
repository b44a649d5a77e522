"""Who agreed to what, and whom one may write to: the latest decision decides, silence is no."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from vigie.kit.errors import Invalid
from vigie.warehouse.session import Session

OBJECTIONS: Final = "('denied', 'withdrawn')"
_PEOPLE: Final = """
  SELECT 'contact' AS room, contact_id AS person_id, account_id, name, email,
         phone, mobile, linkedin_url, NULL AS street
  FROM core.contact WHERE deleted_at IS NULL
  UNION ALL
  SELECT 'account', account.account_id, account.account_id, name, email, phone, NULL, NULL, street
  FROM core.account LEFT JOIN (
    SELECT account_id, any_value(concat_ws(', ', line1, line2, concat_ws(' ', postal_code, city)))
           AS street
    FROM core.account_address WHERE line1 IS NOT NULL GROUP BY account_id) USING (account_id)
  WHERE account_type = 'person' AND deleted_at IS NULL"""
_ADDRESSES: Final = {
    "email": "lower(trim(email))",
    "sms": "regexp_replace(coalesce(mobile, phone), '[^0-9+]', '', 'g')",
    "phone": "regexp_replace(coalesce(phone, mobile), '[^0-9+]', '', 'g')",
    "post": "street",
    "social": "linkedin_url",
}
_LATEST: Final = f"""
  SELECT *, row_number() OVER (
    PARTITION BY person_id, purpose, channel
    ORDER BY recorded_at DESC, status IN {OBJECTIONS} DESC) AS place
  FROM core.consent WHERE deleted_at IS NULL"""
_CUSTOMERS: Final = """
  SELECT account_id FROM core.invoice
  WHERE invoice_date >= $since AND status NOT IN ('draft', 'cancelled')
  UNION SELECT account_id FROM core.sales_order
  WHERE order_date >= $since AND status NOT IN ('draft', 'cancelled')"""


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided once, with the proof of it and the row that it came by."""

    purpose: str
    channel: str
    status: str
    recorded_at: datetime
    expires_at: datetime | None
    legal_basis: str | None
    source: str | None
    text_version: str | None
    proof: str | None
    import_id: str | None
    line: int | None
    holds: bool  # the latest of its purpose and channel


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody who may be contacted, and why."""

    table: str
    key: str
    name: str | None
    address: str
    basis: str  # consent, or soft_opt_in
    recorded_at: datetime | None
    source: str | None
    text_version: str | None


def decisions(session: Session, key: str) -> list[Decision]:
    """What a person decided, the latest first."""
    rows = session.rows(
        "SELECT purpose, channel, status, recorded_at, expires_at, legal_basis, source, "
        f"text_version, proof, import_id, source_line, place = 1 FROM ({_LATEST}) "
        "WHERE person_id = ? ORDER BY recorded_at DESC, purpose, channel",
        [key],
    )
    return [Decision(*row) for row in rows]


def contactable(
    session: Session, purpose: str, channel: str, now: datetime, customers_since: datetime | None
) -> list[Contact]:
    """Whom one may contact for a purpose by a channel at the moment `now` (the company's clock).

    A consent must hold: granted last, and not expired. `customers_since` lets those be written to
    who bought since then and never decided (soft opt-in); None: nobody. An address that anybody
    objected with is in no list, whoever else has it. Raises Invalid for a channel without address.
    """
    if channel not in _ADDRESSES:
        raise Invalid("Nobody can be contacted by '{channel}'.", channel=channel)
    soft = "" if customers_since is None else _SOFT.format(customers=_CUSTOMERS)
    values: dict[str, object] = {"purpose": purpose, "channel": channel, "now": now}
    if customers_since is not None:
        values["since"] = customers_since
    rows = session.rows(
        f"""WITH people AS (
          SELECT *, nullif({_ADDRESSES[channel]}, '') AS address FROM ({_PEOPLE})
        ), latest AS (
          SELECT * FROM ({_LATEST}) WHERE place = 1 AND purpose = $purpose AND channel = $channel
        ), objecting AS (
          SELECT address FROM people JOIN latest USING (person_id)
          WHERE status IN {OBJECTIONS} AND address IS NOT NULL
        ), willing AS (
          SELECT room, people.person_id, name, address, 'consent' AS basis, latest.recorded_at,
                 latest.source, latest.text_version
          FROM people JOIN latest USING (person_id)
          WHERE status = 'granted' AND (expires_at IS NULL OR expires_at > $now){soft}
        )
        SELECT * FROM willing
        WHERE address IS NOT NULL AND address NOT IN (SELECT address FROM objecting)
        ORDER BY room DESC, person_id""",
        values,
    )
    return [Contact(*row) for row in rows]


_SOFT: Final = """
          UNION ALL
          SELECT room, person_id, name, address, 'soft_opt_in', NULL, NULL, NULL FROM people
          WHERE person_id NOT IN (SELECT person_id FROM latest)
            AND account_id IN (SELECT account_id FROM ({customers}) WHERE account_id IS NOT NULL)"""
