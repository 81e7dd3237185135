"""What people type about an enterprise and its members."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liandong.departments.enums import RegionLevel
from liandong.departments.models import Region
from liandong.departments.queries import today
from liandong.enterprises.enums import MemberRole
from liandong.enterprises.models import catalogue, require_uscc
from liandong.enterprises.rules.kinds import Kind
from liandong.enterprises.rules.showing import labelled, typed_as
from liandong.enterprises.rules.values import FIGURES, parse
from liandong.kit.codes import normal_uscc
from liandong.kit.refusals import Refused
from liandong.kit.tables import MOST_BYTES


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


class SeekForm(forms.Form):
    """The code on the licence, or part of the name."""

    q = forms.CharField(
        label=_("统一社会信用代码或企业名称"),
        min_length=2,
        max_length=60,
        error_messages={
            "required": _("请输入代码或企业名称。"),
            "min_length": _("太短了，请至少写两个字。"),
            "max_length": _("太长了，请写 60 个字以内。"),
        },
        help_text=_("代码在营业执照右上角，18 位；名称写两个字以上。"),
        widget=forms.TextInput(
            attrs={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}
        ),
    )


WHO = (("no", _("经办人")), ("yes", _("法定代表人")))


class JoinForm(forms.Form):
    """Who one is, and a word to whoever decides."""

    is_legal = forms.ChoiceField(label=_("您是"), choices=WHO, initial="no", required=False)
    message = forms.CharField(
        label=_("说明"),
        max_length=200,
        required=False,
        help_text=_("写一句您在企业做什么，对方好确认。"),
    )

    def clean_is_legal(self) -> bool:
        """Return whether somebody comes as the legal representative."""
        return bool(self.cleaned_data["is_legal"] == "yes")


class ClaimForm(JoinForm):
    """Who one is; the papers come with it as files."""


class DisputeForm(JoinForm):
    """Why others should not manage it; papers may come with it."""

    message = forms.CharField(
        label=_("为什么不该由对方管理"),
        max_length=200,
        help_text=_("例如：对方已经离职，我是现在的负责人。协调员会联系双方。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CodeForm(forms.Form):
    """What came by letter or by text message."""

    code = forms.CharField(
        label=_("验证码"),
        max_length=20,
        help_text=_("信里的 8 位认领码，或短信里的 6 位数字。"),
        widget=forms.TextInput(
            attrs={
                "autocapitalize": "characters",
                "autocomplete": "one-time-code",
                "spellcheck": "false",
            }
        ),
    )


class PlaceForm(UsccForm):
    """An enterprise as its licence says, and where it lies."""

    name = forms.CharField(label=_("企业名称"), max_length=200, help_text=_("与营业执照一致。"))
    region = forms.ModelChoiceField(
        Region.objects.none(), label=_("在哪个街道或园区"), empty_label=_("请选择")
    )
    address = forms.CharField(label=_("详细地址"), max_length=200, required=False)

    def __init__(self, *args: Any, uscc: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["uscc"].widget = forms.HiddenInput()
        self.initial.setdefault("uscc", uscc)
        # Digits 3 to 8 of the code name the authority that registered the enterprise.
        county = Region.objects.filter(code=uscc[2:8], level=RegionLevel.COUNTY).first()
        choices = Region.objects.exclude(level__in=[RegionLevel.PROVINCE, RegionLevel.CITY])
        if county:
            choices = choices.filter(code__startswith=county.code)
        field = self.fields["region"]
        field.queryset = choices.select_related("parent").order_by("code")  # type: ignore[attr-defined]
        field.label_from_instance = _where  # type: ignore[attr-defined]


class ContactForm(forms.Form):
    """Whom to call about the enterprise."""

    contact_name = forms.CharField(label=_("联系人"), max_length=60)
    contact_phone = forms.CharField(label=_("联系电话"), max_length=30)


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
        label = labelled(kind)
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
        self.fields["file"].widget.attrs |= {
            "data-most": str(max(MOST_BYTES.values())),
            "data-too-large": _(
                "文件超过 1 GB，请拆分，或在服务器上用 liandong import-enterprises 导入。"
            ),
        }
        known = catalogue()
        sources = [
            (code, name)
            for code, name in known.source_names.items()
            if code in known.listed and code != "computed"
        ]
        self.fields["source"].choices = [("", _("请选择")), *sources]  # type: ignore[attr-defined]


class UnmergeForm(forms.Form):
    """Why two registrations that were merged are two enterprises."""

    reason = forms.CharField(
        label=_("为什么是两家"),
        max_length=200,
        help_text=_("例如：核对执照，是同名的两家。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class MergeForm(forms.Form):
    """Why two registrations are one enterprise; `sure` when both bear codes that somebody has seen."""

    reason = forms.CharField(
        label=_("为什么是同一家"),
        max_length=200,
        help_text=_("例如：电话登记时没有代码，现已核对执照。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    sure = forms.BooleanField(label=_("两家代码不同、都核验过，我确认是同一家"), required=False)

    def __init__(self, *args: Any, sure_needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not sure_needed:
            del self.fields["sure"]
