"""Writing down what an enterprise said, within a minute, with or without a network."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.enterprises.models import Enterprise
from liandong.journal.actions import record
from liandong.kit.now import now
from liandong.kit.refusals import Refused
from liandong.kit.uploads import Read, keep
from liandong.liaison.models import Liaison, Note, Photo
from liandong.liaison.queries.people import kept_by
from liandong.liaison.rules.noting import require_moment, require_note
from liandong.visits import actions as visits
from liandong.visits.enums import Kind, State
from liandong.visits.models import Visit

FOLDER = "liaison"


@transaction.atomic
def write_note(
    visit: Visit,
    *,
    text: str,
    mood: str = "",
    files: Sequence[Read] = (),
    key: str = "",
    written_at: datetime | None = None,
    by: User,
) -> Note:
    """Keep what was said on a visit, which has then taken place; a second note is an addition to it.

    The same key again returns the first note. Refused: a stranger to the enterprise, nothing said.
    """
    require_liaison(visit.enterprise, by)
    kept, at = require_note(text, len(files)), require_moment(written_at, now())
    Enterprise.objects.select_for_update(no_key=True).get(pk=visit.enterprise_id)
    if before := _sent_before(by, key, kept):
        return before
    visit.refresh_from_db(fields=["state"])
    if visit.state == State.PLANNED:
        visit = visits.finish_visit(visit, happened=True, by=by)
    elif visit.state not in {State.DONE, State.JOINED}:
        raise Refused("note.no_visit", _("这次走访没有成行，不能写记录。"))
    return _add(visit, kept, mood, files, key, at, by)


@transaction.atomic
def write_unplanned(
    enterprise: Enterprise,
    *,
    kind: str,
    on: date,
    text: str,
    mood: str = "",
    files: Sequence[Read] = (),
    key: str = "",
    free: str = "",
    by: User,
) -> Note:
    """Keep what was said when nobody had planned to go: a call, a meeting by chance. It counts as any other."""
    held = require_liaison(enterprise, by)
    if kind not in {Kind.VISIT, Kind.CALL}:
        raise Refused("note.kind", _("请选走访或电话。"))
    kept = require_note(text, len(files))
    Enterprise.objects.select_for_update(no_key=True).get(pk=enterprise.pk)
    if before := _sent_before(by, key, kept):
        return before
    visit = visits.record_done(
        enterprise,
        kind=kind,
        on=on,
        purpose=_("日常联系"),
        department=held.department,
        host=by,
        free=free,
        by=by,
    )
    return _add(visit, kept, mood, files, key, now(), by)


@transaction.atomic
def show_phone(enterprise: Enterprise, *, by: User) -> str:
    """Return whom to ring at an enterprise that one keeps in touch with; the journal says who looked."""
    require_liaison(enterprise, by)
    locked = Enterprise.objects.select_for_update(no_key=True).get(pk=enterprise.pk)
    if not locked.contact_phone:
        raise Refused("liaison.no_phone", _("企业库里还没有联系电话。"))
    record("liaison.phone_shown", on=locked, by=by)
    return locked.contact_phone


def require_liaison(enterprise: Enterprise, by: User) -> Liaison:
    """Return as whose liaison somebody acts for an enterprise: their own first; refuses strangers to it."""
    held = list(kept_by(by).filter(enterprise=enterprise).select_related("department"))
    if not held:
        raise Refused("note.not_yours", _("只有这家企业的联系人可以写走访记录。"))
    return min(held, key=lambda one: one.user_id != by.pk)


def _sent_before(by: User, key: str, text: str) -> Note | None:
    before = Note.objects.filter(by=by, key=key).first() if key else None
    if before and before.text != text:
        raise Refused("note.key_used", _("这条已经交过了；要补充，请另写一条。"))
    return before


def _add(
    visit: Visit, text: str, mood: str, files: Sequence[Read], key: str, at: datetime, by: User
) -> Note:
    note = Note.objects.create(
        visit=visit,
        enterprise_id=visit.enterprise_id,
        by=by,
        written_at=at,
        kept_at=now(),
        text=text,
        mood=mood,
        key=key[:80],
    )
    photos = list({file.sha256: file for file in files}.values())
    record(
        "note.written",
        on=note,
        by=by,
        enterprise=visit.enterprise_id,
        visit=visit.reference,
        photos=[file.sha256 for file in photos],
        length=len(text),
    )
    for file in photos:
        Photo.objects.create(note=note, **keep(file, FOLDER)._asdict())
    return note
