"""The parcel line of one appeal for the phone: events put together, with the limits they met."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

from django.utils.translation import gettext as _

from liandong.appeals.enums import Hat
from liandong.appeals.models import Attachment
from liandong.appeals.pages import words
from liandong.appeals.queries.phone_story import PhoneStory
from liandong.appeals.rules.story import Event

FILES = "appeal.file_added"
WITH_FILES = {"appeal.submitted", "appeal.supplemented", "appeal.answered", "appeal.progress_noted"}
TOGETHER = timedelta(minutes=10)
SHOWN = 8  # what is older is one touch away, except where it began


@dataclass
class Line:
    """One step on the page."""

    title: str
    when: str
    state: str = ""
    note: str = ""
    said: str = ""
    files: list[Attachment] = field(default_factory=list)


@dataclass(frozen=True)
class Lines:
    """The newest steps, those folded away, and the first."""

    newest: list[Line]
    folded: list[Line]
    first: list[Line]


def told_for(story: PhoneStory, now: datetime) -> Lines:
    """Return the steps of an appeal, newest first, files beside what they came with."""
    lines: list[Line] = []
    came: list[Attachment] = []
    groups = _groups(story.events)
    for group, after in pairwise([*groups, [story.events[-1]]] if groups else []):
        if group[0].verb == FILES:
            files = _files(story, group)
            if after[0].verb in WITH_FILES and group[-1].at - after[0].at < TOGETHER:
                came = files  # they came with what was written just before
                continue
        else:
            files, came = came, []
        line = _line(story, group, now)
        line.files = files
        lines.append(line)
    if lines and not lines[0].state:
        lines[0].state = "now"
    if len(lines) <= SHOWN + 2:
        return Lines(lines, [], [])
    return Lines(lines[:SHOWN], lines[SHOWN:-1], lines[-1:])


def _groups(events: list[Event]) -> list[list[Event]]:
    """Put files together that one side added in a row."""
    groups: list[list[Event]] = []
    for event in events:
        last = groups[-1][-1] if groups else None
        if (
            last
            and event.verb == last.verb == FILES
            and event.who == last.who
            and last.at - event.at < TOGETHER
        ):
            groups[-1].append(event)
        else:
            groups.append([event])
    return groups


def _line(story: PhoneStory, group: list[Event], now: datetime) -> Line:
    event = group[0]
    who = words.by_whom(event)
    title = (_("%(who)s%(did)s") % {"who": who, "did": words.for_enterprise(event)}).strip()
    if len(group) > 1:
        title = _("%(who)s上传 %(count)d 个文件") % {"who": who, "count": len(group)}
    particulars = ""
    if event.verb != "appeal.submitted" and len(group) == 1:
        title, _comma, particulars = title.partition(_("，"))
    said = event.text if event.kind == "said" else ""
    notes = [particulars, _met(story, event, now), "" if said else event.text]
    return Line(
        title=title,
        when=words.when(event.at, now),
        state="pause" if event.kind == "paused" else "",
        note="\n".join(note for note in notes if note),
        said=said,
    )


def _met(story: PhoneStory, event: Event, now: datetime) -> str:
    """Say of an acceptance, a first contact and an answer whether it was in time, and by when it was due.

    Where a promise was made its steps' days took the limit's place.
    """
    appeal, due = story.appeal, None
    if event.at == appeal.accepted_at and event.verb == "appeal.accepted":
        due = appeal.accept_due_at
    elif event.at == appeal.contacted_at and event.verb == "appeal.contacted":
        due = appeal.contact_due_at
    elif event.at == appeal.resolved_at and event.verb == "appeal.resolved":
        if story.steps and not appeal.disputes:
            kept = all(s.done_at and s.done_at <= s.due_at for s in story.steps)
            return _("承诺的每一步都按时") if kept else _("承诺的步骤有晚了的")
        due = appeal.due_at
    if due is None:
        return ""
    told = {"when": words.when(due, now)}
    if event.at <= due:
        return _("按时，应在 %(when)s 前") % told
    return _("晚了，应在 %(when)s 前") % told


def _files(story: PhoneStory, group: list[Event]) -> list[Attachment]:
    """Return the files that a group of events speaks of."""
    first, last = group[-1].at, group[0].at
    margin = timedelta(seconds=1)
    ours = group[0].who == _("您")
    return [
        a
        for a in story.attachments
        if first - margin <= a.at <= last + margin and (a.hat == Hat.ENTERPRISE) == ours
    ]
