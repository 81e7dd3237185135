"""Bringing a table into the base: upload it, see what it would do, correct headings, take it in."""

import uuid
from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from liandong.accounts.http import SignedInRequest
from liandong.departments.queries import today
from liandong.enterprises import queries
from liandong.enterprises.actions import look_again, receive, take
from liandong.enterprises.enums import UploadState
from liandong.enterprises.forms import UploadForm
from liandong.enterprises.models import Upload
from liandong.enterprises.rules.foresight import year_doubt
from liandong.enterprises.rules.kinds import Kind
from liandong.enterprises.rules.values import units_of
from liandong.kit.refusals import Refused

MOST_REASONS = 20


@require_http_methods(["GET", "POST"])
def index(request: SignedInRequest) -> HttpResponse:
    """The form, and one's latest tables; a coordinator's."""
    queries.importer_of(request.user)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data
            upload = receive(given["file"], source=given["source"], on=given["on"], by=request.user)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            return redirect("enterprises:upload", upload.pk)
    context = {"form": form, "uploads": queries.uploads_of(request.user)}
    return render(
        request, "enterprises/desk/import.html", context, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
def upload(request: SignedInRequest, upload: uuid.UUID) -> HttpResponse:
    """One table: how far it is, what its headings mean, what would become or became of its rows."""
    it = queries.upload_for(request.user, upload)
    trouble = ""
    if request.method == "POST":
        try:
            if request.POST.get("act") == "take":
                take(it, sure=bool(request.POST.get("sure")), by=request.user)
            else:
                _look_again(request, it)
            return redirect("enterprises:upload", it.pk)
        except Refused as refused:
            trouble = refused.message
    known = queries.catalogue()
    sources = known.source_names
    yearly = [known.kinds[c].name for c in it.found.get("yearly", []) if c in known.kinds]
    context = {
        "doubt": year_doubt(yearly, it.on, today())[0],
        "upload": it,
        "trouble": trouble or it.trouble,
        "source": sources.get(it.source, it.source),
        "share": round(100 * it.rows / it.total) if it.total else 0,
        "taken": it.rows - it.rejected,
        "reasons": it.reasons[:MOST_REASONS],
        "kinds": [kind for kind in known.kinds.values() if not kind.computed],
        "columns": [_column(it, title, c, known.kinds) for title, c in it.columns if title],
        "has_rejects": it.rejected and it.rejects.exists() and not it.is_busy,
        "found": it.found,
        "unsaid": _("、").join(it.found.get("unsaid", [])),
        "counted": _counted(it.found.get("facts", {})),
        "looked": it.state == UploadState.LOOKED,
        "done": it.state == UploadState.DONE,
    }
    return render(request, "enterprises/desk/upload.html", context, status=422 if trouble else 200)


def _look_again(request: SignedInRequest, it: Upload) -> None:
    """Take what was said of headings, their units and the day."""
    day = parse_date(request.POST.get("on") or it.on.isoformat())
    if day is None:
        raise Refused("fact.day", _("请写日期，如 2025-12-31。"))
    kinds, held = queries.catalogue().kinds, dict(it.columns)
    given = [request.POST.getlist(name) for name in ("title", "code", "unit")]
    changed, units = {}, {}
    for title, code, unit in zip_longest(*given, fillvalue=""):
        meant = code if code in kinds else ""
        if title in held and held[title] != meant:
            changed[title] = meant
        if title in held and unit and meant:
            units[title] = unit
    look_again(it, changed, units=units, on=day, by=request.user)


def _counted(facts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return how many facts would fare how, in words; what none fares so is left out."""
    words = {
        "new": _("新增"), "changed": _("改变"), "same": _("不变"), "kept": _("不变，现有的更可信"),
        "asked": _("相差上万倍，等您确认"),
    }  # fmt: skip
    return [(words[fate], facts[fate]) for fate in words if facts.get(fate)]


def _column(it: Upload, title: str, code: str, kinds: Mapping[str, Kind]) -> dict[str, Any]:
    """One column: its heading, its fact, its unit and, where nobody wrote one, those it may be in."""
    kind = kinds.get(code)
    asked = kind is not None and (title in it.found.get("unsaid", []) or title in it.units)
    return {
        "title": title,
        "code": code,
        "unit": it.units.get(title, "") if asked else it.found.get("units", {}).get(title, ""),
        "units": units_of(kind) if kind and asked else [],
    }


@require_GET
def rejects(request: SignedInRequest, upload: uuid.UUID) -> FileResponse:
    """The rows that were set aside, each with its reason, to be put right and brought again."""
    it = queries.upload_for(request.user, upload)
    if it.is_busy or not it.rejects.exists():
        raise Http404
    name = f"{it.name.rpartition('.')[0] or it.name}-rejects.csv"
    return FileResponse(
        it.rejects.open("rb"), as_attachment=True, filename=name, content_type="text/csv"
    )
