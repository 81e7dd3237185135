"""What is typed about a signal."""

from django import forms
from django.utils.translation import gettext_lazy as _

from liandong.risks.enums import Outcome


class CloseForm(forms.Form):
    """What came of it, and what was done."""

    outcome = forms.ChoiceField(label=_("结果"), choices=Outcome, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("做了什么"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写清找了谁、说了什么、怎么办的，至少 8 个字。"),
    )
