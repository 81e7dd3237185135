"""What an attachment really is, and how it is freed of the place where it was taken."""

import io
import struct
import zipfile
import zlib
from typing import Literal, get_args

import filetype
from PIL import Image, ImageOps

Kind = Literal[
    "jpeg", "png", "webp", "pdf", "docx", "xlsx", "pptx", "doc", "xls", "ppt", "ofd"
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
PHOTOS: frozenset[Kind] = frozenset({"jpeg", "png", "webp"})
_OOXML = "application/vnd.openxmlformats-officedocument."
CONTENT_TYPES: dict[Kind, str] = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "pdf": "application/pdf",
    "docx": _OOXML + "wordprocessingml.document",
    "xlsx": _OOXML + "spreadsheetml.sheet",
    "pptx": _OOXML + "presentationml.presentation",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "ofd": "application/ofd",
}

MAX_PIXELS = 64_000_000
"""The largest photo that is opened: above what phones take, below what exhausts the memory."""
MAX_SIDE = 4096
"""Longer photos are made smaller: a page photographed is still legible."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS: tuple[tuple[str, Kind], ...] = (
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
)
_OLE_ENTRY = 128  # bytes in a directory entry, which starts with the stream's name in UTF-16
_ZIP = b"PK\x03\x04"
_MAIN_PARTS: tuple[tuple[bytes, Kind], ...] = (
    (b"wordprocessingml.document.main+xml", "docx"),
    (b"spreadsheetml.sheet.main+xml", "xlsx"),
    (b"presentationml.presentation.main+xml", "pptx"),
)
_MAX_PARTS, _MAX_UNPACKED, _MAX_CONTENT_TYPES = 10_000, 500_000_000, 1_000_000
_BROKEN_PHOTO = (OSError, SyntaxError, ValueError, LookupError, TypeError, EOFError, struct.error,
                 zlib.error, OverflowError, AttributeError, ArithmeticError)  # fmt: skip
_BROKEN_ZIP = (zipfile.BadZipFile, OSError, ValueError, LookupError, EOFError, struct.error,
               zlib.error, NotImplementedError, RuntimeError)  # fmt: skip


class BadFile(ValueError):
    """A file that is not taken; `code` says why.

    `file.empty`, `file.kind` (not a photo, PDF or Office document, whatever its name says),
    `file.heic` (a photo in a format that only some devices show), `file.macros`, `file.broken`,
    `file.too_large_inside` (small outside, huge when unpacked).
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def sniff(data: bytes) -> Kind:
    """What `data` is, from its content alone; raises `BadFile` for anything not taken.

    Packed formats are opened: an Office document must name its main part, so a plain archive, an
    installer or a document with macros is refused under any name.
    """
    if not data:
        raise BadFile("file.empty")
    if data.startswith(_ZIP):
        return _sniff_zip(data)
    if data.startswith(_OLE):
        return _sniff_ole(data)
    found = filetype.guess_extension(data[:512])
    if found in ("heic", "avif"):
        raise BadFile("file.heic")
    if found == "pdf":
        if b"%%EOF" not in data:
            raise BadFile("file.broken")
        return "pdf"
    if found == "apng":
        found = "png"
    if found == "jpg":
        found = "jpeg"
    for kind in PHOTOS:
        if found == kind:
            return kind
    raise BadFile("file.kind")


def without_location(data: bytes, kind: Kind) -> bytes:
    """`data` without what tells where and with what it was taken; documents are returned unchanged.

    A photo is drawn anew: turned upright, at most 4096 pixels long, only its colours kept, so that
    EXIF, XMP, comments, thumbnails and anything appended are gone. Of moving pictures the first
    remains. Raises `BadFile` when it can't be drawn or holds more than 64 million pixels.
    """
    if kind not in PHOTOS:
        return data
    try:
        with Image.open(io.BytesIO(data), formats=[kind.upper()]) as photo:
            if photo.width * photo.height > MAX_PIXELS:
                raise BadFile("file.too_large_inside")
            return _redrawn(photo, kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise BadFile("file.too_large_inside") from bomb
    except BadFile:
        raise
    except _BROKEN_PHOTO as broken:
        raise BadFile("file.broken") from broken


def _redrawn(photo: Image.Image, kind: Kind) -> bytes:
    if kind == "jpeg":
        photo.draft(None, (MAX_SIDE, MAX_SIDE))  # decodes a huge photo at a fraction of its size
    drawn = ImageOps.exif_transpose(photo)
    if kind == "jpeg" and drawn.mode not in ("RGB", "L"):
        drawn = drawn.convert("RGB")
    if max(drawn.size) > MAX_SIDE:
        if drawn.mode == "P":
            drawn = drawn.convert("RGBA")
        drawn.thumbnail((MAX_SIDE, MAX_SIDE))
    kept = {"icc_profile", "transparency"} if kind == "png" else {"icc_profile"}
    drawn.info = {name: value for name, value in drawn.info.items() if name in kept}
    drawn.getexif().clear()
    out = io.BytesIO()
    profile = drawn.info.get("icc_profile")
    if kind == "png":
        drawn.save(out, "PNG", icc_profile=profile, exif=b"")
    else:
        drawn.save(out, kind.upper(), quality=88, icc_profile=profile, exif=b"")
    return out.getvalue()


def _sniff_zip(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            names = {part.filename for part in parts}
            office = "[Content_Types].xml" in names
            if not office and "OFD.xml" not in names:
                raise BadFile("file.kind")
            if len(parts) > _MAX_PARTS or sum(p.file_size for p in parts) > _MAX_UNPACKED:
                raise BadFile("file.too_large_inside")
            if not office:
                return "ofd"
            with packed.open("[Content_Types].xml") as part:
                types = part.read(_MAX_CONTENT_TYPES)
    except BadFile:
        raise
    except _BROKEN_ZIP as broken:
        raise BadFile("file.broken") from broken
    if b"macroEnabled" in types or any(n.lower().endswith("vbaproject.bin") for n in names):
        raise BadFile("file.macros")
    for main_part, kind in _MAIN_PARTS:
        if main_part in types:
            return kind
    raise BadFile("file.kind")


def _sniff_ole(data: bytes) -> Kind:
    """Which Office program wrote a compound file (MS-CFB), from the streams in its directory."""
    if _has_stream(data, "_VBA_PROJECT"):
        raise BadFile("file.macros")
    for stream, kind in _OLE_STREAMS:
        if _has_stream(data, stream):
            return kind
    raise BadFile("file.kind")


def _has_stream(data: bytes, stream: str) -> bool:
    name = (stream + "\0").encode("utf-16-le")
    at = data.find(name, 512)
    while at >= 0:
        if at % _OLE_ENTRY == 0 and data[at + 64 : at + 66] == struct.pack("<H", len(name)):
            return True
        at = data.find(name, at + 1)
    return False
