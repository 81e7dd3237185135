"""Names that stand in tables are English where the page is English, and Chinese where there is no other."""

from datetime import date

import pytest
from django.utils.translation import override

from liandong.departments.models import Department
from liandong.enterprises.actions import record
from liandong.enterprises.actions.recording import source_code
from liandong.enterprises.models import FactKind, Industry, Source, catalogue, forget_catalogue
from liandong.enterprises.rules.showing import shown
from liandong.enterprises.rules.values import parse

pytestmark = pytest.mark.django_db


def test_all_that_comes_with_the_product_has_an_english_name():
    assert not FactKind.objects.filter(name_en="").exists()
    assert not FactKind.objects.exclude(unit="").exclude(unit="%").filter(unit_en="").exists()
    assert not Source.objects.filter(name_en="", is_listed=True).exists()
    assert not Industry.objects.filter(code__regex="^[A-Z]$", name_en="").exists()
    assert not Department.objects.filter(is_sample=True, short_en="").exists()


def test_the_language_that_is_spoken_chooses(works):
    power = Department.objects.get(code="ly-power")
    for language, said in (
        ("zh-hans", ("营业收入", "50 万元", "税务", "制造业", "供电公司")),
        ("en", ("Revenue", "50 10k yuan", "Tax", "Manufacturing", "Power Company")),
    ):
        with override(language):
            known = catalogue()
            kind = known.kinds["revenue"]
            value = shown(kind, 500_000, known)
            assert (
                kind.name, value, known.source_names["tax"], known.industries["C"], str(power)
            ) == said  # fmt: skip
            assert parse(kind, "50", known, date(2026, 11, 24), unit=kind.unit) == 500_000
            assert source_code("税务") == source_code("tax") == "tax"


def test_without_an_english_name_the_chinese_one_stands():
    Department.objects.filter(code="ly-power").update(short_en="")
    FactKind.objects.filter(code="revenue").update(name_en="")
    forget_catalogue()
    with override("en"):
        assert str(Department.objects.get(code="ly-power")) == "供电公司"
        assert catalogue().kinds["revenue"].name == "营业收入"
    forget_catalogue()


def test_what_is_kept_is_kept_in_chinese_whoever_says_it(works):
    with override("en"):
        record(works, source="market", on=date(2026, 6, 30), facts={"industry": "C"}, by=None)
    works.refresh_from_db()
    assert works.industry_name == "制造业"


def test_both_languages_cost_the_same_four_queries(django_assert_num_queries):
    forget_catalogue()
    with django_assert_num_queries(4):
        for language in ("en", "zh-hans", "en"):
            with override(language):
                assert catalogue().kinds
