"""Back office of what a region decides beforehand: categories, routing rules, limits, reasons, danger words."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liandong.appeals.enums import LimitClass
from liandong.appeals.models import Category, DangerWord, DeclineReason, RoutingRule, Terms
from liandong.departments.models import Department

ONE_CHARACTER = gettext_lazy("“%(words)s”只有一个字，几乎每件诉求都会出现，请写两个字以上的词。")
NUMBERS = ("accept_hours", "contact_days", "ask_days", "silence_days", "extensions", "return_hours")


def require_words(words: list[str]) -> list[str]:
    """Return words without blanks and repeats; refuse single characters, which tell nothing apart."""
    kept = list(dict.fromkeys(word.strip() for word in words if word.strip()))
    if short := [word for word in kept if len(word) < 2]:
        raise ValidationError(ONE_CHARACTER, params={"words": _("、").join(short)}, code="word")
    return kept


class CategoryForm(forms.ModelForm):  # type: ignore[type-arg]
    """A category that routing can use."""

    def clean_words(self) -> list[str]:
        return require_words(self.cleaned_data["words"])

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


class RoutingRuleForm(forms.ModelForm):  # type: ignore[type-arg]
    """A rule that says something."""

    def clean_words(self) -> list[str]:
        return require_words(self.cleaned_data["words"])

    def clean_with_words(self) -> list[str]:
        return require_words(self.cleaned_data["with_words"])

    def clean_without_words(self) -> list[str]:
        return require_words(self.cleaned_data["without_words"])

    def clean(self) -> dict[str, Any]:
        """A rule with a weight names a category or a department."""
        given = super().clean() or {}
        if given.get("weight") and not (given.get("category") or given.get("department")):
            raise ValidationError(
                _("请选类别或部门；只用来遮住短词的规则，分量填 0。"), code="nowhere"
            )
        return given


class TermsForm(forms.ModelForm):  # type: ignore[type-arg]
    """Limits that can be counted with."""

    def clean_limits(self) -> dict[str, Any]:
        """Refuse limits that lack one, or of which one is no positive number."""
        given = self.cleaned_data["limits"]
        by_class = given.get("resolve_days") if isinstance(given, dict) else None
        numbers = [given.get(name) for name in NUMBERS] if isinstance(given, dict) else [None]
        numbers += (
            [by_class.get(name) for name in LimitClass.values]
            if isinstance(by_class, dict)
            else [None]
        )
        if not all(
            isinstance(n, int | float) and not isinstance(n, bool) and 0 < n <= 1000
            for n in numbers
        ):
            raise ValidationError(
                _("每个时限都要是正数：%(names)s，以及 resolve_days 里的 %(classes)s。")
                % {"names": _("、").join(NUMBERS), "classes": _("、").join(LimitClass.values)},
                code="limits",
            )
        return dict(given)


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
    list_display = ("region", "threshold", "look_again_share", "repeat_days", "changed_at")
    list_select_related = ("region",)
    autocomplete_fields = ("region",)


@admin.register(DeclineReason)
class DeclineReasonPage(admin.ModelAdmin):  # type: ignore[type-arg]
    """The published reasons for which an appeal is not taken up."""

    list_display = ("title", "code", "turn_to", "order", "is_active")
    list_filter = ("is_active",)
    search_fields = ("code", "title", "turn_to")


class DangerWordForm(forms.ModelForm):  # type: ignore[type-arg]
    """Words that say something, with numbers to call."""

    def clean_words(self) -> list[str]:
        return require_words(self.cleaned_data["words"])

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
