"""The content of a folder changes over as a whole, wherever the work is cut off."""

from pathlib import Path

import pytest

from vigie.kit.replacement import READY, STAGE, begin, carry_out, give_up, replace


class Cut(BaseException):
    """The process dies here."""


def content(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file()
    }


def fill(folder: Path, word: str) -> None:
    (folder / "data").mkdir(parents=True)
    for name in ("settings.toml", "data/rows", "data/people"):
        (folder / name).write_text(word)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    fill(tmp_path / "w", "old")
    (tmp_path / "w" / ".env").write_text("stays")
    fill(begin(tmp_path / "w"), "new")
    return tmp_path / "w"


OLD = dict.fromkeys(("settings.toml", "data/rows", "data/people"), "old")
NEW = dict.fromkeys(OLD, "new")


def test_the_new_takes_the_place_of_the_old_which_is_kept(folder: Path) -> None:
    replace(folder, ".before")
    kept = {f".before/{name}": word for name, word in OLD.items()}
    assert content(folder) == {**NEW, **kept, ".env": "stays"}


def test_what_is_given_up_is_gone(folder: Path) -> None:
    give_up(folder)
    assert content(folder) == {**OLD, ".env": "stays"}


def test_an_empty_folder_keeps_nothing_aside(tmp_path: Path) -> None:
    fill(begin(tmp_path), "new")
    replace(tmp_path, ".before")
    assert content(tmp_path) == NEW
    assert not (tmp_path / ".before").exists()


@pytest.mark.parametrize("step", range(12))
@pytest.mark.parametrize("operation", ["rename", "replace", "unlink", "touch", "mkdir"])
def test_cut_off_anywhere_it_is_the_old_or_carried_to_the_new(
    folder: Path, monkeypatch: pytest.MonkeyPatch, operation: str, step: int
) -> None:
    real, left = getattr(Path, operation), [step]

    def cut(path: Path, *arguments: object, **options: object) -> object:
        if not left[0]:
            raise Cut
        left[0] -= 1
        return real(path, *arguments, **options)

    with monkeypatch.context() as patched:
        patched.setattr(Path, operation, cut)
        try:
            replace(folder, ".before")
        except Cut:
            is_begun = (folder / READY).exists() or not (folder / STAGE).exists()
        else:
            is_begun = True
    carry_out(folder)
    found = {name: word for name, word in content(folder).items() if not name.startswith(".")}
    assert found == (NEW if is_begun else OLD)
    kept = {name: word for name, word in content(folder).items() if name.startswith(".before/")}
    assert not is_begun or {name.removeprefix(".before/") for name in kept} >= OLD.keys()
