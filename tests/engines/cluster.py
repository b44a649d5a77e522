"""A Spark cluster on loopback: one master, two workers, each a process of its own."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyspark

CLASS = Path(pyspark.__file__).parent / "bin" / "spark-class"
DEPLOY = "org.apache.spark.deploy"
HOST = "127.0.0.1"
PATIENCE = 240
# To compile each statement to machine code costs more than to run it on so few rows.
SETTINGS = """
spark.sql.codegen.wholeStage false
spark.sql.codegen.factoryMode NO_CODEGEN
"""


@contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[str]:
    """The address of a running cluster, as in spark://127.0.0.1:7077."""
    port = free_port()
    address = f"spark://{HOST}:{port}"
    (folder / "conf").mkdir(parents=True)
    (folder / "conf" / "spark-defaults.conf").write_text(SETTINGS, encoding="utf-8")
    os.environ["SPARK_CONF_DIR"] = str(folder / "conf")  # read by the driver, which joins
    started = [_start("master.Master", folder / "master", "--port", str(port))]
    try:
        _wait_for(port)
        for number in range(workers):
            own = folder / f"worker{number}"
            sizes = ("--cores", "1", "--memory", "1g", "--work-dir", str(own))
            started.append(_start("worker.Worker", own, *sizes, address))
        yield address
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            process.wait(timeout=30)


def free_port() -> int:
    with socket.create_server((HOST, 0)) as server:
        return int(server.getsockname()[1])


def _start(role: str, folder: Path, *words: str) -> subprocess.Popen[bytes]:
    folder.mkdir(parents=True)
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [CLASS, f"{DEPLOY}.{role}", "--host", HOST, "--webui-port", "0", *words],
            stdout=log,
            stderr=log,
        )


def _wait_for(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with socket.socket() as door:
            if door.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.2)
    raise TimeoutError(f"no Spark master on port {port}")
