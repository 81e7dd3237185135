"""How a visit stands, as a lamp shows it: colour, shape and word."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from liandong.visits.enums import State

LAMPS = {
    State.WAITING: "yellow",
    State.PLANNED: "green",
    State.DONE: "done",
    State.JOINED: "off",
    State.CANCELLED: "off",
    State.REFUSED: "off",
}


def lamp_of(state: str, on: date, *, over: bool, today: date) -> tuple[str, str]:
    """Return the colour and the word for a visit on a day."""
    if state == State.PLANNED and on < today:
        return "yellow", str(_("等着说去没去"))
    if state == State.DONE and over:
        return "red", str(_("去过了，超出额度"))
    return LAMPS[State(state)], str(State(state).label)
