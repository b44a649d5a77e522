"""The whole demo company: a seeded generator of a French heating and cooling distributor."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vigie.demo.background import write_background
from vigie.demo.history import History
from vigie.demo.registry import NAME
from vigie.demo.selling import LINES_PER_PART
from vigie.demo.sink import Sink
from vigie.demo.world import World
from vigie.kit.i18n import text
from vigie.kit.progress import Progress, silent
from vigie.model.loader import load_model

__all__ = ["NAME", "Manifest", "generate"]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was generated: the rows of each table, and from what."""

    directory: Path
    until: date
    seed: int
    scale: float
    rows: Mapping[str, int]


def generate(
    directory: Path,
    *,
    until: date,
    seed: int = 32,
    scale: float = 1.0,
    progress: Progress | None = None,
    lines_per_part: int = LINES_PER_PART,
) -> Manifest:
    """Writes about three years of the company's life, ending at `until`, into `directory`.

    `scale` 1 is some 150,000 order lines. The same arguments give the same bytes.
    Each table is `<table>.parquet`, or `<table>/<part>.parquet` when it takes several parts.
    """
    directory.mkdir(parents=True, exist_ok=True)
    tell = progress or silent
    world = World.build(until=until, seed=seed, scale=scale)
    sink = Sink(directory, load_model())
    background = write_background(world, sink)
    history = History(world, background, sink)
    for day in history.run(lines_per_part):
        tell(text("Generating the demo company"), day, len(world.span.days))
    return Manifest(directory, until, seed, scale, dict(sorted(sink.rows.items())))
