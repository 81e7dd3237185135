"""What auditors see of the journal: entries, seals, whether it is as it was written, the roots to keep elsewhere."""

import csv
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from liandong.accounts.http import SignedInRequest
from liandong.audit.queries import Filters, entries_for
from liandong.audit.rules import WORDS
from liandong.departments.enums import Role
from liandong.departments.queries import is_admin, roles_of
from liandong.journal.models import Seal
from liandong.journal.queries import latest_seals, seals, verify_journal
from liandong.kit.now import now
from liandong.kit.text import clean_text


def _require_auditor(request: SignedInRequest) -> None:
    """Let in auditors and administrators; to others there is no such page."""
    if Role.AUDITOR not in roles_of(request.user) and not is_admin(request.user):
        raise Http404


@require_http_methods(["GET", "POST"])
def index(request: SignedInRequest) -> HttpResponse:
    """Show entries and the latest seals; on request (POST) check the whole journal and say what was found."""
    _require_auditor(request)
    context: dict[str, Any] = {"seals": latest_seals(), "verdict": None}
    if request.method == "POST":
        context |= {"verdict": verify_journal(), "checked_at": now()}
    if Role.AUDITOR in roles_of(request.user):
        context |= _entries(request)
    return render(request, "audit/index.html", context)


def _entries(request: SignedInRequest) -> dict[str, Any]:
    """Return the entries that fit what the address says, and the ways on from there."""
    given = {name: clean_text(str(value)).strip()[:150] for name, value in request.GET.items()}
    filters = Filters(**{name: given.get(name, "") for name in ("about", "actor", "verb", "looks")})
    before = given.get("before", "")
    page = entries_for(
        request.user, filters, int(before) if before.isdecimal() and len(before) < 18 else 0
    )
    here, narrowed = reverse("audit:index"), {k: v for k, v in vars(filters).items() if v}
    rest = {k: v for k, v in narrowed.items() if k != "looks"}
    return {
        "page": page,
        "filters": filters,
        "narrowed": narrowed,
        "here": here,
        "verbs": sorted(WORDS.items(), key=lambda item: item[0]),
        "looks_url": f"{here}?{urlencode(rest if filters.looks else {**rest, 'looks': '1'})}",
        "following": f"{here}?{urlencode({**narrowed, 'before': page.following})}"
        if page.following
        else "",
    }


@require_GET
def roots(request: SignedInRequest) -> StreamingHttpResponse:
    """Export every seal as CSV, oldest first, to be kept where nobody of this house can reach it."""
    _require_auditor(request)
    return StreamingHttpResponse(
        _lines(),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="journal-roots-{now():%Y%m%d-%H%M%S}.csv"'
        },
    )


class _Line:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _lines() -> Iterator[str]:
    writer = csv.writer(_Line())
    yield writer.writerow(["first_id", "last_id", "count", "root", "chained", "sealed_at"])
    for seal in seals():
        yield writer.writerow(_row(seal))


def _row(seal: Seal) -> list[str | int]:
    return [
        seal.first_id,
        seal.last_id,
        seal.count,
        bytes(seal.root).hex(),
        seal.chained_hex,
        seal.at.isoformat(),
    ]
