"""Who has an appeal now: its lead, or the coordinating office."""

from liandong.appeals.enums import OPEN
from liandong.appeals.models import Appeal


def is_with_office(appeal: Appeal) -> bool:
    """Return whether the coordinating office has it: nobody leads yet, or it was disputed again."""
    return appeal.lead is None or (appeal.with_coordinator and appeal.state in OPEN)


def held_by(appeal: Appeal) -> str:
    """Return the short name of whoever has it."""
    if appeal.lead is None or is_with_office(appeal):
        return appeal.region.office
    return appeal.lead.label
