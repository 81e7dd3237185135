"""What people type about a visit."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liandong.accounts.models import User
from liandong.departments.models import Department
from liandong.visits.enums import Free, Kind
from liandong.visits.queries import Bench, departments_to_send

LONGEST_REASON = 300


def day_input() -> forms.DateInput:
    """Return a field that phones fill with a calendar."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class FreeOf(forms.Form):
    """Whether it counts."""

    free = forms.ChoiceField(
        label=_("计入额度吗"), choices=[("", _("计入")), *Free.choices], required=False
    )
    reason = forms.CharField(
        label=_("理由"),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("额度已满，或者因突发、投诉举报去时，要写清为什么非去不可。"),
    )


class DoneForm(FreeOf):
    """What has been already: who, what for, on which day."""

    kind = forms.ChoiceField(label=_("做什么"), choices=Kind.choices)
    on = forms.DateField(label=_("哪天"), widget=day_input())
    purpose = forms.CharField(
        label=_("去做什么"), max_length=100, help_text=_("写一句，企业会看到。")
    )
    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("以谁的名义"), required=False
    )
    host = forms.ModelChoiceField(User.objects.none(), label=_("谁去"), to_field_name="username")

    field_order: tuple[str, ...] = ("kind", "on", "purpose", "department", "host", "free", "reason")

    def __init__(self, *args: Any, bench: Bench, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = departments_to_send(bench)
        field = self.fields["department"]
        field.queryset = own  # type: ignore[attr-defined]
        if bench.sends_for_region:
            field.empty_label = _("企业服务专班")  # type: ignore[attr-defined]
        else:
            field.empty_label = None  # type: ignore[attr-defined]
            field.required = True
            if len(own) == 1:
                field.widget = forms.HiddenInput()
        host = self.fields["host"]
        host.queryset = User.objects.filter(pk__in=[u.pk for u in people])  # type: ignore[attr-defined]
        host.empty_label = None  # type: ignore[attr-defined]


class PlanForm(DoneForm):
    """What is to be; with `into` it goes along with another."""

    at = forms.TimeField(
        label=_("几点"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    unannounced = forms.BooleanField(label=_("不事先告知企业（只限检查）"), required=False)
    into = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput())

    field_order = (
        "kind", "on", "at", "purpose", "department", "host", "unannounced", "free", "reason",
    )  # fmt: skip


class MoveForm(forms.Form):
    """Another day."""

    on = forms.DateField(label=_("改到哪天"), widget=day_input())
    reason = forms.CharField(
        label=_("理由"),
        max_length=LONGEST_REASON,
        required=False,
        help_text=_("改到别的季度而那一季度已满时要写。"),
    )


class NoteForm(forms.Form):
    """A word to the others."""

    note = forms.CharField(label=_("说一句"), max_length=LONGEST_REASON, required=False)
