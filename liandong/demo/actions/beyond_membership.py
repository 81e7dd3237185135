"""Adds claims and disputes that wait to the sample district."""

import io
from datetime import datetime, timedelta

from PIL import Image, ImageDraw

from liandong.accounts.models import User
from liandong.demo.actions.cast import Cast
from liandong.enterprises.actions import claim_with_proof, dispute, record
from liandong.enterprises.models import Enterprise, Member
from liandong.kit.now import standing_at
from liandong.kit.uploads import Read, read_file

PAPER, INK, SEAL = "#fdfaf2", "#2b2f3a", "#b3243c"
WIDE, HIGH = 1000, 700


def set_membership(cast: Cast, end: datetime) -> None:
    """Add a claim with its proof and a dispute, both waiting, and an enterprise that nobody manages."""
    if "claimer" in cast.people:  # they are here already
        return
    firms = [enterprise for enterprise, _firm in cast.enterprises]
    free, claimed, disputed = firms[-1], firms[-2], firms[-3]
    for enterprise in (free, claimed):
        Member.objects.filter(enterprise=enterprise).delete()
    number = {"contact_phone": free.contact_phone}
    record(free, source="market", on=end.date(), facts=number, by=None)
    with standing_at(end - timedelta(days=1, hours=2)):
        claim_with_proof(
            claimed,
            files=[licence(claimed)],
            message="我是综合部的，原来的经办人已经离职。",
            by=_person("claimer", "示例企业 综合部新同事", "13800000032"),
        )
    with standing_at(end - timedelta(hours=5)):
        dispute(
            disputed,
            message="现在的管理员上个月离职了，手机号还在他手里，我是新任负责人。",
            files=[licence(disputed)],
            is_legal=True,
            by=_person("disputer", "示例企业 新任负责人", "13800000033"),
        )


def _person(username: str, name: str, phone: str) -> User:
    return User.objects.create(
        username=username, name=name, phone=phone, phone_verified=True, is_sample=True
    )


def licence(enterprise: Enterprise) -> Read:
    """Return a drawn picture that is plainly no licence: a frame, the code, a round seal."""
    picture = Image.new("RGB", (WIDE, HIGH), PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((30, 30, WIDE - 30, HIGH - 30), outline=INK, width=6)
    draw.rectangle((46, 46, WIDE - 46, HIGH - 46), outline=INK, width=2)
    draw.text((WIDE / 2, 130), "SAMPLE LICENCE", fill=INK, anchor="mm", font_size=56)
    draw.text((WIDE / 2, 210), enterprise.uscc, fill=INK, anchor="mm", font_size=40)
    for row in range(5):
        draw.line(
            (120, 300 + row * 56, WIDE - 320 + row * 12, 300 + row * 56), fill="#c9c4b6", width=14
        )
    draw.ellipse((WIDE - 290, HIGH - 290, WIDE - 110, HIGH - 110), outline=SEAL, width=10)
    draw.text((WIDE - 200, HIGH - 200), "SAMPLE", fill=SEAL, anchor="mm", font_size=34)
    kept = io.BytesIO()
    picture.save(kept, "JPEG", quality=80)
    return read_file("营业执照（示例）.jpg", kept.getvalue())
