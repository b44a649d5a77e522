"""The bills of materials are CycloneDX by its own schema, and name every locked dependency."""

import json
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

ROOT = Path(__file__).parents[2]
HOME = "http://cyclonedx.org/schema"
PYTHON, BROWSER = "python.cdx.json", "browser.cdx.json"


@pytest.fixture(scope="module")
def bills(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    if not shutil.which("npm"):
        pytest.skip("npm is not installed: it writes the bill of the browser's libraries")
    place = tmp_path_factory.mktemp("sbom")
    # Nothing is fetched: proxies that do not exist would make it fail.
    subprocess.run(["scripts/sbom", str(place)], cwd=ROOT, check=True, capture_output=True)
    return {name: json.loads((place / name).read_text()) for name in (PYTHON, BROWSER)}


@pytest.mark.parametrize("name", [PYTHON, BROWSER])
def test_a_bill_is_valid_cyclonedx(bills: dict[str, Any], name: str) -> None:
    validator = schema(bills[name]["specVersion"])
    assert [error.message for error in validator.iter_errors(bills[name])] == []
    del bills[name]["components"][0]["name"]
    assert not validator.is_valid(bills[name])


def test_every_locked_python_package_is_named(bills: dict[str, Any]) -> None:
    named = {one["purl"] for one in bills[PYTHON]["components"] if "purl" in one}
    assert named == {f"pkg:pypi/{name}@{version}" for name, version in locked()}
    assert len(named) > 50


def test_every_locked_library_of_the_browser_is_named(bills: dict[str, Any]) -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    shipped = {
        f"{place.rpartition('node_modules/')[2]}@{one['version']}"
        for place, one in lock["packages"].items()
        if place and not one.get("dev")
    }
    named = {one["bom-ref"] for one in bills[BROWSER]["components"]}
    assert named == shipped


def locked() -> Iterator[tuple[str, str]]:
    """What `vigie` with all its extras leads to in uv.lock, whatever the platform."""
    known: dict[str, list[dict[str, Any]]] = {}
    for one in tomllib.loads((ROOT / "uv.lock").read_text())["package"]:
        known.setdefault(one["name"], []).append(one)
    extras = list(known["vigie"][0]["optional-dependencies"])
    waiting, seen = [("vigie", frozenset(extras))], set[tuple[str, frozenset[str]]]()
    while waiting:
        step = name, wanted = waiting.pop()
        if step in seen:
            continue
        seen.add(step)
        for one in known[name]:
            if name != "vigie":
                yield name, one["version"]
            optional = one.get("optional-dependencies", {})
            more = [needed for extra in wanted for needed in optional.get(extra, [])]
            for needed in (*one.get("dependencies", []), *more):
                waiting.append((needed["name"], frozenset(needed.get("extra", []))))


def schema(version: str) -> jsonschema_rs.Draft7Validator:
    """CycloneDX's own schema of that version, with the two that it rests on."""
    shipped = files("cyclonedx.schema._res")
    read = {
        name: json.loads((shipped / f"{name}.SNAPSHOT.schema.json").read_text())
        for name in (f"bom-{version}", "spdx", "jsf-0.82")
    }
    # They name each other by the names that these files have.
    named = [(f"{HOME}/{name}.SNAPSHOT.schema.json", one) for name, one in read.items()]
    registry = jsonschema_rs.Registry(named)
    return jsonschema_rs.Draft7Validator(read[f"bom-{version}"], registry=registry)
