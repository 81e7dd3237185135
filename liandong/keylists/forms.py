"""What a coordinator types about the list of key enterprises."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liandong.keylists.enums import Tier
from liandong.keylists.rules.terms import Terms


def _number(label: Any, least: int, most: int) -> forms.IntegerField:
    attrs = {"inputmode": "numeric"}
    widget = forms.NumberInput(attrs=attrs)
    return forms.IntegerField(label=label, min_value=least, max_value=most, widget=widget)


class TermsForm(forms.Form):
    """The weights, and how many come on the list."""

    tax = _number(_("税收"), 0, 100)
    growth = _number(_("增长"), 0, 100)
    prospects = _number(_("前景"), 0, 100)
    size = _number(_("一共"), 1, 2000)
    first = _number(_("甲类"), 0, 2000)
    second = _number(_("乙类"), 0, 2000)
    seen = forms.CharField(required=False)  # the terms whose moves were shown

    @property
    def typed(self) -> str:
        """The terms in one word, to be told from those whose moves were shown."""
        return "-".join(str(self.cleaned_data[name]) for name in self.fields if name != "seen")

    def clean(self) -> dict[str, Any]:
        """Refuse what does not make 100, or more in the tiers than there are places."""
        given = super().clean() or {}
        if not self.errors:
            total = given["tax"] + given["growth"] + given["prospects"]
            if total != 100:
                raise forms.ValidationError(
                    _("三项加起来是 %(n)s 分，要正好 100 分。"), params={"n": total}, code="sum"
                )
            if given["first"] + given["second"] > given["size"]:
                raise forms.ValidationError(_("甲类、乙类加起来不能超过总数。"), code="tiers")
        return given

    def terms(self, points: Any) -> Terms:
        """Return what was typed, with the points that the back office keeps."""
        given = {name: n for name, n in self.cleaned_data.items() if name != "seen"}
        return Terms(**given, points=points)


class HandForm(forms.Form):
    """Put an enterprise on the list or take it off, and why."""

    tier = forms.ChoiceField(label=_("放在哪一类"), choices=Tier, initial=Tier.C, required=False)
    reason = forms.CharField(
        label=_("理由"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("会留在名单上，领导和审计看得到。"),
    )


class DecideForm(forms.Form):
    """A word that stays with the decision."""

    note = forms.CharField(
        label=_("说明（可不填）"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("如：经 3 月 2 日专题会研究。"),
    )
