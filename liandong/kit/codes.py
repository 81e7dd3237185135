"""Codes that people type: an enterprise's social credit code, telephone numbers."""

import re
import unicodedata
from datetime import date

from django.utils.translation import gettext as _
from stdnum.cn import uscc

_USCC = re.compile(r"[1-9ANY][1-9][0-9]{6}[0-9A-HJ-NP-RTUWXY]{10}", re.ASCII)
_USCC_PLACES = (r"[1-9ANY]", r"[1-9]", *[r"[0-9]"] * 6, *[r"[0-9A-HJ-NP-RTUWXY]"] * 10)
_PROVISIONAL = re.compile(r"LS[0-9]{16}", re.ASCII)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"(010|02[0-9])([2-8][0-9]{7})|(0[3-9][0-9]{2})([2-8][0-9]{6,7})")
_SERVICE = re.compile(r"[48]00[0-9]{7}")
_EXTENSION = re.compile(r"(?:-|转|分机|ext\.?|#)([0-9]{1,6})$")
_COUNTRY = re.compile(r"^(?:\+|00)86-?")


def normal_uscc(text: str) -> str:
    """The code as it is kept: full-width letters made narrow, capitals, no blanks or hyphens."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).upper()


def is_uscc(text: str) -> bool:
    """Whether `normal_uscc(text)` is a unified social credit code with the right check character.

    Source: GB 32100-2015. The registering authority may be a letter (N: agriculture, so that rural
    collectives are not refused), and I, O, S, V, Z never occur.
    """
    code = normal_uscc(text)
    return bool(_USCC.fullmatch(code)) and code[-1] == uscc.calc_check_digit(code[:-1])


def uscc_flaw(text: str) -> str:
    """What is wrong with a code that is none, so that one finds it on the licence."""
    code = normal_uscc(text)
    if len(code) != len(_USCC_PLACES):
        return _("统一社会信用代码应为 18 位，请对照营业执照核对。")
    for place, (sign, allowed) in enumerate(zip(code, _USCC_PLACES, strict=True), start=1):
        if not re.fullmatch(allowed, sign, re.ASCII):
            return _("统一社会信用代码第 %(place)s 位不会是 %(sign)s，请对照营业执照核对。") % {
                "place": place,
                "sign": sign,
            }
    return _("统一社会信用代码有一位输错了（最后一位校验不上），请对照营业执照逐位核对。")


def make_uscc(number: int, region: str = "410303") -> str:
    """A valid code for sample enterprise `number` (0 to 999999) registered in `region`.

    The organisation part begins with YY, which is not issued, so that a sample never bears the code
    of a real enterprise. Its own check character follows GB 11714-1997, the last GB 32100-2015.
    """
    if not 0 <= number <= 999_999:
        raise ValueError("sample numbers go from 0 to 999999")
    if not re.fullmatch(r"[0-9]{6}", region, re.ASCII):
        raise ValueError("a region code has six digits")
    organisation = f"YY{number:06d}"
    code = f"91{region}{organisation}{_organisation_check(organisation)}"
    return code + uscc.calc_check_digit(code)


def provisional_code(day: date, number: int) -> str:
    """Return what stands for the code of an enterprise that has told none yet: LS (临时), day, number.

    As long as a code, and never one: S does not occur in it.
    """
    return f"LS{day:%Y%m%d}{number:08d}"


def is_provisional(text: str) -> bool:
    """Return whether `text` only stands for a code that is not known yet."""
    return bool(_PROVISIONAL.fullmatch(text))


def normal_phone(text: str) -> str:
    """A mainland telephone number as it is kept.

    `13812345678`, `0379-63938000`, `0379-63938000-801` (with an extension) or `4001234567`. Blanks,
    brackets, full-width digits and the country code +86 are taken off. ValueError `phone.wrong`
    when it is none of these; a landline needs its area code.
    """
    written = unicodedata.normalize("NFKC", text).strip().lower()
    written = re.sub(r"[\s().·]", "", re.sub(r"[‐-―−]", "-", written))
    abroad = bool(_COUNTRY.match(written))
    written = _COUNTRY.sub("", written)
    digits = written.replace("-", "")
    if _MOBILE.fullmatch(digits) or _SERVICE.fullmatch(digits):
        return digits
    if abroad and not digits.startswith("0"):
        written = "0" + written
    landline = _normal_landline(written)
    if landline is None:
        raise ValueError("phone.wrong")
    return landline


def is_phone(text: str) -> bool:
    """Whether `normal_phone(text)` finds a mainland mobile, landline, 400 or 800 number."""
    try:
        normal_phone(text)
    except ValueError:
        return False
    return True


def mask_phone(text: str) -> str:
    """The number for eyes that need not know it: `138****5678`, `0379-****8000`, `400****567`.

    An extension is left out. What is not a telephone number is hidden altogether.
    """
    try:
        number = normal_phone(text)
    except ValueError:
        return "****" if text.strip() else ""
    if number.startswith("0"):
        area, local = number.split("-")[:2]
        return f"{area}-****{local[-4:] if len(local) > 7 else local[-3:]}"
    return f"{number[:3]}****{number[7:]}"


def _normal_landline(written: str) -> str | None:
    whole = _LANDLINE.fullmatch(written.replace("-", ""))
    extension = ""
    if whole is None and (found := _EXTENSION.search(written)):
        extension = "-" + found[1]
        whole = _LANDLINE.fullmatch(written[: found.start()].replace("-", ""))
    if whole is None:
        return None
    return f"{whole[1] or whole[3]}-{whole[2] or whole[4]}{extension}"


def _organisation_check(organisation: str) -> str:
    """The ninth character of an organisation code: 11 − (Σ value × weight mod 11); 10 is X."""
    total = sum(
        int(character, 36) * weight
        for character, weight in zip(organisation, _ORGANISATION_WEIGHTS, strict=True)
    )
    return "0123456789X0"[11 - total % 11]
