"""Figures add up over all web processes, and those that ended are not counted among the living."""

import os
import subprocess
import sys
from pathlib import Path

from config.processes import empty_folder_for_figures

WORKER = """
import sys
from config.metrics import PROCESSES, counted
PROCESSES.set(1)
def app(environ, start):
    start("200 OK", [])
    return []
for _ in range(3):
    counted(app)({"PATH_INFO": "/api/v1/x"}, lambda *_: None)
sys.stdin.read()
"""
READER = """
import django; django.setup()
from prometheus_client import CollectorRegistry
from config import metrics
metrics.Waiting.collect = lambda self: []
print(metrics.exposition().decode())
"""


def test_all_processes_count_and_the_dead_are_not_among_the_living(tmp_path: Path) -> None:
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "counter_1.db").touch()
    folder = empty_folder_for_figures(tmp_path)
    assert list(folder.iterdir()) == []
    environment = {
        **os.environ,
        "PROMETHEUS_MULTIPROC_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }

    def run(code: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", code],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    first, second = run(WORKER), run(WORKER)
    second.communicate("")
    while len(list(folder.glob("histogram_*.db"))) < 2:
        assert first.poll() is None
    figures, _nothing = run(READER).communicate()
    first.communicate("")
    assert 'liandong_request_seconds_count{door="api",status="2xx"} 6.0' in figures
    assert "liandong_web_processes 1.0" in figures
