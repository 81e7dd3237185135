"""A throw-away PostgreSQL for a test run: a pytest plugin, loaded before Django reads its settings.

`DATABASE_URL` names another server where that is wanted. Each run has a cluster of its own, without
durability, so that runs side by side do not meet; it goes when the run ends, however it ends.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from config.database import Server, make_data_folder
from config.messages import compile_all


def start() -> None:
    """Start the server and tell Django, and the processes of a parallel run, where it is."""
    compile_all()
    data = Path(tempfile.mkdtemp(prefix="liandong-test-"))
    data.chmod(0o711)  # the database's user passes through
    atexit.register(shutil.rmtree, data, ignore_errors=True)
    make_data_folder(data)
    os.environ["LIANDONG_DATA"] = str(data)
    os.environ["LIANDONG_WEB_WORKERS"] = "1"
    os.environ["LIANDONG_DEBUG"] = "on"  # static files by their plain names, nothing collected
    if "DATABASE_URL" not in os.environ:
        server = Server(data, durable=False)
        atexit.register(server.stop, patience=0)
        server.start()
        os.environ["DATABASE_URL"] = server.url()


if "PYTEST_XDIST_WORKER" not in os.environ:
    start()
