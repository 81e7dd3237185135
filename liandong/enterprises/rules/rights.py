"""Who sees which facts of an enterprise, and who may state them."""

from collections.abc import Collection

from liandong.enterprises.enums import Seat, Sensitivity
from liandong.enterprises.rules.kinds import Kind
from liandong.kit.codes import mask_phone

OWN_SOURCE = "enterprise"  # what an enterprise says of itself
WHOLE = {Seat.MEMBER}
MASKED = {Seat.COORDINATOR, Seat.LEADER, Seat.AUDITOR}
SECRET = {Seat.MEMBER, Seat.AUDITOR}
SPEAKING = {Seat.MEMBER, Seat.CLERK}  # for the enterprise; a clerk hears it on the telephone


def sees(seats: Collection[str], kind: Kind) -> bool:
    """Return whether somebody sees a fact at all, masked or not."""
    if kind.sensitivity in {Sensitivity.OPEN, Sensitivity.INSIDE}:
        return bool(seats)
    eyes = WHOLE | MASKED if kind.sensitivity == Sensitivity.PERSONAL else SECRET
    return not eyes.isdisjoint(seats)


def is_masked(seats: Collection[str], kind: Kind) -> bool:
    """Return whether what somebody sees of a fact is covered."""
    return kind.sensitivity == Sensitivity.PERSONAL and WHOLE.isdisjoint(seats)


def mask(kind: Kind, value: object) -> str:
    """Return a personal datum for eyes that need not know it."""
    text = str(value)
    return mask_phone(text) if kind.type == "phone" else f"{text[:1]}**"


def may_state(seats: Collection[str], source: str, own_sources: Collection[str]) -> bool:
    """Return whether somebody may say facts in a source's name; `own_sources` are their departments'."""
    if Seat.COORDINATOR in seats:  # any source's, from papers that they hold
        return True
    if source == OWN_SOURCE and not SPEAKING.isdisjoint(seats):
        return True
    return Seat.OFFICER in seats and source in own_sources
