"""The shapes of the JSON interface, as its description tells them to programs."""

from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field


class Names(BaseModel):
    """The same words in both languages."""

    en: str
    fr: str


class Problem(BaseModel):
    """A stable code, and a sentence for a person."""

    code: str
    message: str


class Refusal(BaseModel):
    """Why there is no answer."""

    error: Problem


class Column(BaseModel):
    """One column of an answer: what its values are, and what they count."""

    name: str
    type: str
    unit: str | None


class Answer(BaseModel):
    """Rows under their columns; a period is its first day."""

    model_config = ConfigDict(extra="allow")

    columns: list[Column]
    rows: list[list[Any]]
    warnings: list[str]
    totals: list[Any] | None = None


class RowsBehind(Answer):
    """One page of rows; `total` is the sum of all of them, the figure."""

    total: float | None
    total_rows: int
    parts: list[str]


class Days(BaseModel):
    """A run of days, both ends included."""

    model_config = ConfigDict(populate_by_name=True)

    start: str = Field(alias="from")
    end: str = Field(alias="to")


class PartOfChange(BaseModel):
    """What one member, or one figure of the formula, made of a change."""

    kind: str
    key: str | None
    name: str
    members: int
    before: float | None
    after: float | None
    change: float
    share: float | None
    effects: dict[str, float]
    score: float | None
    flags: list[str]
    cell: dict[str, str | None] | None = None


class DimensionTold(BaseModel):
    """How much one dimension tells of a change."""

    dimension: str
    members: int
    surprise: float
    concentration: float


class ChangeByMembers(DimensionTold):
    """A change by the members of one dimension; the changes of the parts sum to it."""

    method: str
    effects: dict[str, float]
    parts: list[PartOfChange]


class DimensionLeftOut(BaseModel):
    """A dimension whose members do not add up, and why."""

    dimension: str
    reason: str


class Explanation(BaseModel):
    """Why a figure moved."""

    metric: str
    unit: str
    period: Days | None
    comparison: str
    compared: Days | None
    before: float
    after: float
    change: float
    score: float | None
    flags: list[str]
    sentences: list[str]
    breakdowns: list[ChangeByMembers]
    formula: list[PartOfChange]
    ranking: list[DimensionTold]
    left_out: list[DimensionLeftOut]
    warnings: list[str]


class MetricSummary(BaseModel):
    """One indicator in the list."""

    id: str
    family: str
    label: Names
    unit: str
    direction: str


class Ready(BaseModel):
    """Whether the data carry an indicator."""

    state: str
    coverage: float | None
    least: str | None
    missing: list[str]


class ColumnOrigin(BaseModel):
    """An import that filled a column of rows that still stand."""

    import_id: str
    source: str
    files: list[str]
    imported: str
    rows: int
    filled: str | None


class ColumnLineage(BaseModel):
    """A column that the figure rests on."""

    column: str
    label: Names
    origins: list[ColumnOrigin]
    further_imports: int


class MetricDetail(MetricSummary):
    """One indicator's whole definition, and where its figures come from."""

    description: Names
    formula: Names
    type: str
    parts: list[str]
    digits: int | None
    nature: str
    stratum: str
    aida: str | None
    bsc: str
    refresh: str
    basis: str | None
    owner: Names
    decision: Names
    misleads: Names
    dimensions: list[str]
    readiness: Ready
    lineage: list[ColumnLineage]


class ImportedFile(BaseModel):
    """A received file."""

    name: str
    sha256: str
    rows: int
    rejected: int


class ImportedTable(BaseModel):
    """What happened to the rows read for one table."""

    table: str
    read: int
    created: int
    updated: int
    unchanged: int
    quarantined: int
    skipped: int
    placeholders: int


class ImportFinding(BaseModel):
    """One kind of trouble in one column."""

    table: str
    column: str
    rule: str
    rows: int
    message: str
    fix: str
    examples: list[str]
    lines: list[int]


class ImportEffect(BaseModel):
    """A figure before and after, as exact decimals."""

    metric: str
    before: str | None
    after: str | None


class ImportAccount(BaseModel):
    """The whole account of an import."""

    import_id: str
    source: str
    status: str
    started_at: str
    finished_at: str | None
    message: str | None
    files: list[ImportedFile]
    tables: list[ImportedTable]
    settled: int
    rejected: list[ImportFinding]
    warnings: list[ImportFinding]
    effects: list[ImportEffect]


REFUSALS: Final[dict[int | str, dict[str, Any]]] = {
    400: {"model": Refusal, "description": "The call itself is wrong."},
    401: {"model": Refusal, "description": "Nobody is signed in."},
    403: {"model": Refusal, "description": "Asked for by a page of another site, or not yours."},
    404: {"model": Refusal, "description": "Something named does not exist."},
    422: {"model": Refusal, "description": "It cannot be understood, or would be wrong."},
}
