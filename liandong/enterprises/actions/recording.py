"""Recording what a source says: of one enterprise, or of many at once."""

import gc
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import connection, transaction
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.departments.queries import today
from liandong.enterprises.actions.sheets import Statement, take_in
from liandong.enterprises.models import (
    Batch,
    Enterprise,
    Source,
    catalogue,
    catalogue_as_kept,
    forget_catalogue,
)
from liandong.enterprises.queries import own_sources, reach_of
from liandong.enterprises.rules.foresight import Foresight
from liandong.enterprises.rules.rights import OWN_SOURCE, may_state
from liandong.enterprises.rules.values import EARLIEST, parse
from liandong.journal import actions as journal
from liandong.kit.codes import is_uscc, normal_uscc, uscc_flaw
from liandong.kit.now import now
from liandong.kit.refusals import Refused
from liandong.kit.text import clean_text

LOCK = """
SELECT id, uscc, region_id, merged_into_id FROM enterprises_enterprise WHERE id IN (
    SELECT id FROM enterprises_enterprise WHERE uscc = ANY (%(codes)s)
    UNION SELECT merged_into_id FROM enterprises_enterprise
        WHERE uscc = ANY (%(codes)s) AND merged_into_id IS NOT NULL
) ORDER BY id FOR NO KEY UPDATE
"""
NEW = """
INSERT INTO enterprises_enterprise (uscc, name, region_id, address, industry, industry_name, scale, is_key,
    contact_name, contact_phone, is_verified, is_sample)
SELECT uscc, name, region, '', '', '', '', false, '', '', true, false
FROM unnest(%s::text[], %s::text[], %s::text[]) AS t(uscc, name, region) ORDER BY uscc
ON CONFLICT (uscc) DO NOTHING
"""
Checked = tuple[str, dict[str, Any]]  # a code and what is said, as it is kept
P = ParamSpec("P")
R = TypeVar("R")


def uncollected(act: Callable[P, R]) -> Callable[P, R]:
    """Let nobody look for garbage while an act runs: what it makes is dropped at its end (a quarter of its time)."""

    @wraps(act)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        collecting = gc.isenabled()
        gc.disable()
        try:
            return act(*args, **kwargs)
        finally:
            if collecting:
                gc.enable()

    return run


@dataclass(frozen=True)
class Row:
    """What is said of the enterprise with a code, as it was given; facts left empty are not said."""

    uscc: str
    facts: Mapping[str, Any]


@transaction.atomic
def record(
    enterprise: Enterprise,
    *,
    source: str,
    on: date,
    facts: Mapping[str, Any],
    by: User | None,
    sure: bool = False,
) -> set[str]:
    """Record what a source says of an enterprise as of a day; return the facts whose value changed.

    Refused: a source that is not the person's to speak for, a day to come, a fact that nobody may state, a
    value that does not fit, and a figure ten thousand times its past unless `sure`.
    """
    enterprise = locked(enterprise)
    code = source_code(source)
    if not _right(by, code)(enterprise.pk, enterprise.region_id):
        raise Refused("fact.not_yours", _("您不能以这个来源的名义填报这家企业。"))
    require_day(on)
    if not facts:
        raise Refused("fact.none", _("请至少填一项。"))
    checked = _checked(facts)
    _require_source(source)
    taken = take_in([Statement(0, enterprise.pk, checked)], source=code, on=on, by=by, sure=sure)
    if taken.refused:
        raise Refused("fact.odd", taken.refused[0])
    if taken.reports:
        journal.record(
            "enterprise.facts_recorded",
            on=enterprise,
            by=by,
            source=code,
            as_of=on.isoformat(),
            facts=sorted(checked),
        )
    return taken.changed.get(enterprise.pk, set())


def record_said(enterprise: Enterprise, facts: Mapping[str, Any], *, by: User) -> set[str]:
    """Record what an enterprise says of itself today to somebody who writes it down for it.

    The caller has seen to it that this person may; what does not fit is refused as in `record`.
    """
    enterprise, checked = locked(enterprise), _checked(facts)
    said = [Statement(0, enterprise.pk, checked)]
    taken = take_in(said, source=OWN_SOURCE, on=today(), by=by, sure=True)
    journal.record(
        "enterprise.facts_recorded",
        on=enterprise,
        by=by,
        source=OWN_SOURCE,
        as_of=today().isoformat(),
        facts=sorted(checked),
    )
    return taken.changed.get(enterprise.pk, set())


@transaction.atomic
@uncollected
def record_many(
    rows: Sequence[Row],
    *,
    source: str,
    on: date,
    batch: Batch | None = None,
    by: User | None = None,
    sure: bool = False,
) -> dict[int, str]:
    """Record what a source says of many enterprises as of a day; return why rows were not taken, by place.

    A code that is not known yet and comes with a name makes an enterprise. A row is taken whole or not at
    all. The caller writes one line in the journal for all of it (`close_batch`).
    """
    require_day(on)
    _require_source(source)
    refused: dict[int, str] = {}
    checked: dict[int, Checked] = {}
    for place, row in enumerate(rows):
        try:
            checked[place] = usable_code(row.uscc), _checked(row.facts)
        except Refused as why:
            refused[place] = why.message
    return refused | keep_many(checked, source=source, on=on, batch=batch, by=by, sure=sure)


def keep_many(
    checked: Mapping[int, Checked],
    *,
    source: str,
    on: date,
    batch: Batch | None = None,
    by: User | None = None,
    sure: bool = False,
    foresight: Foresight | None = None,
) -> dict[int, str]:
    """Keep what has been checked, in the caller's transaction; return why rows were not taken, by place.

    With `foresight` nothing is kept; it is told what would become of the rows.
    """
    refused: dict[int, str] = {}
    may = _right(by, source_code(source))
    known = _found(sorted({uscc for uscc, _facts in checked.values()}))
    if foresight:
        known |= {c: foresight.made[c] for c, _f in checked.values() if c in foresight.made}
    wanted = {p: c for p, c in checked.items() if c[0] not in known}
    known |= _made(wanted, may, refused, foresight)
    statements = []
    for place, (uscc, facts) in checked.items():
        if place not in refused and may(*known[uscc]):
            statements.append(Statement(place, known[uscc][0], facts))
        else:
            refused.setdefault(place, _("您不能以这个来源的名义填报这家企业。"))
    taken = take_in(
        statements,
        source=source_code(source),
        on=on,
        by=by,
        batch=batch,
        sure=sure,
        foresight=foresight,
    )
    return refused | taken.refused


def locked(enterprise: Enterprise) -> Enterprise:
    """Lock an enterprise, or the one that it has been merged into meanwhile."""
    found = Enterprise.objects.select_for_update(no_key=True).get(pk=enterprise.pk)
    return found if found.merged_into is None else locked(found.merged_into)


def open_batch(*, source: str, on: date, name: str, by: User | None) -> Batch:
    """Begin to take many reports in together."""
    require_day(on)
    _require_source(source)
    return Batch.objects.create(
        source_id=source_code(source), on=on, name=clean_text(name)[:200], by=by, at=now()
    )


@transaction.atomic
def close_batch(batch: Batch, *, rows: int, rejected: int, by: User | None) -> Batch:
    """Say how many rows of a batch were taken; one line in the journal for all of them."""
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    batch.rows, batch.rejected, batch.imported = rows, rejected, rows - rejected
    batch.save(update_fields=["rows", "rejected", "imported"])
    journal.record(
        "facts.imported",
        on=batch,
        by=by,
        source=batch.source_id,
        as_of=batch.on.isoformat(),
        file=batch.name,
        rows=rows,
        rejected=rejected,
    )
    return batch


def source_code(source: str) -> str:
    """Return the code of a source given by code or name; an unknown one is its own code."""
    word = clean_text(source)[:40]
    for known in (catalogue_as_kept(), catalogue()):
        if word in known.ranks:
            return word
        if code := next((code for code, name in known.source_names.items() if name == word), ""):
            return code
    return word


def unlisted(source: str) -> str:
    """Return what is said of a source that nobody has put on the list; nothing of one that is there."""
    if source_code(source) in catalogue().listed:
        return ""
    return _("来源“%(source)s”不在目录里，按最低一级对待。") % {"source": clean_text(source)[:40]}


def require_day(on: date) -> None:
    """Refuse a day that has not come, or that nobody can speak of."""
    if on > today():
        raise Refused("fact.day", _("截至日期还没有到。"))
    if on < EARLIEST:
        raise Refused("fact.day", _("截至日期太早了。"))


def _right(by: User | None, source: str) -> Callable[[int | None, str], bool]:
    """Return who may be spoken of in a source's name, by number and region; the system of all."""
    if by is None:
        return lambda number, region: True
    reach = reach_of(by)
    own = own_sources(reach)
    return lambda number, region: may_state(
        reach.seats(Enterprise(pk=number, region_id=region)), source, own
    )


def _require_source(source: str) -> None:
    """Put an unknown source on the list, trusted least."""
    code = source_code(source)
    if not code or code == "computed":
        raise Refused("fact.source", _("请写明来源。"))
    if code not in catalogue().ranks:
        Source.objects.get_or_create(code=code, defaults={"name": code, "is_listed": False})
        forget_catalogue()


def _checked(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts as they are kept."""
    known, day = catalogue(), today()
    checked = {}
    for code, raw in facts.items():
        kind = known.kinds.get(code)
        if kind is None:
            raise Refused("fact.unknown", _("没有“%(code)s”这一项。") % {"code": code[:40]})
        if kind.computed:
            raise Refused("fact.computed", _("%(name)s由系统计算，不用填。") % {"name": kind.name})
        checked[code] = parse(kind, raw, known, day)
    return checked


def usable_code(text: str) -> str:
    """Return a social credit code as it is kept. Refused: what is none."""
    code = normal_uscc(text)
    if not is_uscc(code):
        raise Refused("enterprise.uscc_wrong", uscc_flaw(code))
    return code


def _found(codes: list[str]) -> dict[str, tuple[int, str]]:
    """Lock the enterprises with these codes; return their numbers and regions, of merged ones the other's."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, {"codes": codes})
        rows = cursor.fetchall()
        regions = {pk: region for pk, _uscc, region, _into in rows}
        if any(into and into not in regions for _pk, _uscc, _region, into in rows):
            return _found(codes)  # merged while we waited
    wanted = set(codes)
    return {
        uscc: (into or pk, regions[into or pk]) for pk, uscc, _r, into in rows if uscc in wanted
    }


def _made(
    wanted: Mapping[int, Checked],
    may: Callable[[int | None, str], bool],
    refused: dict[int, str],
    foresight: Foresight | None,
) -> dict[str, tuple[int, str]]:
    """Make the enterprises that are new; those without a name or a region are refused."""
    regions = catalogue().regions
    new: dict[str, tuple[Any, str]] = {}
    for place, (uscc, facts) in wanted.items():
        region = facts.get("region") or uscc[2:8]
        if uscc not in new and not facts.get("name"):
            refused[place] = _("新企业要有名称。")
        elif region not in regions:
            refused[place] = _("新企业要有所在辖区。")
        elif not may(None, region):
            refused[place] = _("您不能以这个来源的名义填报这家企业。")
        else:
            new.setdefault(uscc, (facts.get("name"), region))
    if not new:
        return {}
    if foresight:
        return {uscc: foresight.make(uscc, region) for uscc, (_name, region) in new.items()}
    with connection.cursor() as cursor:
        names = [str(name)[:200] for name, _region in new.values()]
        cursor.execute(NEW, [list(new), names, [region for _name, region in new.values()]])
    return _found(sorted(new))
