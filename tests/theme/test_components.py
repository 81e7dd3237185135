"""Components: complete with little, and safe with whatever people type."""

import re
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.template import Context, Engine
from django.template.loader import get_template
from django.test import RequestFactory
from django_cotton.compiler_regex import CottonCompiler

HERE = Path(__file__).resolve().parents[2] / "liandong/theme/templates/cotton"
EVIL = "<img src=x onerror=alert(1)>\"'"


class Missing(str):
    """Fails the test where a template names something that is not there."""

    __slots__ = ()

    def __contains__(self, part: object) -> bool:
        return True

    def __mod__(self, name: Any) -> str:
        raise AssertionError(f"undefined in a template: {name}")


@pytest.fixture(autouse=True)
def _strict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Engine.get_default(), "string_if_invalid", Missing("%s"))


def show(markup: str, **values: Any) -> str:
    return (
        Engine.get_default().from_string(CottonCompiler().process(markup)).render(Context(values))
    )


LEAST = {
    "act": '<c-act icon="x" label="办" />',
    "case_card": '<c-case-card href="/" title="事" />',
    "choice": '<c-choice name="a" legend="选" />',
    "confirm": '<c-confirm id="a" title="办吗" />',
    "desk_item": '<c-desk-item href="/" title="事" />',
    "empty": '<c-empty title="还没有" />',
    "icon": '<c-icon name="x" />',
    "menu": '<c-menu label="其他" />',
    "person_chip": '<c-person-chip name="供电公司" />',
    "policy_card": '<c-policy-card title="补助" />',
    "rail_item": '<c-rail-item href="/" icon="x" label="这里" />',
    "rating": '<c-rating name="a" label="速度" />',
    "switch": '<c-switch name="a" label="匿名" />',
    "upload": '<c-upload label="照片" />',
    "chart": '<c-chart title="图" />',
}


@pytest.mark.parametrize("path", sorted(HERE.glob("*.html")), ids=lambda p: p.stem)
def test_each_stands_with_what_it_must_have_and_says_what_it_takes(path: Path) -> None:
    name = path.stem.replace("_", "-")
    assert show(LEAST.get(path.stem, f"<c-{name} />")).strip().startswith(("<", "")), path
    source = path.read_text(encoding="utf-8")
    assert source.startswith("{% comment %}"), "the first line says what it takes"
    told = source.split("{% endcomment %}")[0]
    declared = re.search(r"<c-vars ([^>]*)/>", source)
    taken = (
        re.findall(r":?([a-z_]+)(?==|\s|$)", re.sub(r'"[^"]*"', '""', declared[1]))
        if declared
        else []
    )
    assert [word for word in taken if not re.search(rf"\b{word}\b", told)] == []


@pytest.mark.parametrize(
    "markup",
    [
        '<c-case-card href="/" :title="evil" :text="evil" :meta="evil" :due="evil" lamp="red" :word="evil" />',
        '<c-case-card href="/" title="{{ evil }}" text="{{ evil }}" />',
        '<c-timeline-item :title="evil" :who="evil" :when="evil" :note="evil" :said="evil" />',
        '<c-desk-item href="/" :title="evil" :who="evil" :due="evil" :next="evil" :key="evil" />',
        '<c-person-chip :name="evil" :note="evil" :tel="evil" />',
        '<c-policy-card :title="evil" :amount="evil" :who="evil" :how="evil" :ask="evil" />',
        '<c-steps :items="items" />',
        '<c-condition-list :items="items" />',
        '<c-filter-bar :items="items" />',
        '<c-choice name="a" :legend="evil" :items="items" :value="evil" />',
        '<c-data-table :columns="items" :rows="rows" :caption="evil" />',
        '<c-field :label="evil" for="a" :help="evil" :error="evil" />',
        '<c-confirm id="a" :title="evil" :text="evil" :yes="evil" />',
        '<c-act icon="x" :label="evil" :why="evil" />',
        '<c-menu :label="evil" icon="x" />',
        '<c-empty :title="evil" :text="evil" />',
        "<c-toast>{{ evil }}</c-toast>",
        '<c-button data-a="{{ evil }}" :off="evil">{{ evil }}</c-button>',
        '<c-lamp :word="evil" />',
    ],
)
def test_what_people_type_stays_text(markup: str) -> None:
    words = ("word", "words", "note", "fact", "source", "date", "value", "url", "count")
    items = [{**dict.fromkeys(words, EVIL), "state": "yes"}]
    shown = show(markup, evil=EVIL, items=items, rows=[[EVIL]])
    assert "onerror" in shown
    assert "<img" not in shown
    assert not re.search(r'="[^"]*<[^"]*onerror[^"&]*"\s', shown)


class Form(forms.Form):
    text = forms.CharField(label="难处", help_text="直接说", widget=forms.Textarea)
    agree = forms.BooleanField(label="同意")


def test_a_field_keeps_what_was_typed_and_ties_its_remarks() -> None:
    form = Form({"text": "", "agree": ""})
    form.is_valid()
    shown = show('<c-field :field="form.text" /><c-field :field="form.agree" />', form=form)
    assert 'aria-invalid="true"' in shown
    assert 'aria-describedby="id_text_helptext id_text_error"' in shown
    assert 'id="id_text_error"' in shown
    assert '<label class="ld-check">' in shown
    kept = show('<c-field :field="form.text" mode="tel" />', form=Form({"text": EVIL}))
    assert "&lt;img" in kept
    assert 'inputmode="tel"' in kept


def test_a_lamp_in_a_dense_list_is_still_read_out() -> None:
    assert show('<c-lamp colour="red" variant="small" />').strip() == (
        '<span class="ld-lamp ld-lamp--red ld-lamp--small"><svg class="" aria-hidden="true">'
        '<use href="/static/vendor/icons.svg#lamp-red"/></svg><span class="vh">已超期</span></span>'
    )


def test_an_act_that_cannot_be_done_stays_and_says_why() -> None:
    shown = show('<c-act icon="x" label="办结" off="yes" why="还差区住建局回报" />')
    assert shown.startswith('<div class="ld-act" aria-disabled="true"')
    assert "还差区住建局回报" in shown


def test_a_rating_starts_empty_and_is_kept_after_a_mistake() -> None:
    assert "checked" not in show('<c-rating name="speed" label="速度" />')
    assert show('<c-rating name="speed" label="速度" :value="4" />').count("checked") == 1


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "413", "429", "500"])
def test_a_page_of_refusal_needs_no_request(name: str) -> None:
    for request in (None, RequestFactory().get("/")):
        shown = get_template(f"{name}.html").render({}, request)
        assert "写过的内容还在" in shown or name in {"403", "404"}
        assert 'lang="zh-CN"' in shown
