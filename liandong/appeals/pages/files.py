"""Files of an appeal: taken in, and served only to those who may see it."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liandong.accounts.http import SignedInRequest
from liandong.appeals import queries
from liandong.appeals.actions.attachments import keep_file
from liandong.appeals.enums import Hat
from liandong.appeals.models import Appeal, Attachment
from liandong.kit.refusals import Refused
from liandong.kit.uploads import Read, kind_of, not_taken, read_files, shown


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


def keep_files(request: SignedInRequest, appeal: Appeal, read: Iterable[Read]) -> int:
    """Keep what was read with an appeal; return how many, and say of each other why not."""
    kept = 0
    for file in read:
        try:
            keep_file(appeal, file, by=request.user)
            kept += 1
        except Refused as no:
            messages.warning(request, not_taken(file.name, no))
    return kept


@require_POST
def check(request: SignedInRequest) -> HttpResponse:
    """Say of a file that has just been chosen whether it would be taken, or why not."""
    file = request.FILES.get("file")
    if file is not None:
        try:
            kind_of(file.read())
        except Refused as no:
            words = not_taken(file.name or "", no)
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
    return shown(name, original=attachment.original, kind=attachment.kind)
