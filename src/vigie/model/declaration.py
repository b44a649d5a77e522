"""The shape of a family's YAML file, checked by pydantic and turned into the model's own words."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from vigie.kit.i18n import Label
from vigie.model.schema import Column, ColumnType, Family, Rule, Table

_Name = Field(pattern=r"^[a-z][a-z0-9_]*$")
_Words = Field(min_length=1)


class _Declaration(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LabelDeclaration(_Declaration):
    en: str = _Words
    fr: str = _Words

    def label(self) -> Label:
        return Label(self.en, self.fr)


class ColumnDeclaration(LabelDeclaration):
    type: ColumnType
    description: LabelDeclaration | None = None
    unit: str | None = None
    required: bool = False
    values: tuple[str, ...] = ()
    references: str | None = None
    orphan: Literal["placeholder", "reject"] = "placeholder"
    personal: bool = False
    converted: bool = False
    derive: tuple[str, ...] = ()
    computed: bool = False
    synonyms: tuple[str, ...] = ()

    def column(self, name: str) -> Column:
        return Column(
            name=name,
            type=self.type,
            label=self.label(),
            description=self.description.label() if self.description else None,
            unit=self.unit,
            required=self.required,
            values=self.values,
            references=self.references,
            orphan=self.orphan,
            personal=self.personal,
            converted=self.converted,
            derive=self.derive,
            computed=self.computed,
            synonyms=self.synonyms,
        )


class RuleDeclaration(LabelDeclaration):
    name: str = _Name
    condition: str
    column: str
    severity: Literal["reject", "warn"] = "warn"

    def rule(self) -> Rule:
        return Rule(self.name, self.condition, self.column, self.label(), self.severity)


class TableDeclaration(_Declaration):
    label: LabelDeclaration
    grain: LabelDeclaration
    key: tuple[str, ...] = Field(min_length=1)
    time: str | None = None
    name: str | None = None
    synonyms: tuple[str, ...] = ()
    columns: dict[str, ColumnDeclaration] = Field(min_length=1)
    rules: tuple[RuleDeclaration, ...] = ()

    def table(self, name: str, family: str) -> Table:
        return Table(
            name=name,
            family=family,
            label=self.label.label(),
            grain=self.grain.label(),
            key=self.key,
            columns={word: column.column(word) for word, column in self.columns.items()},
            rules=tuple(rule.rule() for rule in self.rules),
            synonyms=self.synonyms,
            time=self.time,
            name_column=self.name,
        )


class FamilyDeclaration(_Declaration):
    family: str = _Name
    position: int  # the order in which families are shown
    label: LabelDeclaration
    tables: dict[str, TableDeclaration] = Field(min_length=1)

    def model(self) -> Family:
        tables = {name: table.table(name, self.family) for name, table in self.tables.items()}
        return Family(self.family, self.label.label(), tables)
