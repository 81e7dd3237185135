"""Attachments: told by their content, freed of their location, refused when they lie."""

import io
import zipfile
import zlib
from struct import pack

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from liandong.kit import files
from liandong.kit.files import CONTENT_TYPES, KINDS, BadFile, Kind, sniff, without_location

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def photo(form: str, mode: str = "RGB", size: tuple[int, int] = (60, 40)) -> bytes:
    """A photo taken on its side, full of what must not get out."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SecretMaker"
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (34.0, 40.0, 1.0), "E", (112.0, 26.0, 1.0)
    image = Image.new(mode, size, 1 if mode == "P" else "red")
    if mode == "P":
        image.putpalette([0, 0, 0, 255, 0, 0])
    out = io.BytesIO()
    secret = b"<x:xmpmeta>SecretPlace</x:xmpmeta>"
    if form == "JPEG":
        image.save(out, form, exif=exif, xmp=secret, comment=b"SecretComment")
    else:
        image.save(out, form, exif=exif, xmp=secret)
    return out.getvalue()


def packed(parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def office(main_part: str, **more: bytes) -> bytes:
    types = f'<Types><Override ContentType="application/vnd.{main_part}"/></Types>'
    return packed({"[Content_Types].xml": types.encode()} | more)


def compound(*streams: str) -> bytes:
    """A compound file with only its header and directory."""
    entries = b""
    for stream in ("Root Entry", *streams):
        name = (stream + "\0").encode("utf-16-le")
        entries += (name.ljust(64, b"\0") + pack("<H", len(name))).ljust(128, b"\0")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entries.ljust(512, b"\0")


DOCX = office("openxmlformats-officedocument.wordprocessingml.document.main+xml")
GOOD: dict[Kind, bytes] = {
    "jpeg": photo("JPEG"),
    "png": photo("PNG"),
    "webp": photo("WEBP"),
    "pdf": PDF,
    "docx": DOCX,
    "xlsx": office("openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
    "pptx": office("openxmlformats-officedocument.presentationml.presentation.main+xml"),
    "doc": compound("1Table", "WordDocument"),
    "xls": compound("Workbook"),
    "ppt": compound("Current User", "PowerPoint Document"),
    "ofd": packed({"OFD.xml": b"<ofd:OFD/>", "Doc_0/Document.xml": b""}),
}


def code_of(data: bytes, kind: Kind | None = None) -> str:
    with pytest.raises(BadFile) as refused:
        without_location(data, kind) if kind else sniff(data)
    assert isinstance(refused.value, ValueError)
    return refused.value.code


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_told_by_its_content(kind: Kind) -> None:
    assert sniff(GOOD[kind]) == kind
    assert "/" in CONTENT_TYPES[kind]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file.empty"),
        (b"MZ\x90\0" + bytes(300), "file.kind"),
        (b"\x7fELF" + bytes(300), "file.kind"),
        (b"<!doctype html><script>alert(1)</script>", "file.kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "file.kind"),
        ("停电".encode(), "file.kind"),
        (b"GIF89a" + bytes(300), "file.kind"),
        (b"PK\x03\x04", "file.broken"),
        (packed({"a.exe": b"MZ"}), "file.kind"),
        (packed({"word/document.xml": b"<w/>"}), "file.kind"),
        (packed({"[Content_Types].xml": b"<Types/>"}), "file.kind"),
        (DOCX[:-40], "file.broken"),
        (office("ms-word.document.macroEnabled.main+xml"), "file.macros"),
        (
            office(
                "openxmlformats-officedocument.wordprocessingml.document.main+xml",
                **{"word/vbaProject.bin": b"x"},
            ),
            "file.macros",
        ),
        (compound("WordDocument", "_VBA_PROJECT"), "file.macros"),
        (compound("!_Tables"), "file.kind"),  # an installer
        (b"%PDF-1.7\nand nothing more", "file.broken"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(300), "file.heic"),
    ],
)
def test_what_is_not_taken_under_any_name(data: bytes, code: str) -> None:
    assert code_of(data) == code


def test_a_document_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_MAX_UNPACKED", 1_000_000)
    bomb = office(
        "openxmlformats-officedocument.wordprocessingml.document.main+xml",
        **{"word/media/a.bin": bytes(1_000_001)},
    )

    assert len(bomb) < 10_000
    assert code_of(bomb) == "file.too_large_inside"


@pytest.mark.parametrize(
    ("form", "mode"),
    [("JPEG", "RGB"), ("PNG", "RGB"), ("PNG", "P"), ("PNG", "LA"), ("WEBP", "RGBA")],
)
def test_a_photo_loses_its_place_and_stands_upright(form: str, mode: str) -> None:
    taken = photo(form, mode)
    kind = sniff(taken)

    kept = without_location(taken, kind)

    assert b"Secret" in taken
    for trace in (b"Secret", b"Exif", b"eXIf", b"EXIF", b"GPS", b"xmp"):
        assert trace not in kept
    assert sniff(kept) == kind
    with Image.open(io.BytesIO(kept)) as image:
        assert image.size == (40, 60)
        assert not image.getexif()
        pixel = image.convert("RGB").getpixel((20, 30))
    if mode != "LA":
        assert isinstance(pixel, tuple)
        assert pixel[0] > 240
        assert max(pixel[1:]) < 15


def test_what_was_appended_to_a_photo_is_gone() -> None:
    assert b"evil" not in without_location(photo("JPEG") + b"PK\x03\x04evil", "jpeg")


def test_a_large_photo_is_made_smaller() -> None:
    kept = without_location(photo("JPEG", size=(5000, 500)), "jpeg")

    with Image.open(io.BytesIO(kept)) as image:
        assert image.height == 4096


def test_colours_of_a_printed_photo_are_converted() -> None:
    out = io.BytesIO()
    Image.new("CMYK", (6, 4)).save(out, "JPEG")

    with Image.open(io.BytesIO(without_location(out.getvalue(), "jpeg"))) as image:
        assert image.mode == "RGB"


@pytest.mark.parametrize("side", [8_500, 12_000, 60_000])
def test_a_bomb_is_refused_before_it_is_unpacked(side: int) -> None:
    def chunk(name: bytes, body: bytes) -> bytes:
        return pack(">I", len(body)) + name + body + pack(">I", zlib.crc32(name + body))

    header = chunk(b"IHDR", pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
    bomb = (
        b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")
    )

    assert code_of(bomb, "png") == "file.too_large_inside"


def test_a_photo_under_another_kind_is_broken() -> None:
    assert code_of(GOOD["jpeg"], "png") == "file.broken"
    assert code_of(GOOD["jpeg"][:200], "jpeg") == "file.broken"


def test_documents_stay_as_they_are() -> None:
    assert without_location(PDF, "pdf") is PDF


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow's word on EXIF that it skips
@given(st.sampled_from(sorted(GOOD)), st.data())
@settings(deadline=None, max_examples=200)
def test_damage_gives_a_clear_answer(kind: Kind, draw: st.DataObject) -> None:
    data = bytearray(GOOD[kind])
    for _ in range(draw.draw(st.integers(1, 6))):
        data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.integers(0, 255))
    try:
        without_location(bytes(data), sniff(bytes(data)))
    except BadFile as refused:
        assert refused.code.startswith("file.")  # noqa: PT017 (a broken file may also be fine)
