"""What kinds of indicators there are, for whoever balances a dashboard."""

from enum import StrEnum


class Nature(StrEnum):
    """The four kinds of indicator that a balanced dashboard mixes."""

    PERFORMANCE = "performance"
    STEERING = "steering"
    CONTEXT = "context"
    IMPACT = "impact"


class Stratum(StrEnum):
    """What an indicator is for."""

    ANTICIPATION = "anticipation"
    BALANCE = "balance"
    ALERT = "alert"


class Aida(StrEnum):
    """The stage of a sale that an indicator watches."""

    ATTENTION = "attention"
    INTEREST = "interest"
    DESIRE = "desire"
    ACTION = "action"


class Perspective(StrEnum):
    """The four sides of a balanced scorecard."""

    FINANCIAL = "financial"
    CUSTOMER = "customer"
    PROCESS = "process"
    LEARNING = "learning"


class Refresh(StrEnum):
    """How often the figure is expected to be fresh."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
