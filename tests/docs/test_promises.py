"""The page of promises names tests and fixtures that are there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "concepts" / "promises.md").read_text(encoding="utf-8")


def test_every_proof_is_there() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", PAGE)
    assert len(named) > 15
    for file, test in named:
        written = (ROOT / file).read_text(encoding="utf-8")
        assert not test or f"def {test}(" in written, (file, test)


def test_every_fixture_is_there() -> None:
    named = set(re.findall(r"`((?:\w+/)?\w+\.yaml)`", PAGE))
    assert named
    for file in named:
        assert (ROOT / "tests" / "metrics" / file).is_file(), file
