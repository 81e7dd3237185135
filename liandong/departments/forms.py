"""What people type about their absence, and administrators about office hours."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from liandong.accounts.models import User
from liandong.departments.queries import colleagues_of, today
from liandong.departments.rules import windows_from


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


class WindowsField(forms.CharField):
    """Office hours as people write them, `09:00-12:00 13:00-17:00`; kept as a list of pairs."""

    def prepare_value(self, value: Any) -> Any:
        """Show the list that is kept as people write it; leave what was typed as it is."""
        if isinstance(value, list):
            return " ".join("-".join(map(str, pair)) for pair in value)
        return value

    def to_python(self, value: Any) -> Any:
        """Return the pairs, or nothing where nothing was typed."""
        text = str(value or "").replace("：", ":").strip()
        if not text:
            return None
        moments = re.findall(r"(?<![0-9:])([0-9]{1,2}:[0-9]{2})(?![0-9:])", text)
        pairs = [[f"{m:0>5}" for m in moments[i : i + 2]] for i in range(0, len(moments), 2)]
        try:
            windows_from(pairs)
        except ValueError:
            raise ValidationError(
                _("请写成 09:00-12:00 13:00-17:00 的样子，时段不能重叠。"), code="windows"
            ) from None
        return pairs

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare hours with hours, however they are written."""
        try:
            return bool((initial or None) != self.to_python(data))
        except ValidationError:
            return True
