"""The shape of what people type for each act; page and API read the same forms, meaning is checked by the action."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from liandong.appeals.enums import Act, LimitClass, Outcome, Verdict
from liandong.appeals.models import Appeal, Category, DeclineReason
from liandong.appeals.queries.appeals import appeals_for
from liandong.departments.models import Department
from liandong.kit.text import clean_text

LONG, SHORT = 2000, 500


class Words(forms.CharField):
    """Free text, cleaned of what cannot be seen."""

    def __init__(self, label: Any, *, most: int = LONG, **kwargs: Any) -> None:
        rows = 4 if most > SHORT else 2
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows, "maxlength": most}))
        super().__init__(label=label, max_length=most, **kwargs)
        self.error_messages["required"] = format_lazy(_("请填写“{label}”。"), label=label)

    def clean(self, value: Any) -> str:
        return str(super().clean(clean_text(value) if isinstance(value, str) else value))


class DepartmentChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A department by its code; which ones, the form says."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(
            Department.objects.none(),
            to_field_name="code",
            label=label,
            empty_label=_("请选择部门"),
            error_messages={
                "required": _("请选择部门。"),
                "invalid_choice": _("没有这个部门，请从清单里选。"),
            },
            **kwargs,
        )

    def label_from_instance(self, obj: Department) -> str:
        return obj.label


class Stars(forms.TypedChoiceField):
    """A rating of one to five; nothing is chosen beforehand."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
            choices=[(n, str(n)) for n in range(1, 6)],
            coerce=int,
            widget=forms.RadioSelect,
            error_messages={"required": format_lazy(_("请给“{label}”打分。"), label=label)},
        )


class StepsField(forms.Field):
    """Dated steps: a list of {text, due_on} over the API, one line each (2026-12-01 做什么) on a page."""

    widget = forms.Textarea(
        attrs={
            "rows": 4,
            "placeholder": _("2026-12-01 完成勘测"),
            "data-steps": _("再加一步"),  # with script each line is a row of its own
            "data-day": _("哪天前"),
            "data-what": _("做什么"),
        }
    )
    default_error_messages = {
        "line": _("第 %(number)s 行看不懂，请写成“2026-12-01 做什么”。"),
        "required": _("请至少写一步：哪天前、做什么。"),
    }

    def to_python(self, value: Any) -> list[dict[str, Any]]:
        rows = value if isinstance(value, list) else str(value or "").strip().splitlines()
        steps = []
        for number, row in enumerate(rows, 1):
            day, text = (
                (row.get("due_on"), row.get("text"))
                if isinstance(row, dict)
                else [*row.strip().split(maxsplit=1), "", ""][:2]
            )
            try:
                due_on = day if isinstance(day, date) else date.fromisoformat(str(day))
            except ValueError:
                due_on = None
            if due_on is None or not str(text or "").strip():
                raise forms.ValidationError(
                    self.error_messages["line"], code="line", params={"number": number}
                )
            steps.append({"text": clean_text(str(text))[:300], "due_on": due_on})
        return steps


PLAIN = {"required": _("请填写这一项。"), "invalid_choice": _("没有这个选项，请从清单里选。")}


class ActForm(forms.Form):
    """What every act's form knows: the appeal, and who types."""

    above = False

    def __init__(self, *args: Any, appeal: Appeal, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.appeal, self.user = appeal, user
        for field in self.fields.values():
            for code, words in PLAIN.items():
                if field.error_messages.get(code) == field.default_error_messages.get(code):
                    field.error_messages[code] = words
            if isinstance(field, forms.ChoiceField) and not isinstance(
                field, forms.ModelChoiceField
            ):
                known = str(_("、")).join(
                    str(value) for value, _label in field.choices if value != ""
                )
                field.error_messages["invalid_choice"] = format_lazy(
                    _("没有这个选项，可以是：{known}。"), known=known
                )
            if isinstance(field, DepartmentChoice):
                field.queryset = departments_near(appeal, above=self.above)


def departments_near(appeal: Appeal, *, above: bool = False) -> QuerySet[Department]:
    """Return the departments an appeal can go to: of its region and the city's, or only those above."""
    region = appeal.region
    codes = [region.parent_id] if above else [region.code, region.parent_id]
    return Department.objects.filter(
        region_id__in=[code for code in codes if code], is_active=True
    ).order_by("-region_id", "kind", "code")


def day(label: Any, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("请选择日期。"),
            "invalid": _("日期看不懂，请写成 2026-12-01。"),
        },
    )


class NothingForm(ActForm):
    pass


class TextForm(ActForm):
    text = Words(_("内容"))


class SupplementForm(ActForm):
    text = Words(_("补充什么"))


class AnswerForm(ActForm):
    text = Words(_("您的回答"))


class OptionalTextForm(ActForm):
    text = Words(_("想说的话"), most=SHORT, required=False)


class ReasonForm(ActForm):
    reason = Words(_("理由"), most=SHORT)


class WithdrawForm(ActForm):
    reason = Words(_("为什么撤回"), most=SHORT)


class DisputeForm(ActForm):
    reason = Words(_("哪里没解决"), most=SHORT)


class ConfirmForm(ActForm):
    verdict = forms.ChoiceField(
        label=_("解决了吗"),
        choices=Verdict,
        widget=forms.RadioSelect,
        error_messages={"required": _("请先选：解决了、部分解决，还是没解决。")},
    )
    speed = Stars(_("速度"))
    attitude = Stars(_("态度"))
    result = Stars(_("结果"))
    comment = Words(_("还想说点什么"), required=False)


class ReturnForm(ActForm):
    department = DepartmentChoice(_("建议由谁办"))
    reason = Words(_("退单理由"), most=SHORT)


class ContactForm(ActForm):
    how = forms.ChoiceField(
        label=_("怎么联系的"),
        choices=[
            ("电话", _("电话")),
            ("上门", _("上门")),
            ("视频", _("视频")),
            ("信息", _("信息")),
        ],
    )
    text = Words(_("说了什么"), required=False)


class AddAssistForm(ActForm):
    department = DepartmentChoice(_("协办部门"))
    task = Words(_("请它做什么"), most=SHORT)


class ExtendForm(ActForm):
    reason = Words(_("为什么要延期"), most=SHORT)
    until = day(_("延到哪天"), help_text=_("到这一天下班为止，请选工作日"))


class PromiseForm(ActForm):
    reason = Words(_("为什么办不完"), most=SHORT)
    steps = StepsField(label=_("步骤"))


class FulfilStepForm(ActForm):
    number = forms.IntegerField(label=_("第几步"), min_value=1)
    text = Words(_("怎么完成的"), most=SHORT)


class ResolveForm(ActForm):
    outcome = forms.ChoiceField(label=_("结果"), choices=Outcome, widget=forms.RadioSelect)
    answer = Words(_("做了什么，或者为什么办不了"))
    basis = Words(_("依据，以及还可以怎么办"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.appeal.contacted_at is None:
            self.fields["answer"].help_text = _("还没记首次联系：办结就一并记作首次联系")


class DispatchForm(ActForm):
    department = DepartmentChoice(_("主办部门"))
    category = forms.ModelChoiceField(
        Category.objects.filter(is_active=True),
        label=_("类别"),
        required=False,
        empty_label=_("不改"),
    )
    limit_class = forms.ChoiceField(
        label=_("时限类别"), choices=[("", _("不改")), *LimitClass.choices], required=False
    )


class DeclineForm(ActForm):
    reason = forms.ModelChoiceField(
        DeclineReason.objects.filter(is_active=True),
        label=_("清单上的理由"),
        error_messages={"required": _("请从公布的清单里选一条理由。")},
    )
    note = Words(_("给企业的说明"), most=SHORT, required=False)


class MergeForm(ActForm):
    into = forms.CharField(
        label=_("并入哪一件（受理编号）"), max_length=24,
        error_messages={"required": _("请填另一件的受理编号。")},
    )  # fmt: skip
    note = Words(_("给企业的说明"), most=SHORT, required=False)

    def clean_into(self) -> Appeal:
        found = appeals_for(self.user).filter(reference=self.cleaned_data["into"].strip()).first()
        if found is None:
            raise forms.ValidationError(_("没有找到这个受理编号，请核对。"))
        return found


class RuleForm(ActForm):
    department = DepartmentChoice(_("由谁办"))
    note = Words(_("裁定理由"), most=SHORT)


class DecideForm(ActForm):
    agreed = forms.TypedChoiceField(
        label=_("决定"),
        choices=[("true", _("同意")), ("false", _("不同意"))],
        coerce=lambda value: value in {"true", "True", True},
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择同意或不同意。")},
    )
    note = Words(_("理由"), most=SHORT, required=False)


class ReassignForm(ActForm):
    department = DepartmentChoice(_("改派给"))
    reason = Words(_("理由"), most=SHORT)


class SuspendForm(ActForm):
    reason = Words(_("因为什么"), most=SHORT)
    look_again_on = day(_("哪天再看"))


class ResumeForm(ActForm):
    note = Words(_("说明"), most=SHORT, required=False)


class ReferUpForm(ActForm):
    above = True
    department = DepartmentChoice(_("上级部门"))
    reason = Words(_("为什么上报"), most=SHORT)


class CallBackForm(ActForm):
    reached = forms.TypedChoiceField(
        label=_("联系上了吗"),
        choices=[("true", _("联系上了")), ("false", _("没联系上"))],
        coerce=lambda value: value in {"true", "True", True},
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择是否联系上。")},
    )
    pressed = forms.BooleanField(label=_("企业说是被劝着撤回的"), required=False)
    note = Words(_("企业怎么说"), most=SHORT)


class LookAgainForm(ActForm):
    holds = forms.TypedChoiceField(
        label=_("现在还是解决的吗"),
        choices=[("true", _("还是解决的")), ("false", _("又出现了"))],
        coerce=lambda value: value in {"true", "True", True},
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择。")},
    )
    note = Words(_("企业怎么说"), most=SHORT)


class LessonForm(ActForm):
    text = Words(_("改了什么规定或做法"))
    link = forms.URLField(label=_("文件链接"), required=False, assume_scheme="https")


FORMS: dict[Act, type[ActForm]] = {
    Act.SUPPLEMENT: SupplementForm,
    Act.ANSWER: AnswerForm,
    Act.URGE: OptionalTextForm,
    Act.WITHDRAW: WithdrawForm,
    Act.CONFIRM: ConfirmForm,
    Act.DISPUTE: DisputeForm,
    Act.ACCEPT: NothingForm,
    Act.RETURN: ReturnForm,
    Act.CONTACT: ContactForm,
    Act.NOTE: TextForm,
    Act.REMARK: TextForm,
    Act.ADD_ASSIST: AddAssistForm,
    Act.REMIND_ASSIST: NothingForm,
    Act.ASK: TextForm,
    Act.EXTEND: ExtendForm,
    Act.PROMISE: PromiseForm,
    Act.FULFIL_STEP: FulfilStepForm,
    Act.RESOLVE: ResolveForm,
    Act.REPORT: TextForm,
    Act.DISPATCH: DispatchForm,
    Act.ASK_COMPLETION: TextForm,
    Act.DECLINE: DeclineForm,
    Act.MERGE: MergeForm,
    Act.SEPARATE: ReasonForm,
    Act.RULE: RuleForm,
    Act.DECIDE: DecideForm,
    Act.REASSIGN: ReassignForm,
    Act.SUSPEND: SuspendForm,
    Act.RESUME: ResumeForm,
    Act.REFER_UP: ReferUpForm,
    Act.REFER_MEETING: ReasonForm,
    Act.SUPERVISE: TextForm,
    Act.CALL_BACK: CallBackForm,
    Act.LOOK_AGAIN: LookAgainForm,
    Act.LESSON: LessonForm,
    Act.SHOW_PHONE: NothingForm,
}
