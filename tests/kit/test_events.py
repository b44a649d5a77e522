"""The hub hands notices from any thread to every listener."""

import asyncio
from threading import Thread

from vigie.kit.events import BACKLOG, Event, Hub


def test_a_notice_from_another_thread_reaches_every_listener() -> None:
    hub = Hub()

    async def scene() -> list[Event | None]:
        with hub.subscribe() as first, hub.subscribe() as second:
            Thread(target=hub.publish, args=(Event("data", "7", "7"),)).start()
            return [await first.next(2), await second.next(2)]

    assert asyncio.run(scene()) == [Event("data", "7", "7")] * 2


def test_a_listener_that_left_is_forgotten() -> None:
    hub = Hub()

    async def scene() -> None:
        with hub.subscribe():
            assert hub.listeners == 1

    asyncio.run(scene())
    hub.publish(Event("data"))

    assert hub.listeners == 0


def test_silence_ends_the_wait() -> None:
    async def scene() -> Event | None:
        with Hub().subscribe() as listener:
            return await listener.next(0.01)

    assert asyncio.run(scene()) is None


def test_a_slow_listener_keeps_the_newest_notices() -> None:
    hub = Hub()

    async def scene() -> list[str]:
        with hub.subscribe() as listener:
            for number in range(BACKLOG + 3):
                hub.publish(Event("data", str(number)))
            await asyncio.sleep(0)
            return [listener.queue.get_nowait().data for _ in range(BACKLOG)]

    assert asyncio.run(scene()) == [str(number) for number in range(3, BACKLOG + 3)]
