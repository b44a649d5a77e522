"""The parameters, all above nought, under which what was seen is most likely."""

from collections.abc import Callable
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from vigie.kit.errors import Refused

Floats: TypeAlias = NDArray[np.float64]
_PRECISION: Final = 1e-9


def most_likely(loss: Callable[[Floats], float], count: int) -> Floats:
    """The `count` positive values that make `loss` least; raises Refused where it has no least."""
    options = {"maxiter": 20_000, "xatol": _PRECISION, "fatol": _PRECISION}

    def of_logarithms(values: Floats) -> float:
        with np.errstate(all="ignore"):
            found = loss(np.exp(values))
        return found if np.isfinite(found) else np.inf

    # A second search from where the first one ended leaves a simplex that has collapsed too early.
    first = minimize(of_logarithms, np.zeros(count), method="Nelder-Mead", options=options)
    second = minimize(of_logarithms, first.x, method="Nelder-Mead", options=options)
    if not second.success:
        raise Refused("The purchases known say too little of customers to value them.")
    found: Floats = np.exp(second.x)
    return found
