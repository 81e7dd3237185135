"""The enterprise's phone: what it is asked, its own past, its industry's middle; answering in a minute."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liandong.accounts.http import SignedInRequest
from liandong.departments.queries import today
from liandong.enterprises.models import Enterprise
from liandong.enterprises.queries import catalogue, current_enterprise
from liandong.enterprises.rules.rights import OWN_SOURCE
from liandong.enterprises.rules.showing import shown, typed_as
from liandong.figures import queries
from liandong.figures.actions import answer, skip
from liandong.figures.enums import AskState, Set
from liandong.figures.models import Ask, Item
from liandong.figures.pages.pictures import chart_of
from liandong.figures.queries import Line
from liandong.figures.rules.periods import months_of
from liandong.figures.rules.words import period_words, short_month, title_of
from liandong.kit.refusals import Refused

MONTHS = 24
LISTED = 12
EMPTY = "empty"  # all that is


@require_safe
def own(request: SignedInRequest) -> HttpResponse:
    """What waits to be answered, what was, and how one's figures went beside the industry's middle."""
    enterprise = _standing(request)
    asks = queries.own_asks(request.user, enterprise, Set.INDICATOR, LISTED)
    needs = queries.own_asks(request.user, enterprise, Set.NEED, 2)
    items = queries.items_of(Set.INDICATOR)
    item = next((i for i in items if i.code == request.GET.get("item")), items[0])
    chart = chart_of(
        item, queries.series([enterprise.pk], item.code, MONTHS).get(enterprise.pk, [])
    )
    answered = next((a for a in asks if a.state == AskState.ANSWERED), None)
    context = {
        "enterprise": enterprise,
        "newest": [_card(asks[0])] if asks else [],
        "needs": [_card(ask) for ask in needs],
        "earlier": [_card(ask) for ask in asks[1:]],
        "item": item,
        "filters": [
            {"word": i.name, "url": f"?item={i.code}#past", "here": i == item} for i in items
        ],
        "chart": chart,
        "peers": _peers(request, answered, item) if answered else None,
    }
    return render(request, "figures/own.html", context)


@require_http_methods(["GET", "POST"])
def form(request: SignedInRequest, reference: str) -> HttpResponse:
    """One period: a form where little is left to type, or what was answered and a way to correct it."""
    ask = queries.ask_for(request.user, reference)
    items = queries.items_of(ask.set)
    last = queries.last_answer(ask)
    lines = queries.lines_of(ask, items, last)
    again = "again" in request.POST or "again" in request.GET
    trouble: Refused | None = None
    copies = request.POST.get("same", "")
    if request.method == "POST" and not copies:
        typed = {item.code: _given(request, item.code, ask) for item in items}
        try:
            answer(
                ask,
                values=typed,
                note=request.POST.get("note", ""),
                sure="sure" in request.POST,
                again=again,
                as_typed=True,
                by=request.user,
            )
        except Refused as why:
            trouble = why
        else:
            done = f"draft:figures-{reference}"  # what was typed need not be kept any more
            said = _("已更正") if again else _("收到，谢谢")
            messages.success(request, said, extra_tags=done)
            return redirect("figures:own")
    context = {
        "ask": ask,
        "enterprise": ask.enterprise,
        "title": title_of(ask.set, ask.period),
        "period": period_words(ask.set, ask.period),
        "months": [short_month(month) for month in months_of(ask.set, ask.period)],
        "rows": [_row(request, ask, line, copies) for line in lines],
        "asked": sum(line.filled.asked for line in lines),
        "ready": sum(line.filled.value is not None for line in lines),
        "has_last": any(line.filled.asked and line.last is not None for line in lines),
        "note": request.POST.get("note", ask.note),
        "editable": (ask.state != AskState.ANSWERED or again) and not queries.is_over(ask, today()),
        "may_correct": ask.state == AskState.ANSWERED and not queries.is_over(ask, today()),
        "again": again,
        "late": ask.closes_on < today(),
        "trouble": trouble.message if trouble and trouble.code != "figures.odd" else "",
        "question": trouble.message if trouble and trouble.code == "figures.odd" else "",
    }
    return render(request, "figures/form.html", context, status=422 if trouble else 200)


@require_POST
def pass_over(request: SignedInRequest, reference: str) -> HttpResponse:
    """Say that one does not report this time."""
    ask = queries.ask_for(request.user, reference)
    try:
        skip(ask, reason=request.POST.get("reason", ""), by=request.user)
    except Refused as why:
        messages.error(request, why.message)
    else:
        messages.success(request, _("好，这一期不再问您"))
    return redirect("figures:own")


def _standing(request: SignedInRequest) -> Enterprise:
    enterprise = current_enterprise(request)
    if enterprise is None:
        raise Http404
    return enterprise


def _card(ask: Ask) -> dict[str, Any]:
    over = queries.is_over(ask, today())
    return {
        "ask": ask,
        "title": title_of(ask.set, ask.period),
        "period": period_words(ask.set, ask.period),
        "open": ask.state == AskState.OPEN,
        "empty": queries.empty_of(ask),
        "late": not over and ask.state in {AskState.CLOSED, AskState.SKIPPED},
        "answered": ask.state == AskState.ANSWERED,
    }


def _peers(request: SignedInRequest, ask: Ask, item: Item) -> dict[str, Any]:
    """Word the middle of the industry beside one's own figure of the same period."""
    peers = queries.peers_for(request.user, ask, item.code)
    known, mine = catalogue(), ask.values.get(item.code)
    said = {
        "period": period_words(ask.set, ask.period),
        "mine": "" if mine is None else shown(item.kind, mine, known),
    }
    if peers is None or peers.middle is None:
        return said
    return said | {
        "industry": known.industries.get(peers.industry, ""),
        "count": peers.of,
        "middle": shown(item.kind, peers.middle, known),
    }


def _given(request: SignedInRequest, code: str, ask: Ask) -> Any:
    """Return what was typed of an item; of needs three, where the rest is nothing if that was ticked."""
    if ask.set == Set.INDICATOR:
        return request.POST.get(code, "")
    rest = "0" if request.POST.get("rest") else ""
    return [
        request.POST.get(f"{code}-{n}", "").strip() or rest
        for n in range(len(months_of(ask.set, ask.period)))
    ]


def _row(request: SignedInRequest, ask: Ask, line: Line, copies: str) -> dict[str, Any]:
    """Return a line as the form shows it: what was typed stays, `copies` names what is as it was last time."""
    known, kind, code = catalogue(), line.item.kind, line.item.code
    value = line.filled.value
    row: dict[str, Any] = {
        "item": line.item,
        "asked": line.filled.asked,
        "source": line.source_name,
        "own": line.filled.source == OWN_SOURCE,
        "last": "" if line.last is None or ask.set == Set.NEED else shown(kind, line.last, known),
    }
    if ask.set == Set.INDICATOR:
        row["shown"] = "" if value is None else shown(kind, value, known)
        row["value"] = request.POST.get(code, typed_as(kind, value))
        if copies == code or (copies == EMPTY and not row["value"].strip()):
            row["value"] = typed_as(kind, line.last)
        return row
    given = value if isinstance(value, list) else [None] * 3
    row["cells"] = [
        {
            "name": f"{code}-{n}",
            "month": short_month(month),
            "value": request.POST.get(f"{code}-{n}", typed_as(kind, given[n])),
            "shown": "" if given[n] is None else shown(kind, given[n], known),
        }
        for n, month in enumerate(months_of(ask.set, ask.period))
    ]
    return row
