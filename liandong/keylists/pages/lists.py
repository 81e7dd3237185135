"""The list of key enterprises at the desk: see it, weigh anew, put on or take off by hand, decide."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liandong.accounts.http import SignedInRequest
from liandong.departments.queries import standing_of, today
from liandong.enterprises.models import Enterprise, catalogue
from liandong.keylists import actions, queries
from liandong.keylists.enums import ListState, Origin, Tier
from liandong.keylists.forms import DecideForm, HandForm, TermsForm
from liandong.keylists.models import KeyEntry, KeyList
from liandong.keylists.rules.places import Moves, moves, tiers
from liandong.keylists.rules.terms import Terms
from liandong.keylists.rules.words import barring, names, told
from liandong.kit.codes import normal_uscc
from liandong.kit.now import now
from liandong.kit.refusals import Refused
from liandong.kit.text import clean_text
from liandong.kit.workbooks import Cell, workbook

SHOWN_MOVES = 30


@require_http_methods(["GET", "POST"])
def index(request: SignedInRequest) -> HttpResponseBase:
    """Show the newest list; where there is none yet, the button that proposes it."""
    if not queries.reads(standing_of(request.user)):
        raise Http404
    if request.method == "POST":
        mine = queries.regions_to_list(request.user)
        region = get_object_or_404(mine, code=clean_text(request.POST.get("region", ""))[:12])
        key_list = actions.propose(region, today().year, by=request.user)
        return redirect("keylists:list", key_list.reference)
    newest = queries.lists_for(request.user).first()
    mine = queries.regions_to_list(request.user)
    if newest is not None and not (newest.year < today().year and mine.exists()):
        return show(request, newest.reference)
    context = {"regions": mine, "year": today().year, "newest": newest}
    return render(request, "keylists/desk/empty.html", context)


@require_safe
def show(request: SignedInRequest, reference: str) -> HttpResponseBase:
    """One list by place, with what each score is made of; with `format=xlsx` the same as a spreadsheet."""
    key_list = queries.list_for(request.user, reference)
    entries = list(queries.entries_of(key_list))
    if request.GET.get("format") == "xlsx":
        return _sheet(key_list, entries)
    tier = request.GET.get("tier", "")
    tier = tier if tier in Tier.values else ""
    others = list(queries.others_of(key_list))
    left_out = Enterprise.objects.in_bulk([row[0] for row in key_list.excluded])
    may = queries.decides(request.user, key_list.region) and key_list.state != ListState.SUPERSEDED
    q = clean_text(request.GET.get("q", ""))[:50]
    known = catalogue()
    context = {
        "it": key_list,
        "heading": _heading(key_list, len(entries)),
        "may": may,
        "open": key_list.state == ListState.PROPOSED,
        "weighs": key_list.state == ListState.PROPOSED and key_list.year >= today().year,
        "tabs": _tabs(key_list, entries, tier),
        "years": [one for one in queries.lists_for(request.user)[:12] if one.pk != key_list.pk],
        "parts": names().values(),
        "rows": [(entry, told(entry.parts)) for entry in entries if not tier or entry.tier == tier],
        "dropped": [entry for entry in others if entry.origin == Origin.DROPPED],
        "following": [(e, told(e.parts)) for e in others if e.origin == Origin.SCORED][:10],
        "left_out": [
            (left_out[row[0]], barring(row, known))
            for row in key_list.excluded
            if row[0] in left_out
        ],
        "q": q,
        "found": queries.to_add(request.user, key_list, q) if may and q else [],
        "on_list": {entry.enterprise_id for entry in entries},
        "missing_year": today().year if may and key_list.year < today().year else None,
    }
    return render(request, "keylists/desk/list.html", context)


@require_http_methods(["GET", "POST"])
def weights(request: SignedInRequest, reference: str) -> HttpResponse:
    """The terms of a proposed list: typed ones are tried first, and what was tried is what is saved."""
    key_list = _mine(request, reference)
    if key_list.state != ListState.PROPOSED or key_list.year < today().year:
        messages.error(request, _("%(year)s年的名单不能再改权重了。") % {"year": key_list.year})
        return redirect("keylists:list", key_list.reference)
    before = key_list.scored_by
    form = TermsForm(request.POST or None, initial=vars(before))
    context = {"it": key_list, "form": form, "points": _points(before.points)}
    if form.is_bound and form.is_valid():
        terms = form.terms(before.points)
        if "save" in request.POST and form.cleaned_data["seen"] == form.typed:
            actions.propose(key_list.region, key_list.year, terms=terms, by=request.user)
            messages.success(request, _("按新的权重重新排了。"))
            return redirect("keylists:list", key_list.reference)
        context |= {"tried": _named(_tried(key_list, terms)), "again": "save" in request.POST}
    status = 422 if form.errors or context.get("again") else 200
    return render(request, "keylists/desk/weights.html", context, status=status)


@require_http_methods(["GET", "POST"])
def decide(request: SignedInRequest, reference: str) -> HttpResponse:
    """Say who comes and who goes compared with the list in force; then put the new one in force."""
    key_list = _mine(request, reference)
    if key_list.state != ListState.PROPOSED:
        raise Http404
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        note = clean_text(form.cleaned_data["note"])
        try:
            found = actions.decide(key_list, note=note, by=request.user)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            said = {"year": key_list.year, "n": len(found.coming), "m": len(found.going)}
            messages.success(
                request, _("%(year)s年名单已定，新进 %(n)s 家，退出 %(m)s 家。") % said
            )
            return redirect("keylists:list", key_list.reference)
    on_list = [entry.enterprise_id for entry in queries.entries_of(key_list)]
    told_of = moves(list(queries.in_force_before(key_list)), on_list)
    context = {"it": key_list, "form": form, "tried": _named(told_of), "count": len(on_list)}
    return render(request, "keylists/desk/decide.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def place(request: SignedInRequest, reference: str, uscc: str) -> HttpResponse:
    """One enterprise's score explained; the coordinator puts it on the list or takes it off here."""
    key_list = queries.list_for(request.user, reference)
    enterprise = queries.enterprise_near(key_list, normal_uscc(uscc))
    entry = queries.entry_of(key_list, enterprise)
    may = queries.decides(request.user, key_list.region) and key_list.state != ListState.SUPERSEDED
    form = HandForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _by_hand(request, key_list, enterprise, form)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            return redirect("keylists:list", key_list.reference)
    context = {
        "it": key_list, "enterprise": enterprise, "entry": entry, "form": form, "may": may,
        "parts": told(entry.parts, catalogue()) if entry else [],
        "on_list": bool(entry and entry.tier),
        "open": key_list.state == ListState.PROPOSED,
    }  # fmt: skip
    return render(request, "keylists/desk/place.html", context, status=422 if form.errors else 200)


def _by_hand(
    request: SignedInRequest, key_list: KeyList, enterprise: Enterprise, form: HandForm
) -> None:
    reason, tier = clean_text(form.cleaned_data["reason"]), form.cleaned_data["tier"]
    name = {"name": enterprise.name}
    if request.POST.get("act") == "drop":
        actions.drop_entry(key_list, enterprise, reason=reason, by=request.user)
        messages.success(request, _("%(name)s已移出名单。") % name)
    else:
        actions.add_entry(key_list, enterprise, tier=tier, reason=reason, by=request.user)
        messages.success(request, _("%(name)s已列入名单。") % name)


def _mine(request: SignedInRequest, reference: str) -> KeyList:
    """Return a list for whoever decides it, or 404."""
    key_list = queries.list_for(request.user, reference)
    if not queries.decides(request.user, key_list.region):
        raise Http404
    return key_list


def _heading(key_list: KeyList, count: int) -> str:
    said = {"year": key_list.year, "n": count, "region": key_list.region.name}
    if key_list.state == ListState.PROPOSED:
        return _("%(region)s%(year)s年重点企业：拟列 %(n)s 家，还没定") % said
    return _("%(region)s%(year)s年重点企业：%(n)s 家") % said


def _tabs(key_list: KeyList, entries: list[KeyEntry], chosen: str) -> list[dict[str, Any]]:
    address = reverse("keylists:list", args=[key_list.reference])
    items = [{"word": _("全部"), "url": address, "here": not chosen, "count": len(entries)}]
    for tier in Tier:
        count = sum(entry.tier == tier for entry in entries)
        url = f"{address}?{urlencode({'tier': tier.value})}"
        items.append({"word": tier.label, "url": url, "here": chosen == tier, "count": count})
    return items


def _tried(key_list: KeyList, terms: Terms) -> Moves:
    """Return who would come and go if a list were scored by these terms."""
    entries = list(queries.entries_of(key_list))
    added = {e.enterprise_id: e.tier for e in entries if e.origin == Origin.ADDED}
    dropped = {e.enterprise_id for e in queries.others_of(key_list) if e.origin == Origin.DROPPED}
    order = queries.scored(key_list.region, terms).order
    after = tiers(order, terms, added, dropped)
    return moves([entry.enterprise_id for entry in entries], list(after))


def _named(found: Moves) -> dict[str, Any]:
    """Return who comes and who goes by name, as far as a page can show."""
    names_of = Enterprise.objects.in_bulk([*found.coming, *found.going])

    def few(numbers: list[int]) -> dict[str, Any]:
        return {
            "rows": [names_of[pk] for pk in numbers[:SHOWN_MOVES]],
            "count": len(numbers),
            "more": max(0, len(numbers) - SHOWN_MOVES),
        }

    return {"coming": few(found.coming), "going": few(found.going)}


def _points(points: Any) -> list[tuple[str, int]]:
    kinds = catalogue().kinds
    return [(kinds[code].name, n) for code, n in points.items() if code in kinds and n]


def _sheet(key_list: KeyList, entries: list[KeyEntry]) -> HttpResponseBase:
    columns = [_("名次"), _("统一社会信用代码"), _("企业名称"), _("类别"), _("得分")]
    columns += [*names().values(), _("补齐后最高"), _("来由"), _("理由")]

    def lines() -> Iterator[list[Cell]]:
        for entry in entries:
            said = entry.as_dict()
            parts = [part["points"] for part in entry.parts] or [None] * 3
            yield [
                said["rank"], said["uscc"], said["name"], said["tier"], said["score"], *parts,
                said["upper"], entry.get_origin_display(), entry.reason,
            ]  # fmt: skip

    title = _("%(year)s年重点企业") % {"year": key_list.year}
    return workbook(title, columns, [6, 22, 36, 6, 8, 8, 8, 8, 12, 8, 40], lines(), now=now())
