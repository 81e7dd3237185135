"""Adds risk signals, some open, some closed, to the sample district."""

from datetime import date, datetime, timedelta

from liandong.demo.actions.cast import Cast
from liandong.demo.rules.firms import Firm
from liandong.enterprises.actions import record
from liandong.enterprises.models import Enterprise
from liandong.kit.now import standing_at
from liandong.kit.working_time import SHANGHAI
from liandong.liaison.queries import enterprises_kept
from liandong.risks import actions
from liandong.risks.models import Signal

CLOSED = (
    ("tax_late", "helped", "上门问过，是财务交接漏报；陪着去税务大厅补缴，当天办结。"),
    ("layoffs", "watch", "电话问了厂长，两条旧线搬去新厂区，人转过去了；下个月再看参保数。"),
)


def set_risks(cast: Cast, end: datetime) -> None:
    """Let departments report what the rules speak of, look a week ago and now, and close two with what was done."""
    if Signal.objects.exists() or not cast.enterprises:
        return
    officer, coordinator = cast.people["officer"], cast.people["coordinator"]
    kept = set(enterprises_kept(officer).values_list("pk", flat=True))
    listed = [(e, f) for e, f in cast.enterprises if f.number > 2 and (e.pk in kept or e.is_key)]
    mine = sorted(listed, key=lambda one: one[0].pk not in kept)[:6]
    day = end.astimezone(SHANGHAI).date()
    with standing_at(end - timedelta(days=7)):
        for case, (enterprise, firm) in zip((_owes, _lays_off), mine, strict=False):
            case(enterprise, firm, day)
        actions.find_signals()
        for rule, outcome, note in CLOSED:
            for signal in Signal.objects.filter(rule=rule, state="open"):
                by = officer if signal.enterprise_id in kept else coordinator
                actions.close_signal(signal, outcome=outcome, note=note, by=by)
    for case, (enterprise, firm) in zip(
        (_uses_less, _owes_again, _is_listed), mine[2:], strict=False
    ):
        case(enterprise, firm, day)
    actions.find_signals()


def _month_end(day: date, back: int) -> date:
    for _ in range(back):
        day = day.replace(day=1) - timedelta(days=1)
    return day


def _uses_less(enterprise: Enterprise, firm: Firm, day: date) -> None:
    for back, share in ((2, 0.59), (1, 0.62)):
        before = firm.employees * 500
        facts = {"power_used": round(before * share), "power_last_year": before}
        record(
            enterprise, source="power", on=_month_end(day, back), facts=facts, by=None, sure=True
        )


def _owes(enterprise: Enterprise, firm: Firm, day: date) -> None:
    facts = {"tax_owed": 186_000}
    record(enterprise, source="tax", on=_month_end(day, 1), facts=facts, by=None, sure=True)


def _owes_again(enterprise: Enterprise, firm: Firm, day: date) -> None:
    facts = {"tax_owed": 423_500}
    record(enterprise, source="tax", on=_month_end(day, 1), facts=facts, by=None, sure=True)


def _lays_off(enterprise: Enterprise, firm: Firm, day: date) -> None:
    for back, share in ((3, 1.0), (1, 0.7)):
        facts = {"insured": round(max(40, firm.employees) * share)}
        record(enterprise, source="hr", on=_month_end(day, back), facts=facts, by=None, sure=True)


def _is_listed(enterprise: Enterprise, firm: Firm, day: date) -> None:
    record(enterprise, source="market", on=_month_end(day, 1), facts={"abnormal": True}, by=None)
