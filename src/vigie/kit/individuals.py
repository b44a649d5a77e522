"""How far single people are told apart in figures, as `vigie.toml` says: `[individuals]`."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class IndividualsForm(BaseModel):
    """What is kept from readers whose role does not include the figures of single salespeople."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    entity: Literal["sales_rep", "manager", "team"] = "sales_rep"
    smallest_group: Annotated[int, Field(ge=0, le=100)] = 0  # 0: any number is enough
    side_by_side: bool = False  # whether they see colleagues listed and ranked all the same
    smallest_base: Annotated[int, Field(ge=0, le=1000)] = 0  # of a rate of one person; for all
    purpose: str | None = None  # why individuals are measured, in the company's own words
