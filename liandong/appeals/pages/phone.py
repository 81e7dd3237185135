"""The enterprise's phone: home, its appeals, one appeal, its clock, its rating."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_safe

from liandong.accounts.http import SignedInRequest
from liandong.appeals import queries
from liandong.appeals.enums import OPEN, Act, Channel, Hat, Outcome, State
from liandong.appeals.models import Appeal
from liandong.appeals.pages import words
from liandong.appeals.pages.story import told_for
from liandong.appeals.queries.clock_story import clock_story
from liandong.appeals.queries.holding import is_with_office
from liandong.appeals.queries.news import (
    Waiting,
    counts_of,
    newest_events,
    own_appeals,
    waiting_for,
)
from liandong.appeals.queries.phone_story import PhoneStory, phone_story
from liandong.appeals.rules.advice import Facts, acts_now
from liandong.appeals.rules.limits import URGE_PAUSE
from liandong.departments.enums import Role
from liandong.departments.queries import appointments_of, is_admin
from liandong.enterprises.models import Enterprise
from liandong.enterprises.queries import Waits, current_place, places_of, waits_of
from liandong.kit.now import now
from liandong.kit.uploads import ACCEPT
from liandong.theme.spells import length

NEWS, PAGE = 3, 20
# Where each role works, the first that somebody holds; an address that is not there is passed over.
PLACES: tuple[tuple[tuple[Role, ...], tuple[str, ...]], ...] = (
    ((Role.COORDINATOR,), ("appeals:today",)),
    ((Role.OFFICER, Role.HEAD, Role.LEADER), ("appeals:desk",)),
    ((Role.CLERK,), ("appeals:hotline",)),
    ((Role.AUDITOR,), ("appeals:desk",)),
    ((Role.ADMIN,), ("admin:index",)),
)
NEWCOMERS = ("enterprises:find", "enterprises:me")


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """Lead a person to where they work; an enterprise's home is this page."""
    place = current_place(request)
    if place is None or place.enterprise is None:
        return redirect(_workplace(request))
    enterprise, moment = place.enterprise, now()
    waiting = waiting_for(request.user, enterprise, moment)
    things = [*map(_waits, waiting), *waits_of(request.user, enterprise, moment)]
    things.sort(key=lambda thing: thing.since)
    counts = counts_of(request.user, enterprise, moment)
    news = _news(request, enterprise, waiting)
    return render(
        request,
        "appeals/phone/home.html",
        {
            **standing(request, enterprise),
            "today": words.weekday(moment),
            "heading": _heading(len(things)),
            "waiting": things[:5],
            "more_waiting": things[5:],
            "news": news,
            "counts": counts,
        },
    )


def standing(request: SignedInRequest, enterprise: Enterprise) -> dict[str, Any]:
    """Return what the top of a phone page says: the enterprise, and where else one may stand."""
    return {
        "enterprise": enterprise,
        "places": [p for p in places_of(request.user) if p.enterprise != enterprise],
    }


def _workplace(request: SignedInRequest) -> str:
    """Return the address where somebody without an enterprise works."""
    place = current_place(request)
    code = place.key.partition(":")[2] if place else ""
    held = {
        a.role
        for a in appointments_of(request.user)
        if code in {a.region_id, a.department.code if a.department else None}
    }
    for roles, names in PLACES:
        if held & set(roles) and (address := _first(names)):
            return address
    if is_admin(request.user):
        return reverse("admin:index")
    return _first(NEWCOMERS)


def _first(names: tuple[str, ...]) -> str:
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""


def _heading(waiting: int) -> str:
    if not waiting:
        return _("暂时没有事等您")
    said = ngettext("%(count)s件事等您", "%(count)s件事等您", waiting)
    return said % {"count": words.counted(waiting)}


def _waits(waiting: Waiting) -> Waits:
    """Word one appeal that waits for the enterprise."""
    appeal = waiting.appeal
    who = appeal.lead.label if appeal.lead else appeal.region.office
    if waiting.question:
        return Waits(
            appeal.title,
            _("%(who)s问：%(question)s") % {"who": who, "question": waiting.question},
            _("去回答"),
            f"{appeal.get_absolute_url()}#question",
            waiting.since,
        )
    said = (
        _("%(who)s说办好了：%(answer)s")
        if appeal.outcome != Outcome.EXPLAINED
        else _("%(who)s答复：%(answer)s")
    )
    return Waits(
        appeal.title,
        said % {"who": who, "answer": appeal.answer},
        _("去评价"),
        reverse("appeals:rate", args=[appeal.reference]),
        waiting.since,
    )


def _news(
    request: SignedInRequest, enterprise: Enterprise, waiting: list[Waiting]
) -> list[dict[str, Any]]:
    """Return the appeals that changed last and wait for nobody here, with their newest step."""
    moment = now()
    shown = [w.appeal.pk for w in waiting]
    mine = own_appeals(request.user, enterprise, moment).exclude(pk__in=shown)
    newest = list(mine.order_by("-changed_at", "-pk")[:NEWS])
    return _cards(newest)


def _cards(appeals: list[Appeal]) -> list[dict[str, Any]]:
    moment = now()
    events = newest_events(appeals, moment)
    cards = []
    for appeal in appeals:
        event = events.get(appeal.pk)
        card = words.card(appeal, moment)
        if event:
            said = event.text if event.kind == "said" else ""
            card["text"] = said
            did = "" if said else words.in_short(event)
            told = _("%(who)s%(did)s %(when)s") % {
                "who": words.by_whom(event),
                "did": did,
                "when": words.when(event.at, moment),
            }
            card["meta"] = told.strip()
        cards.append(card)
    return cards


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """Everything an enterprise has raised, to be narrowed and searched."""
    place = current_place(request)
    if place is None or place.enterprise is None:
        return redirect("appeals:home")
    side, q, moment = request.GET.get("side", ""), request.GET.get("q", "").strip(), now()
    found = own_appeals(request.user, place.enterprise, moment, side=side, q=q)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    counts = counts_of(request.user, place.enterprise, moment, q=q)
    sides = {"": _("全部"), "open": _("在办"), "rate": _("等您评价"), "ended": _("已结")}
    return render(
        request,
        "appeals/phone/index.html",
        {
            **standing(request, place.enterprise),
            "page": page,
            "cards": _cards(list(page)),
            "side": side,
            "q": q,
            "filters": [
                {
                    "word": word,
                    "url": _address(side=value, q=q),
                    "here": side == value,
                    "count": counts[value or "all"],
                }
                for value, word in sides.items()
            ],
        },
    )


def _address(**narrowed: str) -> str:
    kept = urlencode({name: value for name, value in narrowed.items() if value})
    return reverse("appeals:list") + (f"?{kept}" if kept else "")


@require_safe
def detail(request: SignedInRequest, reference: str) -> HttpResponse:
    """One appeal, like a parcel's tracking page: where it is, who has it, by when, what was said."""
    appeal = queries.appeal_for(request.user, reference)
    hats = queries.hats_of(request.user, appeal)
    if Hat.ENTERPRISE not in hats:
        return redirect("appeals:case", reference)
    moment = now()
    story = phone_story(request.user, appeal)
    colour, word = words.lamp_of(appeal, moment)
    course = words.Course(appeal, moment, story.pause, story.step)
    return render(
        request,
        "appeals/phone/detail.html",
        {
            "appeal": appeal,
            "story": story,
            "colour": colour,
            "lamp": word,
            "sentence": words.sentence(course),
            "steps": None
            if appeal.state in (State.DECLINED, State.WITHDRAWN)
            else words.steps(appeal, moment),
            "holder_note": _holding(appeal, story),
            "has_clock": bool(appeal.limit or appeal.resolved_at),
            "lines": told_for(story, moment),
            "acts": _acts(appeal, hats, story),
            "promise": _promise(story, moment),
            "promised": words.day(story.last("appeal.promise_agreed"), moment),
            "urged": _urged(story, moment),
            "by_phone": appeal.channel == Channel.HOTLINE,
            "accept": ACCEPT,
        },
    )


def _promise(story: PhoneStory, moment: datetime) -> list[dict[str, Any]]:
    """Return the promised steps; one that the department calls done, the enterprise may have disputed."""
    return [
        {
            "text": step.text,
            "until": words.when(step.due_at, moment),
            "done": words.day(step.done_at, moment),
            "late": step.done_at is None and step.due_at < moment,
        }
        for step in story.steps
    ]


def _urged(story: PhoneStory, moment: datetime) -> bool:
    """Return whether it was urged so lately that urging again would only be noise."""
    urged = story.last("appeal.urged")
    return bool(urged and story.appeal.state in OPEN and urged + URGE_PAUSE > moment)


def _holding(appeal: Appeal, story: PhoneStory) -> str:
    """Say what the one who has it does now."""
    if appeal.state == State.MERGED and appeal.parent:
        appeal = appeal.parent
    if appeal.lead and is_with_office(appeal):
        return _("定由谁接着办，盯着%(who)s") % {"who": appeal.lead.label}
    match appeal.state:
        case State.SUBMITTED:
            return _("正在定由谁办")
        case State.ASSIGNED:
            return _("等它签收")
        case State.RESOLVED | State.CLOSED:
            return _("办过这件")
        case State.DECLINED | State.WITHDRAWN:
            return _("有疑问可以打电话")
        case State.SUSPENDED:
            return _("先停一停，到日子再看")
    return (
        _("协办 %(who)s") % {"who": _("、").join(story.holder.assists)}
        if story.holder.assists
        else _("正在办")
    )


def _acts(appeal: Appeal, hats: set[Hat], story: PhoneStory) -> dict[str, bool]:
    """Return which acts the bottom of the page offers; what is not possible is not shown."""
    urged = story.last("appeal.urged")
    facts = Facts(
        state=appeal.state,
        question=story.question is not None,
        urged=urged is not None and now() - urged < URGE_PAUSE,
    )
    possible = acts_now(facts, hats & {Hat.ENTERPRISE})
    return {
        "withdraw": Act.WITHDRAW in possible,
        "supplement": Act.SUPPLEMENT in possible,
        "urge": Act.URGE in possible and not story.question,
        "rate": Act.CONFIRM in possible,
        "files": appeal.state in (*OPEN, State.RESOLVED, State.MERGED),
    }


@require_GET
def clock(request: SignedInRequest, reference: str) -> HttpResponse:
    """Explain the lamp: every stretch that counted, every one that did not, and why."""
    moment = now()
    story = clock_story(request.user, reference, moment)
    colour, word = words.lamp_of(story.appeal, moment)
    part = bool(request.headers.get("HX-Request"))
    return render(
        request,
        f"appeals/phone/clock{'_part' if part else ''}.html",
        {
            "appeal": story.appeal,
            "story": story,
            "colour": colour,
            "lamp": word,
            "limit": words.limit_word(story.limit),
            "since": words.when(story.since, moment),
            "due": words.when(story.due, moment),
            "counted": length(story.counted),
            "whole": length(story.whole),
            "left": length(abs(story.left)),
            "over": story.left.total_seconds() < 0,
            "working_day": length(story.working_day),
        },
    )
