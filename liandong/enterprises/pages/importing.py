"""Bringing a table into the base: upload it, see what it would do, correct headings, take it in."""

import uuid

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from liandong.accounts.http import SignedInRequest
from liandong.enterprises import queries
from liandong.enterprises.actions import look_again, receive, take
from liandong.enterprises.enums import UploadState
from liandong.enterprises.forms import UploadForm
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
                titles, codes = request.POST.getlist("title"), request.POST.getlist("code")
                kinds = queries.catalogue().kinds
                said = {
                    t[:200]: c if c in kinds else "" for t, c in zip(titles, codes, strict=False)
                }
                held = dict(it.columns)
                changed = {t: c for t, c in said.items() if t in held and held[t] != c}
                look_again(it, changed, by=request.user)
            return redirect("enterprises:upload", it.pk)
        except Refused as refused:
            trouble = refused.message
    known = queries.catalogue()
    sources = known.source_names
    context = {
        "upload": it,
        "trouble": trouble or it.trouble,
        "source": sources.get(it.source, it.source),
        "share": round(100 * it.rows / it.total) if it.total else 0,
        "taken": it.rows - it.rejected,
        "reasons": it.reasons[:MOST_REASONS],
        "kinds": [kind for kind in known.kinds.values() if not kind.computed],
        "columns": [(title, code) for title, code in it.columns if title],
        "has_rejects": it.rejected and it.rejects.exists() and not it.is_busy,
        "looked": it.state == UploadState.LOOKED,
        "done": it.state == UploadState.DONE,
    }
    return render(request, "enterprises/desk/upload.html", context, status=422 if trouble else 200)


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
