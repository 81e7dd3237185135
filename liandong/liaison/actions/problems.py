"""A problem heard on a visit: the enterprise is asked, and what it agrees to becomes an appeal of its own."""

import hashlib
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.appeals.actions import file_appeal
from liandong.appeals.enums import Channel
from liandong.enterprises.models import Member
from liandong.enterprises.queries import is_member
from liandong.journal.actions import record
from liandong.kit.now import now
from liandong.kit.references import next_reference
from liandong.kit.refusals import Refused
from liandong.kit.text import clean_text
from liandong.liaison.actions.noting import require_liaison
from liandong.liaison.enums import How, ProblemState
from liandong.liaison.models import Note, Problem
from liandong.liaison.queries.people import people_for
from liandong.liaison.rules.noting import require_problem

ANSWERED = ("state", "how", "confidential", "appeal", "consented_by_name", "answered_by",
            "answered_at")  # fmt: skip


@transaction.atomic
def raise_problem(note: Note, *, text: str, by: User) -> Problem:
    """Ask the enterprise whether what it said on a visit is to become an appeal; nothing is filed yet."""
    require_liaison(note.enterprise, by)
    text = require_problem(text)
    Note.objects.select_for_update(no_key=True).get(pk=note.pk)
    digest = hashlib.sha256(text.encode()).hexdigest()
    if before := note.problems.filter(digest=digest).first():
        return before
    moment = now()
    problem = Problem.objects.create(
        reference=next_reference("WT", "liaison_problem_number", moment),
        note=note,
        enterprise=note.enterprise,
        text=text,
        digest=digest,
        state=ProblemState.ASKED,
        raised_by=by,
        asked_at=moment,
    )
    _tell("problem.raised", problem, by, person_name=str(by), what=text[:40])
    return problem


@transaction.atomic
def consent_problem(
    problem: Problem,
    *,
    agreed: bool,
    text: str | None = None,
    confidential: bool = False,
    by: User,
) -> Problem:
    """Answer for the enterprise: with a yes the problem, as one has worded it, becomes its own appeal."""
    problem = _waiting(problem)
    if not is_member(by, problem.enterprise):
        raise Refused("problem.not_yours", _("只有这家企业的人可以决定。"))
    if not agreed:
        return _close(problem, ProblemState.REFUSED, "problem.refused", by)
    problem.how, problem.confidential = How.APP, confidential
    return _file(problem, text or problem.text, by)


@transaction.atomic
def consent_spoken(problem: Problem, *, name: str, by: User) -> Problem:
    """File for an enterprise that has said yes but where nobody uses the system yet; the journal says who did."""
    problem = _waiting(problem)
    require_liaison(problem.enterprise, by)
    name = clean_text(name)[:60]
    if Member.objects.filter(enterprise=problem.enterprise, user__is_active=True).exists():
        raise Refused("problem.has_members", _("企业有人在用系统，请等对方在手机上同意。"))
    if not name:
        raise Refused("problem.no_name", _("请写企业里是谁同意的。"))
    problem.how, problem.consented_by_name = How.SPOKEN, name
    return _file(problem, problem.text, by)


@transaction.atomic
def keep_problem(problem: Problem, *, by: User) -> Problem:
    """Ask no more: it stays a line in the note."""
    problem = _waiting(problem)
    require_liaison(problem.enterprise, by)
    return _close(problem, ProblemState.KEPT, "problem.kept", by)


def _file(problem: Problem, text: str, by: User) -> Problem:
    text, enterprise = require_problem(text), problem.enterprise
    spoken = problem.how == How.SPOKEN
    problem.appeal = file_appeal(
        enterprise,
        text=text,
        contact_name=problem.consented_by_name if spoken else by.name,
        contact_phone=enterprise.contact_phone if spoken else by.phone or "",
        confidential=problem.confidential,
        channel=Channel.VISIT,
        key=problem.reference,
        by=by,
    )
    return _close(problem, ProblemState.FILED, "problem.filed", by)


def _close(problem: Problem, state: ProblemState, verb: str, by: User) -> Problem:
    problem.state, problem.answered_by, problem.answered_at = state, by, now()
    problem.save(update_fields=ANSWERED)
    liaisons = people_for([problem.enterprise_id]).get(problem.enterprise_id, [])
    hidden = (
        problem.is_hidden
    )  # told of, it could be joined to the nameless appeal of the same minute
    told = "" if hidden or problem.appeal is None else problem.appeal.reference
    _tell(
        verb,
        problem,
        by,
        people=[] if hidden else [pk for pk in liaisons if pk != by.pk],
        what=problem.text[:40],
        appeal=told,
        how=problem.how,
        consented_by=problem.consented_by_name,
    )
    return problem


def _waiting(problem: Problem) -> Problem:
    """Lock a problem that nobody has answered yet."""
    locked = Problem.objects.select_for_update(no_key=True, of=("self",))
    found: Problem = locked.select_related("enterprise", "note").get(pk=problem.pk)
    if found.state != ProblemState.ASKED:
        raise Refused(
            "problem.answered",
            _("这件事已经有答复了：%(state)s。") % {"state": found.answer_told},
        )
    return found


def _tell(verb: str, problem: Problem, by: User, **data: Any) -> None:
    record(verb, on=problem, by=by, enterprise=problem.enterprise_id, **data)
