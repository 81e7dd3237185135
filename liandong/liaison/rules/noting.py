"""What makes a note, and when it may have been written."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from liandong.kit.refusals import Refused
from liandong.kit.text import clean_text

FEWEST, LONGEST, MOST_PHOTOS = 8, 2000, 9
OLDEST = timedelta(days=30)
AHEAD = timedelta(minutes=10)  # by which a phone's clock may be fast


def require_note(text: str, photos: int) -> str:
    """Return the text as it is kept; refuse what says nothing and shows nothing, and what is too much."""
    text = clean_text(text)
    if len(text) < FEWEST and not photos:
        raise Refused("note.empty", _("写一句企业说了什么，或拍张照片。"))
    if len(text) > LONGEST:
        raise Refused("note.too_long", _("最多 %(most)s 字，请拆成几条。") % {"most": LONGEST})
    if photos > MOST_PHOTOS:
        raise Refused("note.too_many_photos", _("照片最多 %(most)s 张。") % {"most": MOST_PHOTOS})
    return text


def require_moment(written: datetime | None, now: datetime) -> datetime:
    """Return when a note was written, without a network perhaps; refuse what no phone with a right clock says."""
    if written is None or now < written <= now + AHEAD:
        return now
    if written > now or written < now - OLDEST:
        raise Refused("note.when", _("手机上的时间不对，请校准后再交。"))
    return written


def require_problem(text: str) -> str:
    """Return a problem as it is kept; refuse what says nothing."""
    text = clean_text(text)
    if len(text) < FEWEST:
        raise Refused("problem.no_text", _("请写清是什么问题（至少 %(n)s 个字）。") % {"n": FEWEST})
    if len(text) > LONGEST:
        raise Refused("problem.too_long", _("最多 %(most)s 字，请拆成几条。") % {"most": LONGEST})
    return text
