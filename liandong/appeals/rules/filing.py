"""What a filed appeal must be, and when its first limits run out."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from liandong.kit.codes import is_phone, normal_phone
from liandong.kit.refusals import Refused
from liandong.kit.text import clean_text, names_of, title_of

LONGEST_TEXT = 5000  # characters; three pages, more belongs into an attachment
LONGEST_TITLE = 60
FEWEST_SIGNS = 4  # of a name: fewer stand in texts by chance


def require_text(text: str) -> str:
    """Return a text as it is kept; refuse one that says nothing or is longer than 5,000 characters."""
    kept = clean_text(text)
    if not any(c.isalnum() for c in kept):
        raise Refused("appeal.no_text", _("请写一句遇到了什么问题。"))
    if len(kept) > LONGEST_TEXT:
        raise Refused(
            "appeal.text_too_long",
            _("内容有 %(long)s 字，最多 %(most)s 字。请删减，或把材料作为附件上传。")
            % {"long": len(kept), "most": LONGEST_TEXT},
        )
    return kept


def title_for(title: str, text: str) -> str:
    """Return the given title, else one cut from the text."""
    return (clean_text(title).replace("\n", " ") or title_of(text))[:LONGEST_TITLE]


def require_phone(phone: str) -> str:
    """Return a telephone number as it is kept; refuse what is none. No number is no error."""
    if not phone.strip():
        return ""
    if not is_phone(phone):
        raise Refused(
            "appeal.phone",
            _("联系电话不对。请填 11 位手机号，或带区号的座机，例如 0379-60000000。"),
        )
    return normal_phone(phone)


def gives_away(text: str, name: str, phones: Iterable[str]) -> list[str]:
    """Return what in a text tells whose it is: the name of its enterprise, its telephone numbers."""
    told = [n for n in names_of(name) if len(n) >= FEWEST_SIGNS and n in text][:1]
    figures = re.sub(r"(?<=[0-9])[\s-]+(?=[0-9])", "", text)
    return told + [
        phone
        for phone in dict.fromkeys(phones)
        if is_phone(phone) and re.search(rf"(?<![0-9]){_figures(phone)}(?![0-9])", figures)
    ]


def _figures(phone: str) -> str:
    return normal_phone(phone).replace("-", "")
