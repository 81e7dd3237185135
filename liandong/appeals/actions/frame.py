"""How every verb of an appeal runs: lock, ask the table, change, record, set the clock, save."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import JSONField

from liandong.accounts.models import User
from liandong.appeals.enums import Act, Alarm, AssignmentKind, Hat, State
from liandong.appeals.models import Appeal, Assignment, Pause
from liandong.appeals.queries.directory import directory
from liandong.appeals.queries.facts import own_assist, require_move
from liandong.appeals.queries.standing import standing_of
from liandong.appeals.rules import limits
from liandong.appeals.rules.story import STOOD_IN
from liandong.departments.models import Department
from liandong.departments.queries import calendar_of
from liandong.journal.actions import record
from liandong.kit.now import now
from liandong.kit.working_time import Calendar, working_time_between

FIELDS = [field.attname for field in Appeal._meta.concrete_fields]
FIELD = {field.name: field for field in Appeal._meta.concrete_fields}
JSON = {f.attname for f in Appeal._meta.concrete_fields if isinstance(f, JSONField)}
LOCK = f"""
SELECT {", ".join(f'"{name}"' for name in FIELDS)} FROM appeals_appeal WHERE id = %s FOR UPDATE
"""  # noqa: S608 (column names are the table's own)
OPEN_ENDS = """
SELECT EXISTS (SELECT FROM appeals_assignment WHERE appeal_id = %s AND kind = 'assist'
        AND ended_at IS NULL AND reported_at IS NULL),
    EXISTS (SELECT FROM appeals_promisestep WHERE appeal_id = %s AND done_at IS NULL),
    EXISTS (SELECT FROM appeals_proposal WHERE appeal_id = %s AND agreed IS NULL),
    EXISTS (SELECT FROM appeals_question WHERE appeal_id = %s AND answered_at IS NULL),
    EXISTS (SELECT FROM appeals_appeal WHERE parent_id = %s AND state = 'merged')
"""
CLOCK_FIELDS = ("limit", "limit_from", "yellow_at", "burns_at", "alarm", "alarm_at", "changed_at")


@dataclass
class Case:
    """A locked appeal inside one transaction, with who acts, in which hat, and when."""

    appeal: Appeal
    by: User | None
    hat: Hat
    now: datetime

    @property
    def calendar(self) -> Calendar:
        return calendar_of(self.appeal.lead, self.appeal.region)

    @property
    def department(self) -> Department:
        """The department that acts: the lead, or the assisting one that the person belongs to."""
        if self.hat == Hat.ASSIST:
            return self.task.department
        assert self.appeal.lead is not None
        return self.appeal.lead

    @cached_property
    def task(self) -> Assignment:
        """Return the task of the person's department; of several, what is left to do first."""
        assert self.by is not None
        task = own_assist(self.by, self.appeal)
        assert task is not None
        return task

    def office(self) -> str:
        """Return in whose name the person acts, as the timeline shows it; empty for an enterprise."""
        match self.hat:
            case Hat.LEAD | Hat.ASSIST:
                short = self.department.short
                return f"{short}{STOOD_IN}" if self.in_place_of() else short
            case Hat.COORDINATOR:
                return self.appeal.region.office
        return ""

    def in_place_of(self) -> str:
        """Return for whom a stand-in acts in a department that is not their own; '' in one's own."""
        if self.by is None or self.hat not in {Hat.LEAD, Hat.ASSIST}:
            return ""
        return standing_of(self.by).in_place_of.get(self.department.pk, "")

    def record(self, verb: str, **data: object) -> None:
        """Write the entry of this verb, on behalf of this hat; for whom one stood in, for those inside."""
        office = self.office()
        if away := self.in_place_of():
            data["in_place_of"] = away
        record(
            verb, on=self.appeal, by=self.by, office=office, at=self.now, hat=str(self.hat), **data
        )

    def save(self, *fields: str) -> Appeal:
        """Set the clock anew and save the named fields with it."""
        self._set_clock()
        self.appeal.changed_at = self.now
        write(self.appeal, *fields, *CLOCK_FIELDS)
        return self.appeal

    def _set_clock(self) -> None:
        appeal = self.appeal
        kept = list(appeal.steps.values_list("due_at", "done_at")) if _is_promised(appeal) else []
        running = limits.running_limit(
            appeal,
            [due for due, done in kept if done is None],
            max((due for due, done in kept if done), default=None),
        )
        if running is None:
            appeal.limit, appeal.limit_from = "", None
            appeal.yellow_at = appeal.burns_at = appeal.alarm_at = None
            appeal.alarm = Alarm.QUIET
            return
        before = (appeal.limit, appeal.burns_at)
        appeal.limit, appeal.limit_from, appeal.burns_at = running
        appeal.yellow_at = limits.yellow_at(running[1], running[2], self.calendar)
        if (appeal.limit, appeal.burns_at) != before:
            appeal.alarm = Alarm.QUIET
        self.set_alarm()

    def set_alarm(self) -> None:
        """Store when the next alarm of the running limit is due; a clock that stands rings none."""
        appeal = self.appeal
        assert appeal.yellow_at is not None
        assert appeal.burns_at is not None
        following = limits.next_alarm(
            appeal.alarm, appeal.yellow_at, appeal.burns_at, self.calendar
        )
        appeal.alarm_at = following[1] if following and not appeal.paused_at else None

    def pause(self, kind: str, reason: str, *, look_again_on: Any = None) -> None:
        """Stop the clock."""
        Pause.objects.create(
            appeal=self.appeal,
            kind=kind,
            reason=reason,
            since=self.now,
            look_again_on=look_again_on,
        )
        self.appeal.paused_at = self.now

    def drop_question(self) -> None:
        """Ask no more: another step has made the answer pointless."""
        open_ones = self.appeal.questions.filter(answered_at__isnull=True)
        open_ones.update(answered_at=self.now)

    def refuse_proposal(self) -> None:
        """Settle what was still asked for: another step has made it pointless."""
        self.appeal.proposals.filter(agreed__isnull=True).update(
            agreed=False, decided_by=self.by, decided_at=self.now
        )

    def go_on(self) -> None:
        """Let the clock run again: every limit moves by the working time that it stood still."""
        appeal, stood = self.appeal, self.appeal.paused_at
        if stood is None:
            return
        appeal.pauses.filter(until__isnull=True).update(until=self.now)
        lost = working_time_between(stood, self.now, self.calendar)
        for name in ("contact_due_at", "due_at"):
            setattr(appeal, name, limits.shifted(getattr(appeal, name), lost, self.calendar))
        appeal.paused_at = appeal.pause_ends_at = None

    def hand_to(self, department: Department) -> None:
        """Make a department the lead and start its full term."""
        appeal = self.appeal
        appeal.assignments.filter(kind=AssignmentKind.LEAD, ended_at__isnull=True).update(
            ended_at=self.now
        )
        appeal.assignments.filter(department=department, ended_at__isnull=True).update(
            ended_at=self.now
        )
        appeal.lead, appeal.state = department, State.ASSIGNED
        appeal.assigned_at = self.now
        appeal.accepted_at = appeal.contacted_at = appeal.reopened_at = None
        appeal.with_coordinator = False
        due = limits.limits_from(self.now, appeal.limit_class, appeal.terms, self.calendar)
        appeal.accept_due_at, appeal.contact_due_at, appeal.due_at = (
            due.accept,
            due.contact,
            due.resolve,
        )
        Assignment.objects.create(
            appeal=appeal,
            department=department,
            kind=AssignmentKind.LEAD,
            assigned_at=self.now,
            due_at=due.resolve,
        )


HANDED = (
    "lead", "state", "assigned_at", "accepted_at", "contacted_at", "with_coordinator",
    "accept_due_at", "contact_due_at", "due_at", "reopened_at",
)  # fmt: skip
PAUSED = ("paused_at", "pause_ends_at", "contact_due_at", "due_at")


def write(appeal: Appeal, *names: str) -> None:
    """Save the named fields of an appeal in one statement, as plain as that of `lock`."""
    fields = [FIELD[name] for name in dict.fromkeys(names)]
    values = [f.get_db_prep_save(getattr(appeal, f.attname), connection) for f in fields]
    changes = ", ".join(f'"{f.column}" = %s' for f in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE appeals_appeal SET {changes} WHERE id = %s",  # noqa: S608 (the table's own names)
            [*values, appeal.pk],
        )


def _is_promised(appeal: Appeal) -> bool:
    return appeal.state == State.PROMISED


def take_up(appeal: Appeal, act: Act, by: User) -> Case:
    """Lock an appeal for an act, after asking whether this person may do it now.

    Refuses who has not the hat, and what the state forbids; the second of two who act at once waits
    for the lock and is asked about the state that the first has left.
    """
    locked = lock(appeal)
    return Case(locked, by, require_move(by, locked, act), now())


def lock(appeal: Appeal) -> Appeal:
    """Lock an appeal's row and read it anew; what it refers to comes from the directory.

    One plain statement, worded once: wording it anew for its sixty columns took longer than all else
    that an act does, while everybody else waits for the row.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [appeal.pk])
        row = cursor.fetchone()
    if row is None:
        raise Appeal.DoesNotExist
    values = [json.loads(v) if f in JSON else v for f, v in zip(FIELDS, row, strict=True)]
    locked = Appeal.from_db(connection.alias, FIELDS, values)
    known = directory()
    locked.region = known.regions[locked.region_id]
    if category := known.categories.get(locked.category_id):
        locked.category = category
    if lead := known.departments_by_number.get(locked.lead_id or 0):
        locked.lead = lead
    return locked


class OpenEnds(NamedTuple):
    """What of an appeal is still open, besides itself."""

    reports: bool
    steps: bool
    proposals: bool
    questions: bool
    merged: bool


def open_ends(appeal: Appeal) -> OpenEnds:
    """Return what would be left behind if an appeal ended now, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(OPEN_ENDS, [appeal.pk] * len(OpenEnds._fields))
        return OpenEnds(*cursor.fetchone())


def system_case(appeal: Appeal) -> Case:
    """Return a locked appeal that the system itself moves, because time has passed."""
    return Case(lock(appeal), None, Hat.SYSTEM, now())
