"""A served workspace ends cleanly, however it is told to."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from vigie.cli.relay import ADDRESS_FILE

VIGIE = [sys.executable, "-m", "vigie.cli"]


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_a_stopped_server_leaves_no_address_behind(tmp_path: Path, told: signal.Signals) -> None:
    subprocess.run([*VIGIE, "init", str(tmp_path / "w")], check=True, capture_output=True)
    command = [*VIGIE, "serve", "--port", "0", "--workspace", str(tmp_path / "w")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        while "http://" not in server.stdout.readline():
            assert server.poll() is None
        assert (tmp_path / "w" / "data" / ADDRESS_FILE).exists()
        server.send_signal(told)
        server.wait(20)

    assert server.returncode == 0
    assert not (tmp_path / "w" / "data" / ADDRESS_FILE).exists()
