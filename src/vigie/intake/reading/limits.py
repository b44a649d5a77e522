"""How much one import may take in: what stops bombs and accidents, never a real export."""

from dataclasses import dataclass

from vigie.kit.errors import UnreadableFile


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that is accepted; sizes in bytes."""

    unpacked: int = 64 * 2**30  # of everything that one call unpacks
    ratio: int = 400  # of an unpacked size to its packed one, past `ratio_from`
    ratio_from: int = 64 * 2**20
    members: int = 20_000
    depth: int = 3  # archives within archives
    columns: int = 10_000
    line: int = 16 * 2**20


LIMITS = Limits()


class Budget:
    """What is left to unpack; counted on the bytes that really come out, not on headers."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self.limits = limits
        self._unpacked = 0
        self._members = 0

    def member(self, name: str) -> None:
        """Counts one more member of `name`."""
        self._members += 1
        if self._members > self.limits.members:
            raise UnreadableFile(
                "{file} holds more than {limit} files: import them in several archives.",
                file=name,
                limit=self.limits.members,
            )

    def spend(self, name: str, more: int, unpacked: int, packed: int) -> None:
        """Counts `more` bytes, of `unpacked` so far that came from `packed` bytes of `name`."""
        self._unpacked += more
        suspicious = unpacked > self.limits.ratio_from
        if suspicious and unpacked > packed * self.limits.ratio:
            raise UnreadableFile(
                "{file} unpacks to more than {ratio} times its size, as archive bombs do: "
                "unpack it yourself if you trust it, and import what is inside.",
                file=name,
                ratio=self.limits.ratio,
            )
        if self._unpacked > self.limits.unpacked:
            raise UnreadableFile(
                "{file} unpacks to more than {limit} GB: import it in several parts.",
                file=name,
                limit=self.limits.unpacked // 2**30,
            )
