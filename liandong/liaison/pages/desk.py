"""The coordinator's desk of liaison: who keeps in touch with whom, who has gone unheard, posts that change."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from liandong.accounts.http import SignedInRequest
from liandong.accounts.models import User
from liandong.kit.now import now
from liandong.kit.refusals import Refused
from liandong.liaison import actions, queries
from liandong.liaison.pages import words


def _someone(label: Any, *, required: bool = False) -> forms.ChoiceField:
    widget = forms.Select(attrs={"data-pick": gettext_lazy("打名字或部门")})
    return forms.ChoiceField(label=label, required=required, widget=widget)


class LiaisonsForm(forms.Form):
    """Who keeps in touch with an enterprise: the first, and others."""

    first = _someone(gettext_lazy("第一联系人"))
    second = _someone(gettext_lazy("还有谁"))
    third = _someone(gettext_lazy("还有谁"))

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.choices = [("", _("不设")), *people]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse one person in two places."""
        typed = super().clean() or {}
        seen = set()
        for name in self.fields:
            who = typed.get(name)
            if who and who in seen:
                self.add_error(name, _("这位已经选过了，请另选一位，或者选“不设”。"))
            seen.add(who)
        return typed

    def users(self, by: User) -> list[User]:
        """Return who was chosen, the first one first."""
        names = [self.cleaned_data[name] for name in self.fields]
        return [queries.official(by, name) for name in names if name]


class HandOverForm(forms.Form):
    """Who takes over all that another keeps in touch with."""

    to = _someone(gettext_lazy("交给谁"), required=True)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", _("交给谁")), *people]  # type: ignore[attr-defined]


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """Everybody's load; below it who has gone unheard for too long, and who has nobody."""
    seen, moment = queries.overview(request.user), now()
    context = {
        "seen": seen,
        "late": [
            {**words.turn(kept, None, moment), "who": kept.liaison.user} for kept in seen.late
        ],
    }
    return render(request, "liaison/desk/index.html", context)


@require_http_methods(["GET", "POST"])
def choose(request: SignedInRequest, uscc: str) -> HttpResponse:
    """Say who keeps in touch with one enterprise."""
    enterprise = queries.set_for(request.user, uscc)
    held = queries.liaisons_of(enterprise)
    people = queries.candidates(request.user)
    known = {name for name, _words in people}
    people += [(one.user.username, str(one.user)) for one in held if one.user.username not in known]
    if request.method == "POST":
        form = LiaisonsForm(request.POST, people=people)
        if form.is_valid():
            users = form.users(request.user)
            try:
                actions.set_liaisons(
                    enterprise, users, first=users[0] if users else None, by=request.user
                )
            except Refused as no:
                form.add_error(None, no.message)
            else:
                messages.success(request, _("已定下%(name)s的联系人。") % {"name": enterprise.name})
                return redirect("liaison:desk")
    else:
        names = [one.user.username for one in held]
        form = LiaisonsForm(
            initial=dict(zip(("first", "second", "third"), names, strict=False)), people=people
        )
    context = {"enterprise": enterprise, "form": form, "held": held}
    status = 422 if form.is_bound else 200
    return render(request, "liaison/desk/choose.html", context, status=status)


@require_http_methods(["GET", "POST"])
def hand_over(request: SignedInRequest) -> HttpResponse:
    """Hand all of one person's enterprises to another."""
    named = (request.POST if request.method == "POST" else request.GET).get("from", "")
    person = queries.official(request.user, named.replace("\x00", ""))
    kept = queries.kept_under(request.user, person)
    people = [one for one in queries.candidates(request.user) if one[0] != person.username]
    form = HandOverForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        to = queries.official(request.user, form.cleaned_data["to"])
        try:
            count = actions.hand_over(person, to, by=request.user)
        except Refused as no:
            form.add_error(None, no.message)
        else:
            said = _("%(count)s 家已从%(old)s交给%(new)s。")
            messages.success(request, said % {"count": count, "old": person, "new": to})
            return redirect("liaison:desk")
    context = {"person": person, "kept": kept, "form": form}
    status = 422 if form.errors else 200
    return render(request, "liaison/desk/hand_over.html", context, status=status)
