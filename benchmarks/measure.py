"""Times a piece of work in a process of its own: wall, CPU and peak memory."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from statistics import median


@dataclass(frozen=True)
class Cost:
    """What one run took: seconds of wall clock, seconds of CPU, peak memory in MB."""

    wall: float
    cpu: float
    peak_mb: float


def measured(work: Callable[[], object]) -> Cost:
    """Runs `work` here; the peak is that of the whole process."""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Cost(time.perf_counter() - wall, time.process_time() - cpu, peak)


def report(cost: Cost) -> None:
    """Hands a cost to the process that asked for it."""
    print(json.dumps(asdict(cost)))


def in_process(arguments: Sequence[str], runs: int = 3) -> Cost:
    """The median cost of `python <arguments>`, which ends by `report`ing."""
    costs = [
        Cost(**json.loads(_output([sys.executable, *arguments]).splitlines()[-1]))
        for _ in range(runs)
    ]
    return Cost(
        median(cost.wall for cost in costs),
        median(cost.cpu for cost in costs),
        median(cost.peak_mb for cost in costs),
    )


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows under a head, in Markdown."""
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def _output(command: Sequence[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
