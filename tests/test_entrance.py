from pathlib import Path

import pytest

from vigie.entrance import Entrance, MailSettings, SignInSettings, StateSettings, WebSettings
from vigie.kit.errors import Invalid
from vigie.settings import Settings, load_settings


def written(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "vigie.toml"
    path.write_text(content, encoding="utf-8")
    return path


def test_the_door_reads_back_as_it_was_written(tmp_path: Path) -> None:
    entrance = Entrance(
        state=StateSettings("postgresql://vigie@db/vigie"),
        web=WebSettings("https://vigie.example.com", ("10.0.0.0/8",)),
        sign_in=SignInSettings(one_click=True, second_factor=("admin",)),
        mail=MailSettings("smtp.example.com", sender='"Vigie" <vigie@example.com>'),
    )
    settings = Settings(entrance=entrance)
    assert load_settings(written(tmp_path, settings.to_toml())) == settings


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("[web]\naddress = 'vigie'", "begins with https://"),
        ("[mail]\nsendr = 'a'", "'mail.sendr' is not a setting; did you mean 'sender'"),
        ("[sign_in]\nidle_hours = 0", "'sign_in.idle_hours' cannot be 0"),
    ],
)
def test_a_wrong_word_about_the_door_is_named(tmp_path: Path, content: str, sentence: str) -> None:
    with pytest.raises(Invalid) as caught:
        load_settings(written(tmp_path, content))
    assert sentence in str(caught.value)
