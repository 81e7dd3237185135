"""Ways to an enterprise that is already here: codes without look-alikes, and which way is open to whom."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import timedelta

from liandong.enterprises.enums import CodeWay
from liandong.kit.codes import normal_phone

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without 0 O, 1 I L
LETTER_LENGTH, SMS_LENGTH = 8, 6
LASTS = {CodeWay.LETTER: timedelta(days=14), CodeWay.SMS: timedelta(minutes=10)}
MOST_TRIES = 5  # of one person in a day
MOST_MESSAGES = 3  # to one enterprise in a day
MOST_OPEN = 5  # claims and disputes of one person that nobody has decided
MOST_PROOFS = 3

_MOBILE = re.compile(r"1[3-9][0-9]{9}", re.ASCII)


def new_code(way: CodeWay, choice: Callable[[Sequence[str]], str]) -> str:
    """Return a code as it is shown: `K7M4-PX92` in a letter, six figures in a text message."""
    if way == CodeWay.SMS:
        return "".join(choice("0123456789") for _place in range(SMS_LENGTH))
    code = "".join(choice(LETTERS) for _place in range(LETTER_LENGTH))
    return f"{code[:4]}-{code[4:]}"


def normal_code(text: str) -> str:
    """Return a code as it is compared: blanks, dashes, case and full-width letters are forgiven."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text)).upper()


def way_of(code: str) -> CodeWay:
    """Return by which way a normal code would have come."""
    return CodeWay.SMS if code.isdigit() and len(code) == SMS_LENGTH else CodeWay.LETTER


def mobile_of(text: str, source: str, own: str) -> str:
    """Return the number a code may be sent to: a mobile that somebody else than the enterprise told of it.

    What an enterprise says of itself was said by whoever acted for it then.
    """
    try:
        number = normal_phone(text)
    except ValueError:
        return ""
    return number if source != own and _MOBILE.fullmatch(number) else ""
