"""Tables that somebody has brought; each sees their own."""

import uuid

from django.http import Http404
from django.shortcuts import get_object_or_404

from liandong.accounts.models import User
from liandong.enterprises.enums import Seat
from liandong.enterprises.models import Upload
from liandong.enterprises.queries.base import Reach, reach_of

MOST_SHOWN = 10


def importer_of(user: User) -> Reach:
    """Return what somebody may import for; 404 for whoever coordinates nothing."""
    reach = reach_of(user)
    if not reach.prefixes[Seat.COORDINATOR]:
        raise Http404
    return reach


def uploads_of(user: User) -> list[Upload]:
    """Return somebody's latest tables, newest first."""
    return list(Upload.objects.filter(by=user).order_by("-at")[:MOST_SHOWN])


def upload_for(user: User, number: uuid.UUID) -> Upload:
    """Return one of somebody's own tables, or 404."""
    importer_of(user)
    return get_object_or_404(Upload, by=user, pk=number)


def said_of_headings(source: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return what was last said of the headings of a source's tables: what they mean, in what unit they are."""
    told = Upload.objects.filter(source=source).exclude(meanings={}, units={})
    last = told.order_by("-at").first()
    return (dict(last.meanings), dict(last.units)) if last else ({}, {})
