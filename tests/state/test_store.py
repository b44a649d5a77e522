import stat
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from vigie.kit.errors import Invalid, VigieError
from vigie.people.tables import link, person, throttle
from vigie.state.store import FILE, Store

MOMENT = datetime(2026, 3, 29, 2, 30, 0, 123456, tzinfo=UTC)


def test_an_instant_comes_back_whatever_its_zone(store: Store) -> None:
    elsewhere = MOMENT.astimezone(timezone(timedelta(hours=-9)))
    with store.write() as connection:
        connection.execute(insert(throttle).values(key="a", failures=1, last_at=elsewhere))
    with store.read() as connection:
        assert connection.scalar(select(throttle.c.last_at)) == MOMENT


def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    def fail() -> None:
        with store.write() as connection:
            connection.execute(insert(throttle).values(key="a", failures=1, last_at=MOMENT))
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    with store.read() as connection:
        assert connection.execute(select(throttle)).all() == []


def test_a_key_that_points_nowhere_is_refused(store: Store) -> None:
    def break_it() -> None:
        with store.write() as connection:
            connection.execute(insert(link).values(person_id="nobody", kind="team", key="t"))

    with pytest.raises(IntegrityError):
        break_it()


def test_writers_take_turns_and_no_count_is_lost(store: Store) -> None:
    with store.write() as connection:
        connection.execute(insert(throttle).values(key="a", failures=0, last_at=MOMENT))

    def count() -> None:
        for _ in range(20):
            with store.write() as connection:
                found = connection.scalar(select(throttle.c.failures).with_for_update())
                connection.execute(throttle.update().values(failures=(found or 0) + 1))

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as connection:
        assert connection.scalar(select(throttle.c.failures)) == 80


def test_a_reader_is_not_held_up_by_a_writer(store: Store) -> None:
    with store.write() as writing, store.read() as reading:
        writing.execute(insert(throttle).values(key="a", failures=1, last_at=MOMENT))
        assert reading.execute(select(throttle)).all() == []


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_the_environment_says_where_the_state_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIGIE_STATE_URL", f"sqlite:///{tmp_path / 'elsewhere.sqlite'}")
    Store.open(tmp_path).close()
    assert (tmp_path / "elsewhere.sqlite").exists()
    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize("url", ["mysql://root:secret@host/db", "not an address"])
def test_an_address_of_something_else_is_refused_without_its_password(
    url: str, tmp_path: Path
) -> None:
    with pytest.raises(Invalid) as refused:
        Store.open(tmp_path, url)
    assert "secret" not in str(refused.value)


def test_a_server_that_does_not_answer_is_told_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(VigieError, match=r"127\.0\.0\.1") as refused:
        Store.open(tmp_path, "postgresql://vigie:secret@127.0.0.1:1/vigie")
    assert "secret" not in str(refused.value)


def test_what_is_erased_leaves_no_bytes(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    with store.write() as connection:
        connection.execute(
            insert(person).values(
                id="p", email="zoe@example.com", name="Zoe", role="rep", is_active=True,
                is_demo=False, created_at=MOMENT,
            )
        )  # fmt: skip
    with store.write() as connection:
        connection.execute(person.delete())
    store.close()
    left = b"".join(path.read_bytes() for path in tmp_path.glob("state.sqlite*"))
    assert b"zoe@example.com" not in left
