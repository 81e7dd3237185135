"""Brings database and files up to date before a start; quick when there is nothing to do."""

import argparse
import hashlib
import os
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config.console import note
from config.locks import Lock
from config.messages import compile_all

REGION = "410303"  # GB/T 2260: Xigong District of Luoyang, where the sample data is at home


def migrate() -> bool:
    """Apply the migrations that are not in the database yet; return whether there were any."""
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    note("正在更新数据库结构……", "Migrating the database…")
    call_command("migrate", verbosity=0, interactive=False)
    return True


def load_reference() -> None:
    """Load regions, holidays, departments, facts, categories and rules that come with the product.

    Only into a new or renewed database: what an administrator has deleted shall not come back at
    the next start.
    """
    from liandong.appeals.actions.reference import load_reference as load_appeals
    from liandong.departments.actions import load_reference as load_departments
    from liandong.enterprises.actions.reference import load_reference as load_catalogue

    load_departments()
    load_catalogue()
    load_appeals(os.environ.get("LIANDONG_REGION", REGION))


def collect_static() -> bool:
    """Copy stylesheets, scripts and icons to where they are served from, if any has changed.

    What is there stays: another system of this folder may be serving it, under names that tell
    one content from another.
    """
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in finder.list(None):
            facts = os.stat(storage.path(path))
            digest.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return False
    note("正在整理页面文件……", "Collecting static files…")
    stamp.parent.mkdir(exist_ok=True)
    with Lock(stamp.with_name(".lock")).held():
        call_command("collectstatic", verbosity=0, interactive=False)
        stamp.write_text(digest.hexdigest())
    return True


def load_demo() -> None:
    """Load the sample district into an empty system.

    A load that was cut short cannot go on: the journal keeps its half. A mark in the data folder,
    made before the first row and gone after the last, tells that nothing else is in there, and
    then the next load begins with an empty database.
    """
    from liandong.demo.actions import load_demo as load

    if _begun().exists():
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        migrate()
        load_reference()
    elif get_user_model().objects.exists():
        return
    note("正在载入示例区县（不到一分钟）……", "Loading the sample district (under a minute)…")
    _begun().touch()
    load()
    _begun().unlink()


def _begun() -> Path:
    return Path(settings.DATA) / "demo-begun"


def prepare(*, demo: bool) -> None:
    """Do all of it; with `demo`, load the sample district too."""
    from liandong.departments.models import Region

    compile_all()
    if migrate() or not Region.objects.exists():
        load_reference()
    collect_static()
    if demo:
        load_demo()
    else:
        _begun().unlink(missing_ok=True)  # from here on, what people enter is in there too


def main() -> None:
    """Prepare in a process of its own, for the supervisor."""
    parser = argparse.ArgumentParser(prog="python -m config.prepare")
    parser.add_argument("--demo", action="store_true")
    demo = parser.parse_args().demo
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    prepare(demo=demo)


if __name__ == "__main__":
    main()
