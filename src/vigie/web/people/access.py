"""What each address asks of whoever comes: the one table, and a route without a line is closed."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from vigie.people.audit import Action
from vigie.people.permission import Permission as May


class Open(StrEnum):
    """Addresses that ask for less than a permission."""

    EVERYBODY = "everybody"
    SIGNED_IN = "signed_in"  # whatever the role
    PENDING = "pending"  # the second factor is still to be shown


ACCESS: Final[Mapping[str, May | Open]] = {
    "GET /healthz": Open.EVERYBODY,
    "GET /readyz": Open.EVERYBODY,
    "GET /prometheus": Open.EVERYBODY,  # looks at the address or a token of its own
    # signing in
    "GET /sign-in": Open.EVERYBODY,
    "POST /sign-in": Open.EVERYBODY,
    "POST /sign-in/as": Open.EVERYBODY,
    "GET /sign-in/link/{secret}": Open.EVERYBODY,
    "POST /sign-in/link/{secret}": Open.EVERYBODY,
    "GET /sign-in/forgotten": Open.EVERYBODY,
    "POST /sign-in/forgotten": Open.EVERYBODY,
    "GET /sign-in/provider": Open.EVERYBODY,
    "GET /sign-in/provider/back": Open.EVERYBODY,
    "GET /sign-in/code": Open.PENDING,
    "POST /sign-in/code": Open.PENDING,
    "POST /sign-out": Open.SIGNED_IN,
    # oneself
    "GET /account": Open.SIGNED_IN,
    "POST /account/password": Open.SIGNED_IN,
    "GET /account/second-factor": Open.SIGNED_IN,
    "POST /account/second-factor/begin": Open.SIGNED_IN,
    "POST /account/second-factor/confirm": Open.SIGNED_IN,
    "POST /account/second-factor/off": Open.SIGNED_IN,
    "POST /account/sessions/{session_id}/end": Open.SIGNED_IN,
    "POST /account/tokens": May.MAKE_TOKENS,
    "POST /account/tokens/{token_id}/revoke": Open.SIGNED_IN,
    # people
    "GET /people": May.MANAGE_PEOPLE,
    "POST /people": May.MANAGE_PEOPLE,
    "GET /people/roles": May.MANAGE_PEOPLE,
    "GET /people/{person_id}": May.MANAGE_PEOPLE,
    "POST /people/{person_id}": May.MANAGE_PEOPLE,
    "POST /people/{person_id}/link": May.MANAGE_PEOPLE,
    "POST /people/{person_id}/see-as": May.SEE_AS,
    "POST /people/back": Open.SIGNED_IN,
    "GET /audit": May.SEE_AUDIT,
    "GET /audit.csv": May.EXPORT_AUDIT,
    # personal data
    "GET /privacy": May.SEE_PRIVACY,
    "GET /privacy/register.{kind}": May.SEE_PRIVACY,
    "GET /privacy/notices/{audience}": May.SEE_PRIVACY,
    "GET /privacy/requests": May.KEEP_PRIVACY,
    "POST /privacy/requests": May.KEEP_PRIVACY,
    "GET /privacy/requests/{request_id}": May.KEEP_PRIVACY,
    "POST /privacy/find": May.KEEP_PRIVACY,
    "POST /privacy/resume": May.KEEP_PRIVACY,
    "GET /privacy/consents": May.KEEP_PRIVACY,
    "POST /privacy/contacts": May.KEEP_PRIVACY,
    "GET /privacy/consents/{row}": May.KEEP_PRIVACY,
    "POST /privacy/consents/{row}": May.KEEP_PRIVACY,
    "GET /privacy/retention": May.SEE_PRIVACY,
    "POST /privacy/retention": May.KEEP_PRIVACY,
    # figures
    "GET /": May.SEE_FIGURES,
    "GET /boards": May.SEE_FIGURES,
    "POST /boards": May.MAKE_BOARDS,
    "GET /boards/{name}": May.SEE_FIGURES,
    "GET /boards/{name}.yaml": May.SEE_FIGURES,
    "GET /boards/{name}/edit": May.MAKE_BOARDS,
    "POST /boards/{name}/edit": May.MAKE_BOARDS,
    "POST /boards/{name}/share": May.SHARE,
    "POST /boards/{name}/remove": May.MAKE_BOARDS,
    "POST /boards/{name}/restore": May.MAKE_BOARDS,
    "POST /boards/{name}/publish": May.PUBLISH_BOARDS,
    "POST /boards/{name}/revert": May.PUBLISH_BOARDS,
    "GET /boards/{name}/parts/{part_id}": May.SEE_FIGURES,
    "GET /cards/{whose}/{key}": May.SEE_FIGURES,
    "GET /cards/{whose}/{key}/parts/{part_id}": May.SEE_FIGURES,
    "GET /cards/{whose}/{key}/parts/{part_id}/export.{kind}": May.EXPORT,
    "GET /wall": May.SEE_FIGURES,
    "GET /wall/in": Open.EVERYBODY,
    "POST /wall/in": Open.EVERYBODY,
    "GET /choose": May.SEE_FIGURES,
    "GET /find": May.SEE_FIGURES,
    "GET /annotations": May.SEE_FIGURES,
    "POST /annotations": May.ANNOTATE,
    "POST /annotations/{name}/remove": May.ANNOTATE,
    "POST /annotations/{name}/restore": May.ANNOTATE,
    "GET /boards/{name}/parts/{part_id}/export.{kind}": May.EXPORT,
    "POST /views": May.MAKE_BOARDS,
    "POST /views/first": May.MAKE_BOARDS,
    "POST /views/{name}/remove": May.MAKE_BOARDS,
    "POST /explore/keep": May.MAKE_BOARDS,
    "GET /explore": May.SEE_FIGURES,
    "GET /explore/export.{kind}": May.EXPORT,
    "GET /metrics": May.SEE_FIGURES,
    "GET /metrics/{metric_id}": May.SEE_FIGURES,
    "GET /metrics/{metric_id}/export.{kind}": May.EXPORT,
    "GET /metrics/{metric_id}/why": May.SEE_FIGURES,
    "GET /events": May.SEE_FIGURES,
    "GET /rows": May.SEE_ROWS,
    "GET /rows.csv": May.EXPORT,
    "GET /records/{table}/{key:path}": May.SEE_ROWS,
    # imports
    "GET /imports": May.SEE_IMPORTS,
    "GET /imports/{import_id}": May.SEE_IMPORTS,
    "POST /imports/{import_id}/undo": May.UNDO_IMPORTS,
    "GET /imports/new": May.IMPORT,
    "POST /imports/new": May.IMPORT,
    "GET /imports/drafts/{draft_id}": May.IMPORT,
    "POST /imports/drafts/{draft_id}": May.IMPORT,
    "GET /quarantine": May.SEE_IMPORTS,
    "GET /quarantine/export.{kind}": May.IMPORT,
    "POST /quarantine/retry": May.IMPORT,
    # programs
    "GET /api/v1/query": May.SEE_FIGURES,
    "GET /api/v1/rows": May.SEE_ROWS,
    "GET /api/v1/metrics": May.SEE_FIGURES,
    "GET /api/v1/metrics/{metric_id}": May.SEE_FIGURES,
    "GET /api/v1/contributions": May.SEE_FIGURES,
    "GET /api/v1/imports": May.SEE_IMPORTS,
    "POST /api/v1/imports": May.IMPORT,
    "GET /api/v1/imports/{import_id}": May.SEE_IMPORTS,
    "POST /api/v1/imports/{import_id}/undo": May.UNDO_IMPORTS,
    "GET /api/v1/{path:path}": Open.SIGNED_IN,
    "GET /api/odata/v4": May.EXPORT,
    "GET /api/odata/v4/": May.EXPORT,
    "GET /api/odata/v4/$metadata": May.EXPORT,
    "GET /api/odata/v4/{table}/$count": May.EXPORT,
    "GET /api/odata/v4/{table}": May.EXPORT,
    "GET /api/odata/v4/{rest:path}": May.EXPORT,
}
"""`METHOD /path` of a route → what its visitor must be allowed to do."""

FILES: Final = frozenset({"csv", "parquet", "xlsx"})
"""What `format=` may ask an address for beside what is shown: taking it away needs EXPORT."""

RECORDED: Final[Mapping[str, Action]] = {
    "GET /rows.csv": Action.EXPORTED,
    "GET /boards/{name}/parts/{part_id}/export.{kind}": Action.EXPORTED,
    "GET /cards/{whose}/{key}/parts/{part_id}/export.{kind}": Action.EXPORTED,
    "GET /explore/export.{kind}": Action.EXPORTED,
    "GET /metrics/{metric_id}/export.{kind}": Action.EXPORTED,
    "GET /quarantine/export.{kind}": Action.EXPORTED,
    "GET /api/odata/v4/{table}": Action.EXPORTED,
    "GET /audit.csv": Action.AUDIT_EXPORTED,
    "GET /records/{table}/{key:path}": Action.PERSONAL_DATA_SEEN,
    "POST /api/v1/imports": Action.IMPORTED,
    "POST /quarantine/retry": Action.IMPORTED,
    "POST /imports/{import_id}/undo": Action.UNDONE,
    "POST /api/v1/imports/{import_id}/undo": Action.UNDONE,
}
"""What is written down of a request that was answered."""
