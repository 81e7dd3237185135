"""What ends soon is told three times: well before, a month before, a week before."""

from datetime import date

STAGES = (90, 30, 7)  # days before the end


def stage_due(until: date, today: date, stages: tuple[int, ...] = STAGES) -> int | None:
    """Return the nearest stage that has come, the others are past; None too early or over."""
    left = (until - today).days
    return min((stage for stage in stages if 0 <= left <= stage), default=None)
