"""What people type about their absence."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liandong.accounts.models import User
from liandong.departments.queries import colleagues_of, today


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"min": today().isoformat()})


class StandInForm(forms.Form):
    """Who acts for a person, from when until when."""

    stand_in = forms.ModelChoiceField(
        User.objects.none(),
        to_field_name="username",
        label=_("谁来代办"),
        empty_label=_("请选一位同事"),
    )
    starts_on = forms.DateField(label=_("从哪天起"))
    ends_on = forms.DateField(label=_("到哪天止"), help_text=_("含这一天。"))

    def __init__(self, *args: Any, away: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stand_in"].queryset = colleagues_of(away)  # type: ignore[attr-defined]
        for name in ("starts_on", "ends_on"):
            self.fields[name].widget = DayInput()
            self.fields[name].widget.is_required = True
