"""What a company says about itself once, in `vigie.toml`."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Final, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from vigie.entrance import (
    SECTIONS,
    USUAL,
    Entrance,
    MailSettings,
    OidcSettings,
    SignInSettings,
    StateSettings,
    WebSettings,
)
from vigie.entrance import words as door_words
from vigie.entrance import written as entrance_written
from vigie.kit.allocation.declared import TargetsForm
from vigie.kit.calendar.company import Calendar
from vigie.kit.calendar.declared import CalendarForm
from vigie.kit.errors import Invalid
from vigie.kit.i18n import Locale
from vigie.kit.individuals import IndividualsForm
from vigie.kit.retention import RetentionForm
from vigie.kit.secrets import refuse_secrets
from vigie.kit.spelling import nearest

FILE_NAME: Final = "vigie.toml"
RevenueBasis = Literal["invoices", "orders"]
EngineKind = Literal["duckdb", "clickhouse", "spark"]


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """Where figures are read: in the workspace itself, or in an engine that holds a copy."""

    kind: EngineKind = "duckdb"
    url: str | None = None  # of a ClickHouse server or a Spark master; None: in this process
    path: str | None = None  # of the copy's files, from the workspace; None: data/<kind>


@dataclass(frozen=True, slots=True)
class Agreed:
    """Limits and choices that the company agreed on and that definitions of indicators name."""

    contact_limit: int = 4  # contacts that a customer may have in one month
    inactivity_days: int = 365  # the silence after which a customer is lost
    forecast_horizon: int = 1  # how many periods before its own a forecast must have been made
    rfm_months: int = 24  # the months of purchases that tell the segment of a customer
    market_series: str | None = None  # what growth is held against; None: the only market there is


AGREED: Final = Agreed()


@dataclass(frozen=True, slots=True)
class Settings:
    """The company's name, money, clock, year and basis of revenue."""

    company: str = "My company"
    currency: str = "EUR"  # ISO 4217
    locale: Locale = "fr"
    time_zone: str = "Europe/Paris"
    fiscal_year_start: int = 1  # month, 1 to 12
    revenue_basis: RevenueBasis = "invoices"
    agreed: Agreed = AGREED
    engine: EngineSettings = EngineSettings()
    memory: str | None = None  # that the workspace's own engine may take: "2GB"; None: a half
    entrance: Entrance = USUAL
    counting: CalendarForm = field(default_factory=CalendarForm)
    targets: TargetsForm = field(default_factory=TargetsForm)
    individuals: IndividualsForm = field(default_factory=IndividualsForm)
    retention: RetentionForm = field(default_factory=RetentionForm)

    @property
    def calendar(self) -> Calendar:
        """How the company counts its days."""
        return self.counting.calendar(self.fiscal_year_start)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def to_toml(self) -> str:
        """The text of `vigie.toml` that reads back as these settings."""
        name = self.company.replace("\\", "\\\\").replace('"', '\\"')
        written = _TEMPLATE.format(
            name=name,
            currency=self.currency,
            locale=self.locale,
            time_zone=self.time_zone,
            fiscal_year_start=self.fiscal_year_start,
            revenue_basis=self.revenue_basis,
            agreed=self.agreed,
        )
        if self.agreed.market_series:
            written += f"market_series = {json.dumps(self.agreed.market_series)}\n"
        if self.memory:
            written += f"\n[warehouse]\nmemory = {json.dumps(self.memory)}\n"
        written += _section("calendar", self.counting) + _section("targets", self.targets)
        written += _section("individuals", self.individuals) + _section("retention", self.retention)
        return with_engine(written, self.engine) + entrance_written(self.entrance)


def load_settings(path: Path) -> Settings:
    """Reads `vigie.toml`; raises `Invalid` naming the file, the setting and the mend."""
    try:
        content = path.read_text(encoding="utf-8")
        refuse_secrets(path.name, content)
        data = tomllib.loads(content)
        form = _Form.model_validate(data)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Invalid("{file} is not TOML: {reason}.", file=path.name, reason=error) from error
    except ValidationError as error:
        raise _explained(path, error) from error
    company = form.company
    return Settings(
        company=company.name,
        currency=company.currency,
        locale=company.locale,
        time_zone=company.time_zone,
        fiscal_year_start=company.fiscal_year_start,
        revenue_basis=form.metrics.revenue_basis,
        agreed=Agreed(**form.metrics.model_dump(exclude={"revenue_basis"})),
        engine=EngineSettings(form.engine.kind, form.engine.url, form.engine.path),
        memory=form.warehouse.memory,
        counting=form.calendar,
        targets=form.targets,
        individuals=form.individuals,
        retention=form.retention,
        entrance=Entrance(**{name: getattr(form, name) for name in SECTIONS}),
    )


def with_engine(written: str, engine: EngineSettings) -> str:
    """The text of `vigie.toml` with its `[engine]` replaced, the rest as it was."""
    kept = re.sub(r"(?ms)^\[engine\].*?(?=^\[|\Z)", "", written).rstrip() + "\n"
    if engine.kind == "duckdb":
        return kept
    named = {"kind": engine.kind, "url": engine.url, "path": engine.path}
    lines = [f"{name} = {json.dumps(value)}" for name, value in named.items() if value]
    return "\n".join([kept, "[engine]", *lines, ""])


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"unknown time zone; did you mean {nearest(name, available_timezones())}?")
    return name


class _Company(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str = "My company"
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "EUR"
    locale: Locale = "fr"
    time_zone: Annotated[str, AfterValidator(_known_zone)] = "Europe/Paris"
    fiscal_year_start: Annotated[int, Field(ge=1, le=12)] = 1


class _Metrics(BaseModel):
    model_config = ConfigDict(extra="forbid")

    revenue_basis: RevenueBasis = "invoices"
    contact_limit: Annotated[int, Field(ge=1)] = AGREED.contact_limit
    inactivity_days: Annotated[int, Field(ge=1)] = AGREED.inactivity_days
    forecast_horizon: Annotated[int, Field(ge=1)] = AGREED.forecast_horizon
    rfm_months: Annotated[int, Field(ge=1)] = AGREED.rfm_months
    market_series: str | None = AGREED.market_series


class _Engine(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: EngineKind = "duckdb"
    url: str | None = None
    path: str | None = None


class _Warehouse(BaseModel):
    model_config = ConfigDict(extra="forbid")

    memory: Annotated[str, Field(pattern=r"^[1-9][0-9]*(MB|GB)$")] | None = None


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid")

    company: _Company = _Company()
    metrics: _Metrics = _Metrics()
    engine: _Engine = _Engine()
    warehouse: _Warehouse = _Warehouse()
    calendar: CalendarForm = CalendarForm()
    targets: TargetsForm = TargetsForm()
    individuals: IndividualsForm = IndividualsForm()
    retention: RetentionForm = RetentionForm()
    state: StateSettings = StateSettings()
    web: WebSettings = WebSettings()
    sign_in: SignInSettings = SignInSettings()
    oidc: OidcSettings = OidcSettings()
    mail: MailSettings = MailSettings()


def _section(name: str, form: BaseModel) -> str:
    """A section of `vigie.toml` with what differs from the defaults; nothing where nothing does."""
    values = form.model_dump(mode="json", exclude_defaults=True)
    sets = values.pop("sets", [])
    own = _table(f"[{name}]", values) if values else ""
    return own + "".join(_table(f"[[{name}.sets]]", one) for one in sets)


def _table(head: str, values: Mapping[str, object]) -> str:
    lines = [f"{key} = {json.dumps(value)}" for key, value in values.items()]
    return "\n".join(["", head, *lines, ""])


def _explained(path: Path, error: ValidationError) -> Invalid:
    first = error.errors()[0]
    setting = ".".join(str(part) for part in first["loc"])
    if first["type"] in ("extra_forbidden", "unexpected_keyword_argument"):
        forms: tuple[type[BaseModel], ...] = (
            *(_Form, _Company, _Metrics, _Engine, _Warehouse),
            *(CalendarForm, TargetsForm, IndividualsForm, RetentionForm),
        )
        known = [name for form in forms for name in form.model_fields]
        known += door_words()
        return Invalid(
            "{file}: '{setting}' is not a setting; did you mean '{nearest}'?",
            file=path.name,
            setting=setting,
            nearest=nearest(str(first["loc"][-1]), known) or ", ".join(known),
        )
    return Invalid(
        "{file}: '{setting}' cannot be {value!r}: {reason}.",
        file=path.name,
        setting=setting,
        value=first["input"],
        reason=first["msg"],
    )


_TEMPLATE = """\
[company]
name = "{name}"
currency = "{currency}"            # ISO 4217: the currency every total is in
locale = "{locale}"                # fr or en: the language of pages and of the command line
time_zone = "{time_zone}"
fiscal_year_start = {fiscal_year_start}           # first month of the fiscal year, 1 to 12

[metrics]
revenue_basis = "{revenue_basis}"   # "orders" where the company has orders but no invoices
contact_limit = {agreed.contact_limit}               # contacts that a customer may have in a month
inactivity_days = {agreed.inactivity_days}             # the silence after which a customer is lost
forecast_horizon = {agreed.forecast_horizon}            # periods ahead that forecasts are judged
rfm_months = {agreed.rfm_months}                 # months of purchases that tell RFM segments
"""
