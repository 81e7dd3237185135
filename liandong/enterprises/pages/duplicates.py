"""Enterprises that may be one: the list, two side by side, and the word that they are one or two."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from liandong.accounts.http import SignedInRequest
from liandong.enterprises import queries
from liandong.enterprises.actions import (
    foresee_merge,
    keep_apart,
    merge_enterprises,
    unmerge_enterprise,
)
from liandong.enterprises.actions.merging import Merged, needs_sure
from liandong.enterprises.forms import MergeForm, UnmergeForm
from liandong.enterprises.models import Enterprise
from liandong.enterprises.pages.facts import Book
from liandong.enterprises.queries.merges import MOST_MERGES
from liandong.enterprises.rules.showing import Line
from liandong.kit.refusals import Refused


@dataclass(frozen=True)
class Both:
    """One fact of two enterprises; `taken` says whose holds after the merge when they differ."""

    name: str
    wrong: Line
    into: Line
    differ: bool
    taken: bool

    @property
    def stays(self) -> bool:
        """Whether the one that stays keeps its own."""
        return not self.taken


@dataclass(frozen=True)
class Registered:
    """What two enterprises are registered with, and whether the other's `taken` in place of one's own."""

    name: str
    wrong: str
    into: str
    taken: bool = False


@require_GET
def index(request: SignedInRequest) -> HttpResponse:
    """Whoever bears one name; or two codes that somebody typed, side by side."""
    groups = queries.duplicates_for(request.user)
    trouble = ""
    if given := [
        request.GET.get(name, "")[:40] for name in ("wrong", "into") if name in request.GET
    ]:
        there = [queries.enterprise_known_as(code.replace("\x00", "")) for code in given]
        if len(there) == 2 and there[0] and there[1] and there[0] != there[1]:
            return redirect("enterprises:merge", there[0].uscc, there[1].uscc)
        trouble = _("没有找到这两家，请核对代码。")
    context = {
        "groups": groups,
        "trouble": trouble,
        "given": given or ["", ""],
        "merged": queries.merges_for(request.user)[:MOST_MERGES],
    }
    return render(
        request, "enterprises/desk/duplicates.html", context, status=422 if trouble else 200
    )


@require_http_methods(["GET", "POST"])
def merge(request: SignedInRequest, wrong: str, into: str) -> HttpResponse:
    """Two side by side, what would become of both; they are made one, or said to be two."""
    pair = queries.pair_for(request.user, wrong, into)
    form = MergeForm(request.POST or None, sure_needed=needs_sure(*pair))
    if request.method == "POST" and "apart" in request.POST:
        keep_apart(*pair, by=request.user)
        messages.success(request, _("记下了：是两家，不再提示。"))
        return redirect("enterprises:duplicates")
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data
            done = merge_enterprises(
                pair[0],
                into=pair[1],
                reason=given["reason"],
                sure=given.get("sure", False),
                by=request.user,
            )
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(
                request,
                _("%(wrong)s 已并入，旧代码会带到这一页。") % {"wrong": pair[0].uscc},
            )
            return redirect("enterprises:file", done.into.uscc)
    context = {"pair": pair, "wrong": pair[0], "into": pair[1], "form": form} | _foreseen(
        request, *pair
    )
    return render(
        request, "enterprises/desk/merge.html", context, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
def undo(request: SignedInRequest, uscc: str) -> HttpResponse:
    """Take a merge back: why, and one button; what cannot be told apart is said."""
    wrong = queries.merged_one_for(request.user, uscc)
    form = UnmergeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            wrong = unmerge_enterprise(wrong, reason=form.cleaned_data["reason"], by=request.user)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("%(name)s又是单独一家了。") % {"name": wrong.name})
            return redirect("enterprises:file", wrong.uscc)
    context = {"wrong": wrong, "into": wrong.merged_into, "form": form}
    status = 422 if form.errors else 200
    return render(request, "enterprises/desk/unmerge.html", context, status=status)


def _foreseen(request: SignedInRequest, wrong: Enterprise, into: Enterprise) -> dict[str, Any]:
    """Return what would become of both, or why it cannot be."""
    reach = queries.desk_reach(request.user)
    try:
        foreseen, trouble = foresee_merge(wrong, into=into, by=request.user), ""
    except Refused as refused:
        foreseen, trouble = Merged(into, set(), {}), refused.message
    one, other = (Book(request.user, enterprise, reach) for enterprise in (wrong, into))
    facts = []
    for kind in queries.kinds_seen(one.seats & other.seats):
        left, right = one.line(kind), other.line(kind)
        if left.value or right.value:
            differ = bool(left.value and right.value and left.value != right.value)
            facts.append(Both(kind.name, left, right, differ, kind.code in foreseen.facts))
    names = {m._meta.db_table: m._meta.verbose_name for m in apps.get_models()}
    return {
        "trouble": trouble,
        "registered": _registered(wrong, into, foreseen.into),
        "facts": sorted((f for f in facts if f.differ), key=lambda f: not f.taken),
        "rest": [f for f in facts if not f.differ],
        "moves": [(names.get(t, t), len(ids)) for t, ids in foreseen.moved.items() if ids],
        "people": [
            [(m, m.get_role_display()) for m in queries.people_of(request.user, it, reach) or ()]
            for it in (wrong, into)
        ],
    }


def _registered(wrong: Enterprise, into: Enterprise, after: Enterprise) -> list[Registered]:
    return [
        Registered(_("统一社会信用代码"), wrong.uscc, into.uscc),
        Registered(_("登记名称"), wrong.name, into.name, after.name != into.name),
        Registered(
            _("所在辖区"), wrong.region.name, into.region.name, after.region_id != into.region_id
        ),
        Registered(_("地址"), wrong.address, into.address, after.address != into.address),
    ]
