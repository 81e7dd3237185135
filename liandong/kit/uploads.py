"""Files that people send: judged by their bytes, freed of location data, kept under random names, shown in a sandbox.

Who may add or see one, the app says that keeps its row: name, original, kind, size, sha256.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath
from typing import Any, NamedTuple, cast
from urllib.parse import quote
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.utils.translation import gettext as _

from liandong.kit.files import CONTENT_TYPES, PHOTOS, BadFile, Kind, sniff, without_location
from liandong.kit.refusals import Refused
from liandong.kit.text import clean_text

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


@dataclass(frozen=True)
class Read:
    """A file that can be kept: its name, what it is, and what of it is kept."""

    name: str
    kind: Kind
    content: bytes

    @cached_property
    def sha256(self) -> str:
        """By which the same file sent twice is known; phones call every photo image.jpg."""
        return hashlib.sha256(self.content).hexdigest()


class Kept(NamedTuple):
    """What a table says of a file that lies in the folder."""

    name: UUID
    original: str
    kind: Kind
    size: int
    sha256: str


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


def read_file(name: str, data: bytes) -> Read:
    """Return what a file is and what of it is kept; refuse besides what cannot be read."""
    kind = kind_of(data)
    try:
        return Read(name, kind, without_location(data, kind))
    except BadFile as bad:
        raise Refused(bad.code, _why(bad.code)) from bad


def read_files(files: Iterable[Any]) -> tuple[list[Read], list[str]]:
    """Read each file of a form that can be kept, and say of each other why not."""
    read, refused = [], []
    for file in files:
        try:
            read.append(read_file(file.name, file.read()))
        except Refused as no:
            refused.append(not_taken(file.name, no))
    return read, refused


def not_taken(name: str, no: Refused) -> str:
    """Say of a file by its name why it was not taken."""
    ending = PurePath(name).suffix.lower()
    kind = NAMED.get(ending, "")
    told = {"name": name, "why": no.message, "kind": kind, "ending": ending}
    if no.code == "file.kind" and kind == PHOTO:
        return _("“%(name)s”没有传上：这个文件的内容不是照片（虽然名字是 %(ending)s）") % told
    if no.code == "file.kind" and kind:
        return _("“%(name)s”没有传上：这个文件的内容不是 %(kind)s（虽然名字是 %(ending)s）") % told
    return _("“%(name)s”没有传上：%(why)s") % told


def path_of(name: UUID, folder: str = "") -> str:
    """Return where a file lies below the folder of all files."""
    return str(PurePath(folder, name.hex[:2], name.hex))


def keep(file: Read, folder: str = "") -> Kept:
    """Put a file into a folder under a random name; call it last, what fails later leaves it lying there."""
    name = uuid4()
    default_storage.save(path_of(name, folder), ContentFile(file.content))
    original = clean_text(PurePath(file.name).name)[-200:] or file.kind
    return Kept(name, original, file.kind, len(file.content), file.sha256)


def shown(name: UUID, *, original: str, kind: str, folder: str = "") -> FileResponse:
    """Send a file that somebody may see: photos are shown, the rest is saved, and nothing in it runs."""
    try:
        content = default_storage.open(path_of(name, folder))
    except FileNotFoundError:
        raise Http404 from None
    known = cast(Kind, kind)
    response = FileResponse(content, content_type=CONTENT_TYPES[known])
    how = "inline" if known in PHOTOS else "attachment"
    named = quote(_with_ending(original, kind))
    response["Content-Disposition"] = f"{how}; filename*=UTF-8''{named}"
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=600"
    return response


def _with_ending(name: str, kind: str) -> str:
    """Return the name a file is saved under: its own, with the ending of what it really is."""
    ending = {"jpeg": (".jpg", ".jpeg")}.get(kind, (f".{kind}",))
    return name if name.lower().endswith(ending) else f"{name}{ending[0]}"
