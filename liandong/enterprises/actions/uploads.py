"""A table brought to a page: received, looked through by the worker, taken in when its owner says so."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from liandong.accounts.models import User
from liandong.enterprises.actions.importing import Outcome, import_file
from liandong.enterprises.actions.recording import require_day, source_code
from liandong.enterprises.enums import UploadState
from liandong.enterprises.models import Upload
from liandong.enterprises.queries import importer_of, said_of_headings
from liandong.kit.now import now
from liandong.kit.refusals import Refused
from liandong.kit.tables import MOST_BYTES, too_large
from liandong.kit.text import clean_text

TASK = "enterprises.take_in"
KEPT_DAYS = 90  # that a file waits to be taken in, and its rejects to be fetched


def receive(file: "File[bytes]", *, source: str, on: date, by: User) -> Upload:
    """Keep a table and have it looked through. Refused: one that is empty or too large, a day to come."""
    importer_of(by)
    require_day(on)
    if not file.size:
        raise Refused("import.empty", _("文件是空的。"))
    if file.size > max(MOST_BYTES.values()):
        raise Refused("import.too_large", too_large(file.size))
    code = source_code(source)
    meanings, units = said_of_headings(code)
    upload = Upload(
        by=by,
        at=now(),
        name=clean_text(file.name or "")[:200],
        source=code,
        on=on,
        meanings=meanings,
        units=units,
    )
    upload.path.parent.mkdir(parents=True, exist_ok=True)
    with upload.path.open("wb") as kept:
        for piece in file.chunks():
            kept.write(piece)
    _forget_old(by)
    with transaction.atomic():
        upload.save(force_insert=True)
        _queue(upload)
    return upload


@transaction.atomic
def look_again(
    upload: Upload,
    meanings: Mapping[str, str],
    *,
    units: Mapping[str, str] | None = None,
    on: date | None = None,
    by: User,
) -> None:
    """Say what headings mean, in what units, of which day all is; have the table looked through once more.

    What was said of headings is remembered for the source's next table. Refused: a day to come.
    """
    require_day(on or upload.on)
    upload = _own(upload, by)
    _require(upload, UploadState.LOOKED, UploadState.FAILED)
    upload.meanings = {**upload.meanings, **meanings}
    upload.units = {**upload.units, **(units or {})}
    upload.on = on or upload.on
    upload.state, upload.rows, upload.rejected = UploadState.LOOKING, 0, 0
    upload.save(update_fields=["meanings", "units", "on", "state", "rows", "rejected"])
    _queue(upload)


@transaction.atomic
def take(upload: Upload, *, sure: bool, by: User) -> None:
    """Have a table taken in that was looked through; `sure` takes figures ten thousand times their past.

    Refused: one with a column that may be in several units while nobody has said in which.
    """
    upload = _own(upload, by)
    _require(upload, UploadState.LOOKED)
    if unsaid := upload.found.get("unsaid"):
        raise Refused(
            "import.unit", _("请先选定单位：%(names)s。") % {"names": _("、").join(unsaid)}
        )
    upload.state, upload.sure = UploadState.TAKING, sure
    upload.rows = upload.rejected = 0
    upload.save(update_fields=["state", "sure", "rows", "rejected"])
    _queue(upload)


def do_upload(number: str) -> None:
    """Do what a table waits for. Doing it twice does no harm: what is in the base is not kept twice."""
    upload = Upload.objects.select_related("by").get(pk=number)
    if not upload.is_busy:
        return
    looking = upload.state == UploadState.LOOKING

    def progress(outcome: Outcome) -> None:
        Upload.objects.filter(pk=number).update(rows=outcome.rows, rejected=outcome.rejected)

    try:
        outcome = import_file(
            upload.path,
            source=upload.source,
            on=upload.on,
            by=upload.by,
            dry_run=looking,
            rejects=upload.rejects,
            name=upload.name,
            sure=upload.sure,
            meanings=upload.meanings,
            units=upload.units,
            progress=progress,
        )
    except Refused as refused:
        _fail(upload, refused.message)
        return
    except Exception:
        _fail(upload, _("系统出错了，请再传一次；已经导入的行不会重复。"))
        raise
    upload.state = UploadState.LOOKED if looking else UploadState.DONE
    upload.rows = upload.total = outcome.rows
    upload.rejected, upload.reasons = outcome.rejected, outcome.reasons
    upload.columns = [
        [title, outcome.columns.get(place, "")] for place, title in enumerate(outcome.titles)
    ]
    upload.alike = outcome.alike
    upload.found = _found(outcome)
    upload.trouble = ""
    upload.save()
    if not looking:
        upload.path.unlink(missing_ok=True)


def _found(outcome: Outcome) -> dict[str, Any]:
    """Return what a page shows of what a look has found."""
    found: dict[str, Any] = {
        "units": outcome.units,
        "unsaid": outcome.unsaid,
        "yearly": outcome.yearly,
        "better_day": outcome.better_day.isoformat() if outcome.better_day else "",
    }
    if seen := outcome.foresight:
        found |= {"new": seen.new, "facts": seen.facts, "samples": seen.samples}
        found |= {"repeated": seen.repeated, "twins": seen.twins}
    return found


def _fail(upload: Upload, trouble: str) -> None:
    upload.state, upload.trouble = UploadState.FAILED, trouble
    upload.save(update_fields=["state", "trouble"])


def _own(upload: Upload, by: User) -> Upload:
    importer_of(by)
    return Upload.objects.select_for_update().get(pk=upload.pk, by=by)


def _require(upload: Upload, *states: UploadState) -> None:
    if upload.state not in states:
        raise Refused("import.state", _("这张表现在不能这样办，请刷新再看。"))


def _queue(upload: Upload) -> None:
    app.configure_task(TASK).defer(upload=str(upload.pk))


def _forget_old(by: User) -> None:
    """Remove the files of somebody's tables that are long past; what was taken in stays."""
    for old in Upload.objects.filter(by=by, at__lt=now() - timedelta(days=KEPT_DAYS)):
        old.path.unlink(missing_ok=True)
        old.rejects.unlink(missing_ok=True)
