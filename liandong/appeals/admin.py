"""Back office of what a region decides beforehand: categories, routing rules, limits, reasons, danger words."""

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liandong.appeals.enums import LimitClass
from liandong.appeals.models import Category, DangerWord, DeclineReason, RoutingRule, Terms
from liandong.appeals.models.terms import usual_limits
from liandong.departments.models import Department

APART = re.compile(r"[\s;\u3001\uff0c\uff1b]+")
ONE_CHARACTER = gettext_lazy("“%(words)s”只有一个字，几乎每件诉求都会出现，请写两个字以上的词。")


def require_words(words: list[str]) -> list[str]:
    """Return words once each, however they were set apart; refuse single characters, which tell nothing
    apart."""
    kept = list(dict.fromkeys(part for word in words for part in APART.split(word) if part))
    if short := [word for word in kept if len(word) < 2]:
        raise ValidationError(ONE_CHARACTER, params={"words": _("、").join(short)}, code="word")
    return kept


class WordsForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form with lists of words, each of which says how they are set apart."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("words", "with_words", "without_words"):
            if name in self.fields:
                self.fields[name].help_text = gettext_lazy("几个词之间用逗号、顿号或空格隔开")

    def clean_words(self) -> list[str]:
        return require_words(self.cleaned_data["words"])

    def clean_with_words(self) -> list[str]:
        return require_words(self.cleaned_data["with_words"])

    def clean_without_words(self) -> list[str]:
        return require_words(self.cleaned_data["without_words"])


class CategoryForm(WordsForm):
    """A category that routing can use."""

    def clean_alternates(self) -> list[str]:
        codes = [code.strip() for code in self.cleaned_data["alternates"] if code.strip()]
        known = set(
            Department.objects.filter(code__in=codes, is_active=True).values_list("code", flat=True)
        )
        if unknown := [code for code in codes if code not in known]:
            raise ValidationError(
                _("没有这些部门代码：%(codes)s") % {"codes": _("、").join(unknown)},
                code="department",
            )
        return codes

    def clean(self) -> dict[str, Any]:
        """Refuse to take away the category that catches what no other does."""
        given = super().clean() or {}
        is_other = self.instance.pk == "other"
        if is_other and not (given.get("is_active") and given.get("lead")):
            raise ValidationError(
                _("“其他”接住没有认出来的诉求，不能停用，也要有主办部门。"), code="other"
            )
        return given


class RoutingRuleForm(WordsForm):
    """A rule that says something."""

    def clean(self) -> dict[str, Any]:
        """A rule with a weight names a category or a department."""
        given = super().clean() or {}
        if given.get("weight") and not (given.get("category") or given.get("department")):
            raise ValidationError(
                _("请选类别或部门；只用来遮住短词的规则，分量填 0。"), code="nowhere"
            )
        return given


def _number(label: Any, help_text: Any = "") -> forms.FloatField:
    return forms.FloatField(label=label, help_text=help_text, min_value=0.1, max_value=1000)


class TermsForm(forms.ModelForm):  # type: ignore[type-arg]
    """Limits that can be counted with, each a number of its own; they are kept together as `Terms.limits`."""

    accept_hours = _number(
        gettext_lazy("签收（工作小时）"), gettext_lazy("交办后多久内签收，没签收就亮红灯")
    )
    return_hours = _number(
        gettext_lazy("退单（工作小时）"), gettext_lazy("交办后多久内可以退单，过了就不能退")
    )
    contact_days = _number(
        gettext_lazy("首次联系（工作日）"), gettext_lazy("交办后多久内与企业联系")
    )
    consultation = _number(gettext_lazy("咨询办结（工作日）"))
    simple = _number(gettext_lazy("简单事项办结（工作日）"))
    general = _number(gettext_lazy("一般事项办结（工作日）"))
    complex = _number(gettext_lazy("复杂事项办结（工作日）"))
    long_term = _number(
        gettext_lazy("长期事项答复（工作日）"), gettext_lazy("到这天要办结，或者给出分步承诺")
    )
    extensions = _number(gettext_lazy("延期（次）"), gettext_lazy("一件诉求最多延几次"))
    stretch = _number(gettext_lazy("延期（倍）"), gettext_lazy("延期后最长是原时限的几倍"))
    ask_days = _number(
        gettext_lazy("问企业（工作日）"), gettext_lazy("等企业回答时最多停表多久，几次合在一起算")
    )
    silence_days = _number(
        gettext_lazy("等评价（工作日）"), gettext_lazy("办结后企业多久没评价，就由协调员回访")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limits = usual_limits() | (self.instance.limits or {})
        kept = limits | usual_limits()["resolve_days"] | limits["resolve_days"]
        self.initial = {n: kept[n] for n in self.declared_fields} | dict(self.initial)

    def clean(self) -> dict[str, Any]:
        """Put the numbers back where an appeal takes its copy from."""
        given = super().clean() or {}
        numbers = {n: _plain(given[n]) for n in self.declared_fields if n in given}
        by_class = {n: numbers.pop(n) for n in LimitClass.values if n in numbers}
        limits = usual_limits() | (self.instance.limits or {})
        self.instance.limits = limits | numbers
        self.instance.limits["resolve_days"] = limits["resolve_days"] | by_class
        return given


def _plain(number: float) -> float:
    return int(number) if number == int(number) else number


@admin.register(Category)
class CategoryPage(admin.ModelAdmin):  # type: ignore[type-arg]
    """What an appeal can be about, and who leads."""

    form = CategoryForm
    list_display = ("name", "group", "lead", "limit_class", "by_subject", "order", "is_active")
    list_filter = ("is_active", "limit_class", "group")
    list_select_related = ("lead",)
    search_fields = ("code", "name", "hint")
    autocomplete_fields = ("lead",)


@admin.register(RoutingRule)
class RoutingRulePage(admin.ModelAdmin):  # type: ignore[type-arg]
    """Which words speak for which category and department."""

    form = RoutingRuleForm
    list_display = ("code", "category", "department", "weight", "is_active", "note")
    list_filter = ("is_active", "category")
    list_select_related = ("category", "department")
    search_fields = ("code", "note")
    autocomplete_fields = ("category", "department")


@admin.register(Terms)
class TermsPage(admin.ModelAdmin):  # type: ignore[type-arg]
    """A region's limits; appeals that have started keep those they started with."""

    form = TermsForm
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "region",
                    "threshold",
                    "look_again_share",
                    "look_again_months",
                    "repeat_days",
                )
            },
        ),
        (gettext_lazy("交办以后"), {"fields": ("accept_hours", "return_hours", "contact_days")}),
        (gettext_lazy("办结"), {"fields": tuple(LimitClass.values)}),
        (
            gettext_lazy("办不完、等企业"),
            {"fields": ("extensions", "stretch", "ask_days", "silence_days")},
        ),
    )
    list_display = ("region", "threshold", "look_again_share", "repeat_days", "changed_at")
    list_select_related = ("region",)
    autocomplete_fields = ("region",)


@admin.register(DeclineReason)
class DeclineReasonPage(admin.ModelAdmin):  # type: ignore[type-arg]
    """The published reasons for which an appeal is not taken up."""

    list_display = ("title", "code", "turn_to", "order", "is_active")
    list_filter = ("is_active",)
    search_fields = ("code", "title", "turn_to")


class DangerWordForm(WordsForm):
    """Words that say something, with numbers to call."""

    def clean_numbers(self) -> list[str]:
        numbers = [number.strip() for number in self.cleaned_data["numbers"] if number.strip()]
        if wrong := [number for number in numbers if not number.isdecimal()]:
            raise ValidationError(
                _("“%(numbers)s”不是电话号码，只写数字。"),
                params={"numbers": _("、").join(wrong)},
                code="number",
            )
        return list(dict.fromkeys(numbers))


@admin.register(DangerWord)
class DangerWordPage(admin.ModelAdmin):  # type: ignore[type-arg]
    """Words that mean danger to life, and the numbers to call, the first one first."""

    form = DangerWordForm
    list_display = ("name", "numbers", "words", "with_words")
    search_fields = ("name",)
    may_delete = True
