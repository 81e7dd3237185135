"""Names that stand in tables are English where the page is English, and Chinese where there is no other."""

from datetime import date

import pytest
from django.utils.translation import override

from liandong.departments.models import Department
from liandong.enterprises.actions import record
from liandong.enterprises.actions.recording import source_code
from liandong.enterprises.models import FactKind, Industry, Source, catalogue, forget_catalogue
from liandong.enterprises.rules.showing import industry_path, labelled, scale_reasons, shown, titled
from liandong.enterprises.rules.values import parse

pytestmark = pytest.mark.django_db


def test_all_that_comes_with_the_product_has_an_english_name():
    assert not FactKind.objects.filter(name_en="").exists()
    assert not FactKind.objects.exclude(unit="").exclude(unit="%").filter(unit_en="").exists()
    assert not Source.objects.filter(name_en="", is_listed=True).exists()
    assert not FactKind.objects.filter(group_en="").exists()
    assert all(len(c) == 3 for k in FactKind.objects.all() for c in k.choices)
    assert not Industry.objects.filter(code__regex="^[A-Z]([0-9]{2})?$", name_en="").exists()
    assert not Department.objects.filter(is_sample=True, short_en="").exists()


def test_the_language_that_is_spoken_chooses(works):
    power = Department.objects.get(code="ly-power")
    for language, said in (
        ("zh-hans", ("营业收入", "50 万元", "税务", "制造业", "供电公司")),
        ("en", ("Revenue", "500,000 yuan", "Tax", "Manufacturing", "Power Company")),
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


def test_groups_and_choices_are_said_in_english_and_read_in_both():
    with override("en"):
        known = catalogue()
        kind = known.kinds["status"]
        assert kind.group == "Registration"
        assert shown(kind, "open", known) == "Open"
        for word in ("open", "Open", "存续"):
            assert parse(kind, word, known, date(2026, 11, 24)) == "open"
    assert catalogue().kinds["status"].group == "登记"


def test_a_choice_and_a_group_without_english_stay_chinese():
    FactKind.objects.filter(code="status").update(choices=[["open", "存续"]], group_en="")
    forget_catalogue()
    with override("en"):
        known = catalogue()
        assert shown(known.kinds["status"], "open", known) == "存续"
        assert known.kinds["status"].group == "登记"
    forget_catalogue()


def test_an_industry_below_the_divisions_is_called_by_its_division():
    with override("en"):
        assert industry_path("C3411", catalogue()) == ["Manufacturing", "General machinery"]
        known, day = catalogue(), date(2026, 11, 24)
        assert parse(known.kinds["industry"], "General machinery", known, day) == "C34"
    assert industry_path("C34", catalogue()) == ["制造业", "通用设备制造业"]


def test_the_scale_is_explained_in_english():
    with override("en"):
        facts = {"industry": "C3411", "employees": 442, "revenue": 5_400_000}
        row, (people, revenue) = scale_reasons(facts, catalogue())
        assert row == "Industry"
        assert people[1:] == (
            "442 people",
            "small from 20, medium from 300, large from 1,000 people",
            "Medium",
        )
        assert revenue[1:] == (
            "5.4 million yuan",
            "small from 3 million, medium from 20 million, large from 400 million yuan",
            "Small",
        )  # fmt: skip


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
    assert works.industry_name == works.industry_label == "制造业"
    with override("en"):
        assert works.industry_label == "Manufacturing"


def test_a_field_names_its_unit_in_english_and_a_table_its_own():
    with override("en"):
        kind = catalogue().kinds["revenue"]
        assert labelled(kind) == "Revenue (10k yuan)"
        assert titled(kind) == "Revenue (万元)"
    assert labelled(catalogue().kinds["revenue"]) == "营业收入（万元）"


def test_both_languages_cost_the_same_four_queries(django_assert_num_queries):
    forget_catalogue()
    with django_assert_num_queries(4):
        for language in ("en", "zh-hans", "en"):
            with override(language):
                assert catalogue().kinds
