"""One column of a person's row corrected, and kept so when the source sends the wrong value again.

What is remembered are digests of the row's key and of the wrong value: a source that sends another
value has been corrected, or knows better, and is believed.
"""

from vigie.kit.errors import Invalid, NotFound
from vigie.kit.spelling import nearest
from vigie.model.schema import Model
from vigie.privacy.finding import Anchor
from vigie.privacy.ledger import Ledger, digest
from vigie.privacy.subjects import load_subjects
from vigie.warehouse import persons
from vigie.warehouse.ddl import ENGINE_TYPES
from vigie.warehouse.engine import EngineError, Warehouse


def correctable(model: Model, table: str) -> tuple[str, ...]:
    """The columns of persons that can be corrected here."""
    subject, declared = load_subjects()[table], model.tables[table]
    known = dict.fromkeys((*subject.telling(declared), *subject.keeps))
    return tuple(name for name in known if name not in declared.key)


def correct(
    warehouse: Warehouse,
    model: Model,
    ledger: Ledger,
    anchor: Anchor,
    column: str,
    value: str,
    request: str,
) -> None:
    """Corrects one column; raises NotFound for an unknown one, Invalid for a wrong value."""
    known = correctable(model, anchor.table)
    if column not in known:
        raise NotFound(
            "'{column}' cannot be corrected here; did you mean '{nearest}'?",
            column=column,
            nearest=nearest(column, known) or ", ".join(known),
        )
    table = model.tables[anchor.table]
    declared = table.columns[column]
    if declared.required and not value.strip():
        raise Invalid("'{column}' cannot be empty.", column=column)
    kind = ENGINE_TYPES[declared.type]
    try:
        with warehouse.write() as session:
            wrong = persons.correct(session, table, anchor.key, column, kind, value.strip())
    except EngineError as error:
        raise Invalid("This is no value of '{column}'.", column=column) from error
    secret = ledger.secret()
    key, said = digest(secret, table.name, anchor.key), digest(secret, column, wrong)
    ledger.correct(table.name, key, column, said, request)
