"""Look for signals: what the rules find becomes one unless it stands already, or was dealt with."""

from collections import defaultdict
from datetime import date, timedelta

from django.db import connection, transaction

from liandong.departments.models import Region
from liandong.departments.queries import today
from liandong.journal.actions import record
from liandong.kit.now import now
from liandong.kit.references import next_reference
from liandong.kit.working_time import SHANGHAI
from liandong.liaison.queries import people_for
from liandong.risks.enums import SignalState
from liandong.risks.models import Signal
from liandong.risks.queries import known_of, rules_in_force, watched
from liandong.risks.rules.finding import RULES, Finding, is_raised

AT_ONCE = 2000
UNSEEN_DAYS = 14
LOCK = 4107_0301  # two that look at once would find the same


def find_signals(region: Region | None = None) -> int:
    """Look at all enterprises that are watched, so many in one transaction; return how many signals are new."""
    ids = watched(region)
    parts = [ids[n : n + AT_ONCE] for n in range(0, len(ids), AT_ONCE)]
    return sum(_find(part) for part in parts)


@transaction.atomic
def _find(ids: list[int]) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    day, rules, known = today(), rules_in_force(), known_of(ids, today())
    standing: dict[tuple[int, str], Signal] = {}
    closings: dict[tuple[int, str], list[tuple[date, str, date]]] = defaultdict(list)
    for one in Signal.objects.select_for_update(no_key=True).filter(enterprise__in=ids):
        key = one.enterprise_id, one.rule
        if one.state == SignalState.OPEN:
            standing[key] = one
        elif one.state == SignalState.CLOSED and one.ended_at:
            closings[key].append((one.as_of, one.outcome, one.ended_at.astimezone(SHANGHAI).date()))
    new = []
    for pk in ids:
        for code, numbers in rules.items():
            finding = RULES[code](known[pk], numbers, day)
            before = standing.get((pk, code))
            if finding is None:
                if before is not None:
                    _gone(before)
            elif before is not None:
                _renew(before, finding)
            elif is_raised(finding, closings[pk, code], day):
                new.append(_raise(pk, code, finding))
    people = people_for({one.enterprise_id for one in new})
    for one in new:
        first = people.get(one.enterprise_id, [])[:1]
        record(
            "signal.found",
            on=one,
            by=None,
            enterprise=one.enterprise_id,
            people=first,
            rule=one.rule,
        )
    return len(new)


@transaction.atomic
def tell_unseen() -> int:
    """Tell the coordinator, once, of signals that nobody has looked at for two weeks; return of how many."""
    late = Signal.objects.select_for_update(no_key=True).filter(
        state=SignalState.OPEN,
        seen_at__isnull=True,
        waits_from__isnull=True,
        found_at__lte=now() - timedelta(days=UNSEEN_DAYS),
    )
    rows = list(late)
    for one in rows:
        one.waits_from = now()
        one.save(update_fields=["waits_from"])
        record("signal.waits", on=one, by=None, enterprise=one.enterprise_id)
    return len(rows)


def _raise(pk: int, code: str, finding: Finding) -> Signal:
    return Signal.objects.create(
        reference=next_reference("FX", "risks_number", now()),
        enterprise_id=pk,
        rule=code,
        as_of=finding.as_of,
        seen=[list(row) for row in finding.seen],
        found_at=now(),
    )


def _renew(signal: Signal, finding: Finding) -> None:
    seen = [list(row) for row in finding.seen]
    if signal.seen != seen:
        signal.as_of, signal.seen = finding.as_of, seen
        signal.save(update_fields=["as_of", "seen"])


def _gone(signal: Signal) -> None:
    signal.state, signal.ended_at = SignalState.GONE, now()
    signal.save(update_fields=["state", "ended_at"])
    record("signal.gone", on=signal, by=None, enterprise=signal.enterprise_id)
