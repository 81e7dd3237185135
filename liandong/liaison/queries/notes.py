"""Notes, their photos and the problems in them, as people may see them."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from liandong.accounts.models import User
from liandong.departments.enums import Role
from liandong.departments.queries import led_people_of, standing_of, within
from liandong.enterprises.models import Enterprise, Member
from liandong.kit.codes import normal_uscc
from liandong.liaison.models import Note, Photo, Problem
from liandong.liaison.queries.people import enterprises_kept
from liandong.visits.enums import State
from liandong.visits.models import Visit

MOST = 50


def notes_for(user: User) -> QuerySet[Note]:
    """Return the notes somebody may read.

    A liaison those of the enterprise, whoever wrote them; coordinator and leader their region's; an auditor
    all; a head what the own people wrote. The enterprise and other officers none.
    """
    standing = standing_of(user)
    notes = Note.objects.select_related("enterprise", "by", "visit").prefetch_related("photos")
    if Role.AUDITOR in standing.roles:
        return notes.order_by("-written_at", "-pk")
    may = Q(enterprise__in=enterprises_kept(user).values("pk"))
    if prefixes := standing.region_codes(Role.COORDINATOR, Role.LEADER):
        may |= Q(within(prefixes, "enterprise__region"))
    if standing.head_ids:
        may |= Q(by__in=led_people_of(user).values("pk"))
    return notes.filter(may).order_by("-written_at", "-pk")


def notes_of(user: User, enterprise: Enterprise, most: int = MOST) -> list[Note]:
    """Return an enterprise's newest notes that somebody may read."""
    return list(notes_for(user).filter(enterprise=enterprise)[:most])


def kept_enterprise_for(user: User, uscc: str) -> Enterprise:
    """Return an enterprise that somebody keeps in touch with, by its code, or 404."""
    rows = enterprises_kept(user).select_related("region", "sheet")
    return get_object_or_404(rows, uscc=normal_uscc(uscc))


def visit_kept_for(user: User, reference: str) -> Visit:
    """Return a visit to an enterprise that somebody keeps in touch with, or 404."""
    rows = Visit.objects.filter(enterprise__in=enterprises_kept(user).values("pk"))
    rows = rows.exclude(state__in=(State.WAITING, State.REFUSED, State.CANCELLED))
    found = rows.select_related("enterprise__region", "department", "host")
    return get_object_or_404(found, reference=reference)


def photo_for(user: User, name: UUID) -> Photo:
    """Return a photo of a note that somebody may read, or 404."""
    found = Photo.objects.filter(name=name, note__in=notes_for(user).order_by().values("pk"))
    return get_object_or_404(found)


def note_for(user: User, pk: int) -> Note:
    """Return a note of an enterprise that somebody keeps in touch with, or 404."""
    return get_object_or_404(
        Note.objects.filter(enterprise__in=enterprises_kept(user).values("pk")).select_related(
            "enterprise"
        ),
        pk=pk,
    )


def problems_for(user: User) -> QuerySet[Problem]:
    """Return the problems somebody may open: those of one's own enterprise, or of one that one keeps."""
    own = Member.objects.filter(user=user).values("enterprise")
    kept = enterprises_kept(user).values("pk")
    return Problem.objects.filter(Q(enterprise__in=own) | Q(enterprise__in=kept)).select_related(
        "enterprise", "note", "appeal", "raised_by"
    )


def problem_for(user: User, reference: str) -> Problem:
    """Return one problem, or 404."""
    return get_object_or_404(problems_for(user), reference=reference)


def own_problem_for(user: User, enterprise: Enterprise, reference: str) -> Problem:
    """Return a problem of the enterprise where somebody stands, or 404."""
    if not Member.objects.filter(user=user, enterprise=enterprise).exists():
        raise Http404
    return get_object_or_404(problems_for(user), reference=reference, enterprise=enterprise)


def notes_by_visit(user: User, visits: Collection[int]) -> dict[int, list[Note]]:
    """Return the notes of visits that somebody may read, in the order in which they were written."""
    found: dict[int, list[Note]] = {}
    if visits:
        rows = notes_for(user).filter(visit__in=visits).prefetch_related("problems__appeal")
        for note in rows.order_by("written_at", "pk"):
            found.setdefault(note.visit_id, []).append(note)
    return found
