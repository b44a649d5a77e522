"""The YAML files beside the generator: what a person may tune without reading the code."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def load(name: str) -> Any:
    """The content of `<name>.yaml`."""
    return yaml.safe_load((Path(__file__).parent / f"{name}.yaml").read_text(encoding="utf-8"))
