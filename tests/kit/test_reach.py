"""What somebody else's document points at inside the company is not fetched."""

import socket

import pytest

from vigie.kit.reach import OutOfReach, Reach, is_outer

INNER = [
    "127.0.0.1", "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254", "0.0.0.0",  # noqa: S104
    "100.64.0.1", "::1", "fe80::1", "fd00:ec2::254", "::ffff:127.0.0.1", "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
    "224.0.0.1", "255.255.255.255", "::",
]  # fmt: skip


@pytest.mark.parametrize("address", INNER)
def test_inner_addresses_are_out_of_reach(address: str) -> None:
    assert not is_outer(address)
    with pytest.raises(OutOfReach):
        Reach().resolved("http", address, 80)


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "127.1", "localhost", "0177.0.0.1"])
def test_other_ways_to_write_them_lead_nowhere_either(host: str) -> None:
    with pytest.raises(OutOfReach):
        Reach().resolved("http", host, 80)


def test_a_name_with_one_inner_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(*_: object, **__: object) -> list[object]:
        return [(0, 0, 0, "", (address, 80)) for address in ("9.9.9.9", "10.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    with pytest.raises(OutOfReach):
        Reach().resolved("https", "mixed.example", None)
    assert Reach(("10.0.0.0/8",)).resolved("https", "mixed.example", None) == "9.9.9.9"


def test_what_settings_name_is_within_reach() -> None:
    assert Reach(("127.0.0.0/8",)).resolved("http", "127.0.0.1", 80) == "127.0.0.1"
    chosen = Reach().chosen("http://127.0.0.1:8080/realm")
    assert chosen.resolved("http", "127.0.0.1", 8080) == "127.0.0.1"
    with pytest.raises(OutOfReach):
        chosen.resolved("http", "127.0.0.1", 8081)


@pytest.mark.parametrize("scheme", ["file", "gopher", "ftp"])
def test_nothing_but_http_is_fetched(scheme: str) -> None:
    with pytest.raises(OutOfReach):
        Reach(("0.0.0.0/0",)).resolved(scheme, "127.0.0.1", 80)
