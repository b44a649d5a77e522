import threading
import time

import pytest

from vigie.web.memory import Memory


def test_what_many_ask_for_at_once_is_made_once() -> None:
    memory: Memory[int] = Memory(10)
    made: list[int] = []

    def make() -> int:
        time.sleep(0.02)
        made.append(1)
        return 7

    threads = [threading.Thread(target=lambda: memory.get("a", make)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]
    assert memory.get("a", make) == 7


def test_a_failure_is_not_remembered() -> None:
    memory: Memory[int] = Memory(10)

    def fail() -> int:
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        memory.get("a", fail)
    assert memory.get("a", lambda: 1) == 1


def test_the_least_used_gives_way() -> None:
    memory: Memory[str] = Memory(2)
    for key in ("a", "b", "a", "c"):
        memory.get(key, lambda key=key: key)  # type: ignore[misc]
    assert memory.get("a", lambda: "new") == "a"
    assert memory.get("b", lambda: "new") == "new"
