"""What could not be carried over, and why."""

from dataclasses import dataclass
from typing import Literal

from vigie.kit.i18n import Text

Subject = Literal["metric", "dataset", "dimension"]


@dataclass(frozen=True, slots=True)
class Limit:
    """One definition that the other side does not understand as it is meant."""

    subject: Subject
    name: str
    reason: Text
