"""The shape of an Apache Ossie file (core metadata specification 0.2), checked by pydantic."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from vigie.kit.errors import Invalid

VERSION: Final = "0.2.0.dev0"
VENDOR: Final = "VIGIE"
ANSI: Final = "ANSI_SQL"
Dialect = Literal["ANSI_SQL", "SNOWFLAKE", "MDX", "TABLEAU", "DATABRICKS", "MAQL", "BIGQUERY"]
DataType = Literal[
    "String", "Integer", "Decimal", "Float", "Boolean", "Date", "Time", "DateTime", "DateTimeTz",
    "Opaque",
]  # fmt: skip


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Context(Part):
    """What an assistant is told; further words are allowed."""

    model_config = ConfigDict(extra="allow", frozen=True)

    instructions: str | None = None
    synonyms: tuple[str, ...] | None = None
    examples: tuple[str, ...] | None = None


class Extension(Part):
    vendor_name: str
    data: str  # JSON


class Extended(Part):
    ai_context: str | Context | None = None
    custom_extensions: tuple[Extension, ...] | None = None

    @property
    def own(self) -> Mapping[str, Any]:
        """What Vigie itself wrote into the extension; empty for the work of others."""
        for extension in self.custom_extensions or ():
            if extension.vendor_name == VENDOR:
                try:
                    data = json.loads(extension.data)
                except ValueError:
                    continue
                if isinstance(data, dict):
                    return data
        return {}


class DialectExpression(Part):
    dialect: Dialect
    expression: str


class Expression(Part):
    dialects: Annotated[tuple[DialectExpression, ...], Field(min_length=1)]

    @classmethod
    def of(cls, words: str) -> Self:
        return cls(dialects=(DialectExpression(dialect=ANSI, expression=words),))

    @property
    def portable(self) -> str | None:
        """The words in standard SQL, if there are any."""
        return next((d.expression for d in self.dialects if d.dialect == ANSI), None)


class Role(Part):
    is_time: bool | None = None


class OssieField(Extended):
    name: str
    expression: Expression
    dimension: Role | None = None
    label: str | None = None
    description: str | None = None
    datatype: DataType | None = None


class OssieDataset(Extended):
    name: str
    source: str
    primary_key: tuple[str, ...] | None = None
    unique_keys: tuple[tuple[str, ...], ...] | None = None
    description: str | None = None
    fields: tuple[OssieField, ...] | None = None


class OssieRelationship(Extended):
    name: str
    from_: str = Field(alias="from")
    to: str
    from_columns: Annotated[tuple[str, ...], Field(min_length=1)]
    to_columns: Annotated[tuple[str, ...], Field(min_length=1)]


class OssieMetric(Extended):
    name: str
    expression: Expression
    description: str | None = None
    datatype: DataType | None = None


class SemanticModel(Extended):
    name: str
    description: str | None = None
    datasets: Annotated[tuple[OssieDataset, ...], Field(min_length=1)]
    relationships: tuple[OssieRelationship, ...] | None = None
    metrics: tuple[OssieMetric, ...] | None = None


class Document(Part):
    """A whole file."""

    version: Annotated[str, Field(pattern=r"^0\.[12]\b")]
    semantic_model: tuple[SemanticModel, ...]

    def yaml(self) -> str:
        """The file's text."""
        content = self.model_dump(mode="json", by_alias=True, exclude_none=True)
        return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100)


def extension(**data: object) -> tuple[Extension, ...]:
    """What only Vigie understands."""
    words = json.dumps(data, ensure_ascii=False)
    return (Extension(vendor_name=VENDOR, data=words),)


def load(file: Path) -> Document:
    """Reads an Ossie file; raises Invalid saying where it is none."""
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        return Document.model_validate(content)
    except ValidationError as errors:
        first = errors.errors()[0]
        raise Invalid(
            "{file} is no Ossie file: {place}: {reason}.",
            file=file.name,
            place=_place(first["loc"]),
            reason=first["msg"],
        ) from errors
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        raise Invalid("{file} cannot be read as YAML or JSON.", file=file.name) from error


def _place(loc: Sequence[int | str]) -> str:
    return ".".join(str(part) for part in loc) or "top"
