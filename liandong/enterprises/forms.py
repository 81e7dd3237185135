"""What people type about an enterprise and its members."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liandong.accounts.models import User
from liandong.departments.enums import RegionLevel
from liandong.departments.models import Region
from liandong.departments.queries import today
from liandong.enterprises.enums import MemberRole
from liandong.enterprises.models import catalogue, require_uscc
from liandong.enterprises.rules.kinds import Kind
from liandong.enterprises.rules.showing import titled, typed_as
from liandong.enterprises.rules.values import FIGURES, parse
from liandong.kit.codes import normal_uscc
from liandong.kit.refusals import Refused


class UsccForm(forms.Form):
    """The code on the business licence."""

    uscc = forms.CharField(
        label=_("统一社会信用代码"),
        max_length=40,
        help_text=_("营业执照右上角的 18 位代码。"),
        widget=forms.TextInput(
            attrs={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}
        ),
    )

    def clean_uscc(self) -> str:
        """Return the code as it is kept."""
        code = normal_uscc(self.cleaned_data["uscc"])
        require_uscc(code)
        return code


class JoinForm(UsccForm):
    """A word to whoever decides."""

    message = forms.CharField(
        label=_("说明"),
        max_length=200,
        required=False,
        help_text=_("写一句您在企业做什么，对方好确认。"),
    )


class RegisterForm(UsccForm):
    """An enterprise as its licence says; where it lies, and whom to call."""

    name = forms.CharField(label=_("企业名称"), max_length=200, help_text=_("与营业执照一致。"))
    region = forms.ModelChoiceField(
        Region.objects.none(), label=_("在哪个街道或园区"), empty_label=_("请选择")
    )
    address = forms.CharField(label=_("详细地址"), max_length=200, required=False)
    contact_name = forms.CharField(label=_("联系人"), max_length=60)
    contact_phone = forms.CharField(label=_("联系电话"), max_length=30)

    field_order = ("uscc", "name", "region", "address", "contact_name", "contact_phone")

    def __init__(self, *args: Any, by: User, uscc: str = "", **kwargs: Any) -> None:
        kwargs["initial"] = {
            "uscc": uscc,
            "contact_name": by.name,
            "contact_phone": by.phone or "",
        }
        super().__init__(*args, **kwargs)
        self.fields["uscc"].widget = forms.HiddenInput()
        # Digits 3 to 8 of the code name the authority that registered the enterprise.
        county = Region.objects.filter(code=uscc[2:8], level=RegionLevel.COUNTY).first()
        choices = Region.objects.exclude(level__in=[RegionLevel.PROVINCE, RegionLevel.CITY])
        if county:
            choices = choices.filter(code__startswith=county.code)
        field = self.fields["region"]
        field.queryset = choices.select_related("parent").order_by("code")  # type: ignore[attr-defined]
        field.label_from_instance = _where  # type: ignore[attr-defined]


def _where(region: Region) -> str:
    if region.level == RegionLevel.TOWN and region.parent:
        return f"{region.parent.name} {region.name}"
    return str(_("%(county)s（街道以后再补）") % {"county": region.name})


class InviteForm(forms.Form):
    """Whose number, and what they may do."""

    phone = forms.CharField(
        label=_("手机号"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("身份"), choices=MemberRole.choices, initial=MemberRole.MEMBER)


class DecideForm(forms.Form):
    """Consent, or not and why."""

    agreed = forms.TypedChoiceField(
        choices=[("yes", _("同意")), ("no", _("不同意"))], coerce=lambda word: word == "yes"
    )
    reason = forms.CharField(label=_("不同意的理由"), max_length=200, required=False)


class FactForm(forms.Form):
    """One fact as a person states it: what, by whom, as of when; `sure` after a question was answered."""

    value = forms.CharField(label=_("是多少"), max_length=500)
    source = forms.ChoiceField(label=_("谁的数"))
    on = forms.DateField(
        label=_("截至哪天"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, kind: Kind, sources: list[tuple[str, str]], before: Any, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {
            "value": typed_as(kind, before),
            "on": today(),
            "source": sources[0][0] if sources else "",
        }
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["source"].choices = sources  # type: ignore[attr-defined]
        if len(sources) == 1:
            self.fields["source"].widget = forms.HiddenInput()
        self.fields["value"] = self._value()
        self.order_fields(["value", "source", "on", "sure"])

    def _value(self) -> forms.Field:
        kind = self.kind
        if kind.type in {"choice", "yes_no"}:
            words = [("1", _("是")), ("0", _("否"))] if kind.type == "yes_no" else kind.choices
            return forms.ChoiceField(label=kind.name, choices=[("", _("请选择")), *words])
        if kind.type == "date":
            day = forms.DateInput(attrs={"type": "date"})
            return forms.CharField(label=kind.name, widget=day)
        label = titled(kind)
        help_text = {
            "industry": _("国民经济行业的代码或名称，如 C3451 或 滚动轴承制造。"),
            "region": _("辖区的名称或代码，如 西工区 或 410303。"),
            "phone": _("手机号，或带区号的座机号。"),
        }.get(kind.type, "")
        mode = "decimal" if kind.type in FIGURES else "tel" if kind.type == "phone" else "text"
        box = forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off"})
        return forms.CharField(label=label, max_length=500, help_text=help_text, widget=box)

    def clean_value(self) -> Any:
        """Return the value as it is kept; bare figures are in the unit beside the field."""
        try:
            return parse(
                self.kind, self.cleaned_data["value"], catalogue(), today(), unit=self.kind.unit
            )
        except Refused as refused:
            raise forms.ValidationError(refused.message) from None

    def clean_on(self) -> date:
        """Return the day, which has come."""
        day: date = self.cleaned_data["on"]
        if day > today():
            raise forms.ValidationError(_("截至日期还没有到。"))
        return day


class UploadForm(forms.Form):
    """A table, whose it is, and of which day it speaks."""

    file = forms.FileField(
        label=_("表格"),
        help_text=_("xlsx 或 csv，要有“统一社会信用代码”一列。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv,.txt"}),
    )
    source = forms.ChoiceField(label=_("谁的数"))
    on = forms.DateField(
        label=_("截至哪天"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"on": today()}
        names = catalogue().source_names
        sources = [(code, name) for code, name in names.items() if code != "computed"]
        self.fields["source"].choices = [("", _("请选择")), *sources]  # type: ignore[attr-defined]
