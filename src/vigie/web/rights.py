"""What the person behind a request may see."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from vigie.metrics.policy import RowPolicy


def policy_of(request: Request) -> RowPolicy | None:
    """The row policy that the sign-in has put into the request's state; None: every row."""
    policy: RowPolicy | None = getattr(request.state, "policy", None)
    return policy


Rights = Annotated[RowPolicy | None, Depends(policy_of)]
