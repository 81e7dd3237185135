"""Taking an appeal in: routed, handed over, journaled and answered in one statement.

One round trip, because everything else a request does is cheaper than a second one (measured: a plain
ORM takes in a tenth as many). The statement is atomic by itself; the number comes from a sequence and
the journal links per thing, so that nothing shared is locked while appeals are taken in.
"""

import hashlib
from datetime import UTC, timedelta
from functools import cache
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.base import ModelState
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.appeals.enums import Alarm, Channel, Hat, State
from liandong.appeals.models import Appeal, Category, Draft
from liandong.appeals.queries.directory import directory, place_for
from liandong.appeals.rules import filing, limits
from liandong.departments.queries import calendar_of
from liandong.enterprises.models import Enterprise
from liandong.journal.actions import name_of, wake
from liandong.journal.models import Entry
from liandong.kit.now import now
from liandong.kit.refusals import Refused
from liandong.kit.statement import Statement
from liandong.kit.text import clean_text
from liandong.kit.working_time import SHANGHAI, add_working_time

COLUMNS = (
    "enterprise_id", "region_id", "title", "text", "category_id", "limit_class", "state", "channel",
    "confidential", "contact_name", "contact_phone", "filed_by_id", "filed_at", "key", "lead_id",
    "confidence", "reasons", "suggestions", "terms", "assigned_at", "accept_due_at",
    "contact_due_at", "due_at", "limit", "limit_from", "yellow_at", "burns_at", "alarm_at",
    "changed_at",
)  # fmt: skip
JSON = {"reasons", "suggestions", "terms"}
# What every new appeal starts with stands in the statement.
FIXED = {
    "alarm": f"{Alarm.QUIET:d}", "outcome": "''", "answer": "''", "basis": "''", "verdict": "''",
    "comment": "''", "disputes": "0", "with_coordinator": "false", "for_meeting": "false",
    "is_supervised": "false",
}  # fmt: skip

LOOKED_AT = 20  # newest appeals of an enterprise among which the same matter is looked for

INTAKE = Statement(f"""
WITH newest AS (
    SELECT id, reference, category_id, state, filed_at FROM appeals_appeal
    WHERE enterprise_id = %s AND filed_at >= %s AND filed_at <= %s
    ORDER BY filed_at DESC LIMIT {LOOKED_AT}
), before AS (
    SELECT id, reference FROM newest WHERE category_id = %s AND state <> 'withdrawn'
    ORDER BY filed_at DESC LIMIT 1
), filed AS (
    INSERT INTO appeals_appeal
        (reference, repeats_id, {", ".join(f'"{c}"' for c in (*COLUMNS, *FIXED))})
    SELECT %s || lpad(n.number::text, greatest(6, length(n.number::text)), '0'),
        (SELECT id FROM before), {", ".join("%s::jsonb" if c in JSON else "%s" for c in COLUMNS)},
        {", ".join(FIXED.values())}
    FROM (SELECT nextval('appeals_number') AS number) n
    ON CONFLICT DO NOTHING RETURNING id, reference
), handed AS (
    INSERT INTO appeals_assignment (appeal_id, department_id, kind, task, report, assigned_at, due_at)
    SELECT id, %s::bigint, 'lead', '', '', %s::timestamptz, %s::timestamptz
    FROM filed WHERE %s::bigint IS NOT NULL
), entry AS (
    INSERT INTO journal_entry (subject, verb, actor, office, at, data)
    SELECT 'appeal:' || reference, 'appeal.submitted', %s, '', %s::timestamptz, %s::jsonb FROM filed
)
SELECT filed.id, filed.reference, before.id, before.reference FROM filed LEFT JOIN before ON true
""")  # noqa: S608 (column names are constants of this file)


def file_appeal(
    enterprise: Enterprise,
    *,
    text: str,
    title: str = "",
    category: Category | None = None,
    contact_name: str = "",
    contact_phone: str = "",
    confidential: bool = False,
    channel: str = Channel.PAGE,
    key: str | None = None,
    by: User,
) -> Appeal:
    """File an appeal and hand it over at once when the routing is sure enough.

    `key` makes a repeated submission harmless: the first one's appeal is returned. Refuses a text that
    says nothing or too much, a telephone number that is none, and other content under a used key.
    """
    text = filing.require_text(text)
    appeal = _known(
        _defaults()
        | {
            "title": filing.title_for(title, text),
            "text": text,
            "contact_name": clean_text(contact_name)[:60],
            "contact_phone": filing.require_phone(contact_phone),
            "confidential": confidential,
            "channel": channel,
            "key": key,
            "filed_at": now(),
        },
        enterprise=enterprise,
        filed_by=by,
        region=directory().served_from(enterprise.region_id),
    )
    _route(appeal, category)
    _start_clock(appeal)
    row = _insert(appeal)
    if row is None:
        return _filed_before(appeal, category)
    number, appeal.reference, before, its_reference = row
    appeal.pk = int(number)
    if before:
        appeal.repeats = _known({"id": int(before), "reference": its_reference})
        appeal.repeats._state.adding, appeal.repeats._state.db = False, "default"
    transaction.on_commit(wake)
    return appeal


def _filed_before(again: Appeal, chosen: Category | None) -> Appeal:
    """Return the appeal that a key has made; refuse to drop what differs from it.

    The journal has kept what was sent: the appeal may have another category by now.
    """
    kept = Appeal.objects.select_related("category", "lead", "region", "enterprise")
    first = kept.get(filed_by=again.filed_by, key=again.key)
    sent = Entry.objects.get(subject=f"appeal:{first.reference}", verb="appeal.submitted").data
    told = _told(again)
    same = (
        all(sent[name] == told[name] for name in ("sha256", "title"))
        and (chosen is None or sent["category"] == told["category"])
        and all(getattr(first, name) == getattr(again, name) for name in SENT)
    )
    if not same:
        raise Refused(
            "appeal.key_used",
            _(
                "同一标识已收下 %(reference)s，内容和这次不同，这次没有收下。要另提一件，请换新的标识"
                "（接口的 Idempotency-Key；页面请重新打开）。"
            )
            % {"reference": first.reference},
        )
    return first


SENT = ("enterprise_id", "confidential", "contact_name", "contact_phone")


@cache
def _defaults() -> dict[str, Any]:
    return {field.attname: field.get_default() for field in Appeal._meta.concrete_fields}


def _known(columns: dict[str, Any], **related: Model) -> Appeal:
    """Return an appeal of which these columns and things are known; what else is asked for, Django reads.

    Without a look at each of its sixty fields, which takes as long as working out the limits.
    """
    appeal = Appeal.__new__(Appeal)
    appeal._state = ModelState()
    appeal._state.fields_cache.update(related)
    appeal.__dict__ |= columns | {f"{name}_id": thing.pk for name, thing in related.items()}
    return appeal


def _route(appeal: Appeal, chosen: Category | None) -> None:
    """Set category, lead and confidence: what the person chose counts, else what the words say."""
    known = directory()
    terms = known.terms_of(appeal.region)
    place = place_for(appeal.text, chosen, terms.threshold)
    appeal.category, appeal.limit_class = place.category, place.category.limit_class
    appeal.confidence = place.confidence
    appeal.reasons = [
        {"word": r.word, "start": r.start, "end": r.end, "rule": r.rule} for r in place.reasons
    ]
    appeal.suggestions = [
        {"category": s.category, "department": s.department, "confidence": s.confidence}
        for s in place.suggestions
    ]
    appeal.terms = {
        **terms.limits,
        "threshold": terms.threshold,
        "look_again_share": terms.look_again_share,
        "look_again_months": terms.look_again_months,
        "repeat_days": terms.repeat_days,
    }
    sure = place.confidence >= terms.threshold
    appeal.lead = known.nearest(place.department, appeal.enterprise.region_id) if sure else None
    appeal.state = State.ASSIGNED if appeal.lead else State.SUBMITTED


def _start_clock(appeal: Appeal) -> None:
    calendar = calendar_of(appeal.lead, appeal.region)
    start = appeal.filed_at
    if appeal.lead:
        due = limits.limits_from(start, appeal.limit_class, appeal.terms, calendar)
        appeal.assigned_at, appeal.accept_due_at = start, due.accept
        appeal.contact_due_at, appeal.due_at = due.contact, due.resolve
    else:
        in_danger = bool(directory().calls(appeal.text))
        appeal.due_at = limits.handed_over_by(start, in_danger, calendar).astimezone(UTC)
    running = limits.running_limit(appeal)
    assert running is not None
    appeal.limit, appeal.limit_from, appeal.burns_at = running
    if appeal.lead:  # a quarter of the hours to accept, counted back once instead of measured
        hours = timedelta(hours=appeal.terms["accept_hours"])
        appeal.yellow_at = add_working_time(start, hours * 3 / 4, calendar)
    else:
        appeal.yellow_at = limits.yellow_at(running[1], running[2], calendar)
    appeal.alarm_at, appeal.changed_at = appeal.yellow_at, start


def _insert(appeal: Appeal) -> list[Any] | None:
    """Run the statement; None when the key has been used before."""
    row = appeal.__dict__
    start, lead = row["filed_at"], row["lead_id"]
    since = start - timedelta(days=row["terms"]["repeat_days"])
    return INTAKE.first([
        row["enterprise_id"], since, start, row["category_id"],
        f"{appeal.region.prefix or 'LD'}{start.astimezone(SHANGHAI):%Y%m%d}-",
        *(row[column] for column in COLUMNS),
        lead, start, row["due_at"], lead,
        name_of(appeal.filed_by), start, _told(appeal),
    ])  # fmt: skip


def _told(appeal: Appeal) -> dict[str, object]:
    """Return what the journal keeps of a submission; the digest binds the text to it."""
    return {
        "hat": Hat.ENTERPRISE,
        "title": appeal.title,
        "sha256": hashlib.sha256(appeal.text.encode()).hexdigest(),
        "channel": appeal.channel,
        "category": appeal.category_id,
        "danger": bool(directory().calls(appeal.text)),
        "department": appeal.lead.code if appeal.lead else None,
        "short": appeal.lead.short if appeal.lead else None,
        "confidence": appeal.confidence,
        "accept_by": appeal.accept_due_at.isoformat() if appeal.accept_due_at else None,
        "due_at": appeal.due_at.isoformat() if appeal.due_at else None,
    }


def keep_draft(enterprise: Enterprise, *, fields: dict[str, str], by: User) -> Draft:
    """Keep what is being typed, exactly as typed."""
    draft, _made = Draft.objects.update_or_create(
        user=by, enterprise=enterprise, defaults={"fields": fields}
    )
    return draft


def drop_draft(enterprise: Enterprise, *, by: User) -> None:
    """Forget a draft: it has been filed, or its writer has thrown it away."""
    Draft.objects.filter(user=by, enterprise=enterprise).delete()
