"""Files that belong to an appeal: sniffed, limited, stripped of location data, kept under random names."""

import hashlib
from pathlib import PurePath

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.appeals.actions.frame import lock
from liandong.appeals.enums import ENDED, Hat
from liandong.appeals.models import Appeal, Attachment
from liandong.appeals.queries.standing import hats_of
from liandong.journal.actions import record
from liandong.kit.files import BadFile, Kind, sniff, without_location
from liandong.kit.now import now
from liandong.kit.refusals import Refused
from liandong.kit.text import clean_text

MOST_FILES = 20


def _why(code: str) -> str:
    return {
        "file.empty": _("这个文件是空的，请重新选择。"),
        "file.kind": _("只能上传照片（JPG、PNG、WebP）、PDF、OFD 和 Office 文件；请另存后再传。"),
        "file.heic": _("这张照片是 HEIC 格式，请在手机相机设置里改为“兼容性最佳”，或转成 JPG。"),
        "file.macros": _("这个文件带有宏，请另存为不带宏的格式再传。"),
        "file.broken": _("这个文件打不开，可能没有传完，请重新选择。"),
        "file.too_large_inside": _("这个文件展开后太大，请压缩图片后再传。"),
    }.get(code, _("这个文件不能上传。"))


def kind_of(data: bytes) -> Kind:
    """Return what a file is, from its bytes; refuse what is too large or of a kind not taken."""
    if len(data) > settings.ATTACHMENT_MAX_BYTES:
        raise Refused(
            "file.too_large",
            _("文件超过 %(most)s MB，请压缩后再传。")
            % {"most": settings.ATTACHMENT_MAX_BYTES // 1024 // 1024},
        )
    try:
        return sniff(data)
    except BadFile as bad:
        raise Refused(bad.code, _why(bad.code)) from bad


def read_file(data: bytes) -> tuple[Kind, bytes]:
    """Return what a file is and what of it is kept; refuse besides what cannot be read."""
    kind = kind_of(data)
    try:
        return kind, without_location(data, kind)
    except BadFile as bad:
        raise Refused(bad.code, _why(bad.code)) from bad


def add_attachment(appeal: Appeal, *, name: str, data: bytes, by: User) -> Attachment:
    """Keep a file with an appeal. What it is, its bytes say; its name is only shown."""
    kind, kept = read_file(data)
    return keep_file(appeal, name=name, kind=kind, kept=kept, by=by)


@transaction.atomic
def keep_file(appeal: Appeal, *, name: str, kind: Kind, kept: bytes, by: User) -> Attachment:
    """Keep with an appeal what has been read of a file; refuse one too many."""
    locked = lock(appeal)
    hats = hats_of(by, locked) - {Hat.READER}
    if not hats or locked.state in ENDED:
        raise Refused("appeal.closed_to_files", _("这件诉求现在不能再加附件。"))
    digest = hashlib.sha256(kept).hexdigest()
    if twin := locked.attachments.filter(sha256=digest).first():
        return twin  # a form sent twice adds nothing; phones call every photo image.jpg
    if locked.attachments.count() >= MOST_FILES:
        raise Refused("file.too_many", _("最多 %(most)s 个附件。") % {"most": MOST_FILES})
    attachment = Attachment(
        appeal=locked,
        original=clean_text(PurePath(name).name)[-200:] or kind,
        kind=kind,
        size=len(kept),
        sha256=digest,
        hat=sorted(hats)[0],
        by=by,
        at=now(),
    )
    default_storage.save(path_of(attachment), ContentFile(kept))
    attachment.save()
    record(
        "appeal.file_added",
        on=locked,
        by=by,
        hat=attachment.hat,
        name=attachment.original,
        sha256=attachment.sha256,
    )
    return attachment


def path_of(attachment: Attachment) -> str:
    """Return where the file lies below the folder of attachments."""
    name = attachment.name.hex
    return f"{name[:2]}/{name}"
