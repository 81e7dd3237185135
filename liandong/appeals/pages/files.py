"""Files of an appeal: taken in, and served only to those who may see it."""

from collections.abc import Iterable
from pathlib import PurePath
from typing import Any, NamedTuple, cast
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liandong.accounts.http import SignedInRequest
from liandong.appeals import queries
from liandong.appeals.actions.attachments import keep_file, kind_of, path_of, read_file
from liandong.appeals.enums import Hat
from liandong.appeals.models import Appeal, Attachment
from liandong.kit.files import CONTENT_TYPES, PHOTOS, Kind
from liandong.kit.refusals import Refused

ACCEPT = ",".join(
    ("image/jpeg", "image/png", "image/webp", "application/pdf",
     ".docx", ".xlsx", ".pptx", ".doc", ".xls", ".ppt", ".ofd")
)  # fmt: skip
PHOTO = "photo"
NAMED = {
    ".jpg": PHOTO, ".jpeg": PHOTO, ".png": PHOTO, ".webp": PHOTO, ".pdf": "PDF", ".ofd": "OFD",
    ".docx": "Word", ".doc": "Word", ".xlsx": "Excel", ".xls": "Excel", ".pptx": "PPT", ".ppt": "PPT",
}  # fmt: skip
SANDBOX = "default-src 'none'; sandbox"


class Read(NamedTuple):
    """A file that can be kept: its name, what it is, and what of it is kept."""

    name: str
    kind: Kind
    kept: bytes


@require_POST
def add(request: SignedInRequest, reference: str) -> HttpResponse:
    """Add files to an appeal; each that cannot be taken is named with the reason."""
    appeal = queries.appeal_for(request.user, reference)
    read, refused = read_files(request.FILES.getlist("files"))
    for words in refused:
        messages.warning(request, words)
    if added := keep_files(request, appeal, read):
        messages.success(request, _("已上传 %(count)d 个文件") % {"count": added})
    elif not request.FILES:
        messages.error(request, _("请先选照片或文件。"))
    if Hat.ENTERPRISE in queries.hats_of(request.user, appeal):
        return redirect(appeal)
    return redirect("appeals:case", reference)


def read_files(files: Iterable[Any]) -> tuple[list[Read], list[str]]:
    """Read each file that can be kept, and say of each other why not."""
    read, refused = [], []
    for file in files:
        try:
            read.append(Read(file.name, *read_file(file.read())))
        except Refused as no:
            refused.append(_not_taken(file.name, no))
    return read, refused


def keep_files(request: SignedInRequest, appeal: Appeal, read: Iterable[Read]) -> int:
    """Keep what was read with an appeal; return how many, and say of each other why not."""
    kept = 0
    for file in read:
        try:
            keep_file(appeal, **file._asdict(), by=request.user)
            kept += 1
        except Refused as no:
            messages.warning(request, _not_taken(file.name, no))
    return kept


def _not_taken(name: str, no: Refused) -> str:
    ending = PurePath(name).suffix.lower()
    kind = NAMED.get(ending, "")
    told = {"name": name, "why": no.message, "kind": kind, "ending": ending}
    if no.code == "file.kind" and kind == PHOTO:
        return _("“%(name)s”没有传上：这个文件的内容不是照片（虽然名字是 %(ending)s）") % told
    if no.code == "file.kind" and kind:
        return _("“%(name)s”没有传上：这个文件的内容不是 %(kind)s（虽然名字是 %(ending)s）") % told
    return _("“%(name)s”没有传上：%(why)s") % told


@require_POST
def check(request: SignedInRequest) -> HttpResponse:
    """Say of a file that has just been chosen whether it would be taken, or why not."""
    file = request.FILES.get("file")
    if file is not None:
        try:
            kind_of(file.read())
        except Refused as no:
            words = _not_taken(file.name or "", no)
            return HttpResponse(words, status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


@require_safe
def serve(request: SignedInRequest, name: UUID) -> FileResponse:
    """Send a file to whoever may see its appeal; to all others it does not exist."""
    attachment = Attachment.objects.filter(
        name=name, appeal__in=queries.appeals_for(request.user)
    ).first()
    if attachment is None:
        raise Http404
    try:
        content = default_storage.open(path_of(attachment))
    except FileNotFoundError:
        raise Http404 from None
    kind = cast(Kind, attachment.kind)
    response = FileResponse(content, content_type=CONTENT_TYPES[kind])
    how = "inline" if kind in PHOTOS else "attachment"
    response["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(_file_name(attachment))}"
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=600"
    return response


def _file_name(attachment: Attachment) -> str:
    """Return the name a file is saved under: its own, with the ending of what it really is."""
    ending = {"jpeg": (".jpg", ".jpeg")}.get(attachment.kind, (f".{attachment.kind}",))
    name = attachment.original
    return name if name.lower().endswith(ending) else f"{name}{ending[0]}"
