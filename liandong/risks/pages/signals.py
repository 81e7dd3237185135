"""Signals at the desk and on the phone: what waits, each explained, and closed with what was done."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liandong.accounts.http import SignedInRequest
from liandong.departments.enums import Role
from liandong.departments.queries import standing_of
from liandong.kit.refusals import Refused
from liandong.kit.text import clean_text
from liandong.liaison.queries import enterprises_kept, liaisons_of, people_for
from liandong.risks import actions, queries
from liandong.risks.enums import Rule, SignalState
from liandong.risks.forms import CloseForm


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """The signals of a state, narrowed to one rule; who neither coordinates nor keeps in touch has none."""
    standing = standing_of(request.user)
    if Role.COORDINATOR not in standing.roles and not enterprises_kept(request.user).exists():
        raise Http404
    state = request.GET.get("state", "")
    state = state if state in SignalState.values else SignalState.OPEN.value
    rule = request.GET.get("rule", "")
    rule = rule if rule in Rule.values else ""
    everything = queries.signals_for(request.user, standing)
    counts = dict(
        everything.order_by().values_list("state").annotate(n=Count("pk")).values_list("state", "n")
    )
    rows = list(everything.filter(state=state)[: queries.OLD])
    shown = [one for one in rows if not rule or one.rule == rule]
    people = people_for({one.enterprise_id for one in shown})
    context = {
        "state": state,
        "count": counts.get(SignalState.OPEN, 0),
        "tabs": _tabs(state, counts),
        "rules": _rules(state, rule, [one.rule for one in rows]),
        "rows": [(one, words, one.enterprise_id in people) for one, words in queries.told(shown)],
    }
    return render(request, "risks/list.html", context)


@require_http_methods(["GET", "POST"])
def signal(request: SignedInRequest, reference: str) -> HttpResponse:
    """One signal: what was found, from what, who keeps in touch, what was done before; and the close form."""
    it = queries.signal_for(request.user, reference)
    may = queries.deals_with(request.user, it)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        note = clean_text(form.cleaned_data["note"])
        try:
            outcome = form.cleaned_data["outcome"]
            actions.close_signal(it, outcome=outcome, note=note, by=request.user)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("已记下，这条处理完了。"))
            return redirect("risks:list")
    elif may:
        actions.see(it, by=request.user)
    others = [one for one in queries.signals_of(request.user, it.enterprise) if one.pk != it.pk]
    context: dict[str, Any] = {
        "it": it,
        "words": queries.told([it])[0][1],
        "may": may and it.state == SignalState.OPEN,
        "form": form,
        "liaisons": liaisons_of(it.enterprise),
        "others": queries.told(others),
    }
    return render(request, "risks/signal.html", context, status=422 if form.errors else 200)


def _tabs(here: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    address = reverse("risks:list")
    return [
        {
            "word": state.label,
            "url": address if state == SignalState.OPEN else f"{address}?state={state.value}",
            "here": here == state,
            "count": counts.get(state, 0),
        }
        for state in SignalState
    ]


def _rules(state: str, chosen: str, found: list[str]) -> list[dict[str, Any]]:
    if len(set(found)) < 2:
        return []
    address = reverse("risks:list")
    items = [{"word": _("全部"), "url": f"{address}?state={state}", "here": not chosen}]
    for rule in Rule:
        if rule in found:
            url = f"{address}?{urlencode({'state': state, 'rule': rule.value})}"
            items.append(
                {
                    "word": str(rule.label),
                    "url": url,
                    "here": chosen == rule,
                    "count": found.count(rule),
                }
            )
    return items
