"""What auditors see of the journal: its seals, whether it is as it was written, and the roots to keep elsewhere."""

import csv
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from liandong.accounts.http import SignedInRequest
from liandong.departments.enums import Role
from liandong.departments.queries import is_admin, roles_of
from liandong.journal.models import Seal
from liandong.journal.queries import latest_seals, seals, verify_journal
from liandong.kit.now import now


def _require_auditor(request: SignedInRequest) -> None:
    """Let in auditors and administrators; to others there is no such page."""
    if Role.AUDITOR not in roles_of(request.user) and not is_admin(request.user):
        raise Http404


@require_http_methods(["GET", "POST"])
def index(request: SignedInRequest) -> HttpResponse:
    """Show the latest seals; on request (POST) check the whole journal and say what was found."""
    _require_auditor(request)
    context: dict[str, Any] = {"seals": latest_seals(), "verdict": None}
    if request.method == "POST":
        context |= {"verdict": verify_journal(), "checked_at": now()}
    return render(request, "audit/index.html", context)


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
