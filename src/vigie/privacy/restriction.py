"""A person's data set aside (RGPD, art. 18): rows stay nameless until the restriction is lifted.

What tells who they are is put away from the rows, so no page, list or export can show it; imports
leave it out as well.
"""

from vigie.kit.i18n import Locale
from vigie.model.schema import Model
from vigie.privacy.finding import Reach
from vigie.privacy.ledger import Ledger, Mask, digest
from vigie.privacy.neutral import neutral, pseudonym
from vigie.warehouse import persons
from vigie.warehouse.ddl import engine_columns
from vigie.warehouse.digests import keyed
from vigie.warehouse.engine import Session
from vigie.warehouse.names import quote


def restrict(
    session: Session, model: Model, ledger: Ledger, reach: Reach, locale: Locale, request: str
) -> dict[str, int]:
    """Puts away what tells who the rows are about; gives table → rows."""
    secret, done = ledger.secret(), {}
    for table, subject, keys in reach.tables():
        declared = model.tables[table]
        name = pseudonym(locale, keyed(table, quote(declared.key[0]), secret))
        values = neutral(declared, subject, name)
        persons.put_away(session, declared, keys, list(values))
        done[table] = persons.replace(session, persons.of_keys(declared, keys), values)
        ledger.keep(Mask.RESTRICTED, table, [digest(secret, table, k) for k in keys], request)
    return done


def release(session: Session, model: Model, ledger: Ledger, reach: Reach) -> dict[str, int]:
    """Puts everything back; gives table → rows."""
    secret, done = ledger.secret(), {}
    for table, subject, keys in reach.tables():
        declared = model.tables[table]
        kinds = engine_columns(declared)
        columns = {name: kinds[name] for name in neutral(declared, subject, "''")}
        done[table] = persons.put_back(session, declared, keys, columns)
        ledger.forget(Mask.RESTRICTED, table, [digest(secret, table, key) for key in keys])
    return done
