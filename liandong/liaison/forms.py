"""What people type about keeping in touch."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liandong.departments.queries import today
from liandong.liaison.enums import Mood
from liandong.visits.enums import Free, Kind

DAY = {"type": "date"}


class NoteForm(forms.Form):
    """What the enterprise said; `key` names the request, `draft` what the browser keeps it under."""

    text = forms.CharField(required=False, strip=False)
    mood = forms.ChoiceField(choices=[("", ""), *Mood.choices], required=False)
    key = forms.CharField(max_length=80, required=False)
    draft = forms.SlugField(max_length=80, required=False)
    written_at = forms.CharField(max_length=40, required=False)

    def clean_written_at(self) -> datetime | None:
        """Return when the phone says it was written; what cannot be read is now."""
        try:
            moment = datetime.fromisoformat(self.cleaned_data["written_at"])
        except ValueError:
            return None
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class ContactForm(NoteForm):
    """What was said when nobody had planned to go."""

    kind = forms.ChoiceField(
        label=_("怎么联系的"), choices=[(k.value, k.label) for k in (Kind.CALL, Kind.VISIT)]
    )
    on = forms.DateField(
        label=_("哪天"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"), initial=today
    )
    free = forms.ChoiceField(choices=[("", ""), (Free.INVITED.value, "")], required=False)


class PlanForm(forms.Form):
    """When one goes, and what for."""

    on = forms.DateField(label=_("哪天"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    at = forms.TimeField(
        label=_("几点"), widget=forms.TimeInput(attrs={"type": "time"}), required=False
    )
    purpose = forms.CharField(
        label=_("去做什么"), max_length=100, help_text=_("写一句，企业会看到。")
    )
    reason = forms.CharField(label=_("额度已满时，为什么非去不可"), max_length=300, required=False)


class AnswerForm(forms.Form):
    """How the enterprise words its problem, and whether its name stays hidden."""

    text = forms.CharField(
        label=_("什么问题"), widget=forms.Textarea(attrs={"rows": 5, "maxlength": 2000})
    )
    confidential = forms.BooleanField(required=False)


def as_typed(data: Any) -> Any:
    """Return what a form sends without the one character that no text may hold."""
    typed = data.copy()
    for name, values in typed.lists():
        typed.setlist(name, [value.replace("\x00", "") for value in values])
    return typed
