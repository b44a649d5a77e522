"""Secrets are read from where they belong, and refused where they do not."""

from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend

from vigie.kit.errors import Invalid, VigieError
from vigie.kit.secrets import refuse_secrets, secret
from vigie.settings import Settings
from vigie.workspace import Workspace

NAME = "VIGIE_TEST_SECRET"


class Ring(KeyringBackend):
    """A keyring in memory."""

    priority = 1.0  # type: ignore[assignment]

    def get_password(self, service: str, username: str) -> str | None:
        return "from the ring" if (service, username) == ("vigie", NAME) else None

    def set_password(self, *_: object) -> None:
        raise AssertionError

    delete_password = set_password


def test_the_variable_comes_first_then_its_file_then_the_keyring(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(Ring())
    try:
        assert secret(NAME) == "from the ring"
        (tmp_path / "credential").write_text("from the file\n")
        monkeypatch.setenv(f"{NAME}_FILE", str(tmp_path / "credential"))
        assert secret(NAME) == "from the file"
        monkeypatch.setenv(NAME, "from the variable")
        assert secret(NAME) == "from the variable"
    finally:
        keyring.set_keyring(before)


def test_a_file_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{NAME}_FILE", "/nowhere")
    with pytest.raises(VigieError, match=f"{NAME}_FILE"):
        secret(NAME)


@pytest.mark.parametrize(
    "line",
    [
        'password = "hunter2"', "client_secret: hunter2", 'api_key="hunter2"', '"token": "hunter2"',
        'url = "postgresql://vigie:hunter2@db/vigie"', "smtp_password=hunter2",
    ],
)  # fmt: skip
def test_a_secret_in_a_file_is_refused_and_not_repeated(line: str) -> None:
    with pytest.raises(Invalid, match="line 2") as refused:
        refuse_secrets("vigie.toml", f"[any]\n{line}\n")
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    "line",
    [
        "passwords = true", "password =", 'url = "postgresql://vigie@db/vigie"', "secretary: Ada",
        "# password = put it in VIGIE_SMTP_PASSWORD", 'tokens_per_day = 3', "see: http://a/b@c",
    ],
)  # fmt: skip
def test_what_only_looks_like_one_is_not(line: str) -> None:
    refuse_secrets("vigie.toml", f"[any]\n{line}\n")


@pytest.mark.parametrize("name", ["vigie.toml", "mappings/crm.yaml"])
def test_a_workspace_with_a_secret_in_its_files_is_not_opened(tmp_path: Path, name: str) -> None:
    Workspace.create(tmp_path / "w", Settings()).close()
    with (tmp_path / "w" / name).open("a") as file:
        file.write("\npassword: hunter2\n")
    with pytest.raises(Invalid, match="does not belong into a file"):
        Workspace.open(tmp_path / "w")
