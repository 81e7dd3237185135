"""Files that people attach, drawn by hand: photos of a yard, a list of equipment; nobody is on them."""

import io
from functools import cache
from random import Random

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 640, 480
SCENES = ("transformer", "pipe", "lamp", "road")
LINES = (
    "示例材料：用电设备清单",
    "一、数控磨床 4 台，每台 18.5 千瓦",
    "二、热处理炉 2 台，每台 120 千瓦",
    "三、空压机 3 台，每台 37 千瓦",
    "合计装机容量 425 千瓦，同时率约 0.7",
)


@cache
def photo(scene: str, number: int = 0) -> bytes:
    """Return a photo as PNG: a simple scene under a sky that differs with the number."""
    random = Random(f"{scene}{number}")  # noqa: S311 (a sample, not a secret)
    sky = (150 + random.randrange(70), 180 + random.randrange(50), 205 + random.randrange(40))
    image = Image.new("RGB", (WIDTH, HEIGHT), sky)
    draw = ImageDraw.Draw(image)
    horizon = 250 + random.randrange(60)
    draw.rectangle((0, horizon, WIDTH, HEIGHT), fill=(128, 122, 112))
    for left in range(-20, WIDTH, 150):
        top = horizon - 60 - random.randrange(110)
        shade = 150 + random.randrange(60)
        draw.rectangle((left, top, left + 130, horizon), fill=(shade, shade - 10, shade - 22))
        for x in range(left + 14, left + 110, 30):
            draw.rectangle((x, top + 16, x + 16, top + 34), fill=(90, 110, 130))
    _object(draw, scene, horizon)
    kept = io.BytesIO()
    image.save(kept, "PNG")
    return kept.getvalue()


def _object(draw: ImageDraw.ImageDraw, scene: str, horizon: int) -> None:
    match scene:
        case "transformer":
            draw.rectangle((250, horizon - 90, 400, horizon + 70), fill=(70, 92, 84))
            for x in range(262, 396, 18):
                draw.line((x, horizon - 76, x, horizon + 56), fill=(50, 68, 62), width=5)
            for x in (280, 325, 370):
                draw.rectangle((x - 6, horizon - 130, x + 6, horizon - 90), fill=(120, 70, 50))
        case "pipe":
            draw.rectangle((0, horizon + 60, WIDTH, horizon + 96), fill=(96, 116, 132))
            draw.ellipse((300, horizon + 40, 360, horizon + 116), fill=(76, 94, 110))
            draw.ellipse((270, horizon + 104, 430, horizon + 160), fill=(104, 132, 158))
        case "lamp":
            draw.rectangle((310, 60, 322, horizon + 90), fill=(60, 62, 66))
            draw.polygon(((322, 66), (410, 84), (410, 96), (322, 78)), fill=(60, 62, 66))
        case "road":
            draw.polygon(
                ((250, horizon), (390, horizon), (620, HEIGHT), (20, HEIGHT)), fill=(92, 92, 94)
            )
            draw.ellipse((230, horizon + 90, 420, horizon + 170), fill=(84, 104, 124))


@cache
def document() -> bytes:
    """Return a PDF of one page in Chinese, with a typeface that every reader brings along."""
    shown = b"\n".join(
        b"1 0 0 1 72 %d Tm <%s> Tj" % (760 - 30 * n, line.encode("utf-16-be").hex().encode())
        for n, line in enumerate(LINES)
    )
    stream = b"BT /F1 14 Tf\n" + shown + b"\nET"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
        b"/DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> "
        b"/FontDescriptor 7 0 R >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] "
        b"/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(parts) + 1, table)
        + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(parts) + 1, len(out))
    )
