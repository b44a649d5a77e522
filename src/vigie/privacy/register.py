"""The register of processing activities (RGPD, art. 30), made from what is really held."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from vigie.kit.i18n import Label, Text, text
from vigie.model.schema import Model
from vigie.people.permission import Permission
from vigie.people.roles import Role, Roles
from vigie.privacy.declaration import Activity, Declaration, Party
from vigie.settings import Settings

Holdings = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One activity of the register; `rows` counts what is held for it today."""

    name: str
    label: Label
    purpose: Label
    legal_basis: Label
    people: tuple[Label, ...]
    categories: tuple[Label, ...]
    columns: tuple[str, ...]  # personal ones, `table.column`
    sources: tuple[str, ...]  # systems that the data come from
    recipients: tuple[Label, ...]  # roles that see them
    outside: tuple[str, ...]
    transfers: tuple[str, ...]
    retention: Label
    rows: int


@dataclass(frozen=True, slots=True)
class Register:
    """The whole register of one company."""

    controller: Party
    officer: Party
    entries: tuple[Entry, ...]
    security: tuple[Text | Label, ...]


@dataclass(frozen=True)
class Maker:
    """What a register is made from."""

    declaration: Declaration
    model: Model
    roles: Roles
    settings: Settings

    def register(self, held: Holdings) -> Register:
        """The register over the rows that are `held`; activities without any data are left out."""
        company = self.declaration.company
        controller = company.controller.name or self.settings.company
        entries = (
            self._entry(name, activity, held)
            for name, activity in self.declaration.activities.items()
            if not activity.tables or any(table in held for table in activity.tables)
        )
        return Register(
            company.controller.model_copy(update={"name": controller}),
            company.officer,
            tuple(entries),
            (*self._security(), *company.security),
        )

    def _entry(self, name: str, activity: Activity, held: Holdings) -> Entry:
        present = [table for table in activity.tables if table in held]
        columns = tuple(
            f"{table}.{column.name}"
            for table in present
            for column in self.model.tables[table].columns.values()
            if column.personal
        )
        said = self.declaration
        return Entry(
            name=name,
            label=activity.label,
            purpose=activity.purpose,
            legal_basis=said.legal_bases[activity.legal_basis],
            people=tuple(said.audiences[audience] for audience in activity.audiences),
            categories=tuple(self._categories(activity, present, columns)),
            columns=columns,
            sources=tuple(sorted({source for table in present for source in held[table]})),
            recipients=tuple(role.label for role in self._recipients(columns)),
            outside=activity.outside,
            transfers=activity.transfers,
            retention=activity.because,
            rows=sum(sum(held[table].values()) for table in present),
        )

    def _categories(
        self, activity: Activity, present: list[str], columns: tuple[str, ...]
    ) -> Iterator[Label]:
        names = {column.partition(".")[2] for column in columns}
        for name, category in self.declaration.categories.items():
            told = category.columns & names or category.tables.intersection(present)
            if told or name in activity.categories:
                yield category.label

    def _recipients(self, columns: tuple[str, ...]) -> Iterator[Role]:
        """The roles that are shown one of the columns; without columns, who manages people."""
        for role in self.roles.roles.values():
            if not columns:
                if Permission.MANAGE_PEOPLE in role.may:
                    yield role
                continue
            kept_from = self.roles.columns((*role.hides, *role.veils))
            # Whoever sees no rows sees names, where figures are cut by them.
            shown = {c for c in columns if Permission.SEE_ROWS in role.may or c.endswith(".name")}
            if shown - kept_from:
                yield role

    def _security(self) -> Iterator[Text]:
        door = self.settings.entrance
        yield text("Everybody signs in; passwords are kept as argon2id digests only.")
        if door.sign_in.second_factor:
            yield text(
                "A second factor is asked of: {roles}.", roles=", ".join(door.sign_in.second_factor)
            )
        if door.oidc.issuer:
            yield text("Identities are vouched for by the company's own provider.")
        if door.is_https:
            yield text("Pages are reached over https only.")
        yield text("Roles limit the rows and the columns that each person sees, on every way out.")
        yield text(
            "Sign-ins, exports, imports and views of personal data are written down in a sealed "
            "audit."
        )
        yield text("Data stay on the company's own machine; nothing is sent to a third party.")
        yield text("Erasure rewrites the files that held a person, and searches them afterwards.")
