"""Every word on screen is Chinese in the source, goes through gettext, and has its English."""

import ast
import gettext
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.template.base import Lexer, TokenType
from django.test import Client
from django.utils import translation
from django.utils.translation import trans_real
from django.utils.translation.template import templatize

from config.messages import compile_all, parse
from liandong.appeals import actions
from liandong.appeals.enums import Act
from liandong.appeals.forms import FORMS
from liandong.appeals.models import Appeal
from liandong.appeals.rules.moves import acts_for

PO = Path("liandong/locale/en/LC_MESSAGES/django.po")
# Calls whose literal arguments are translated: how many come before the words, how many words.
CALLS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), (0, 1)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (0, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), (1, 1)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), (1, 2)),
}
BOTH = {"note", "Trouble"}  # say a thing in both languages, on a terminal
# Ideographs, and punctuation that looks wrong between English words.
CHINESE = re.compile(r"[一-鿿、。「」『』！（），：；？]")
IDEOGRAPHS = re.compile(r"[一-鿿]+")
KEPT = re.compile(r"%\(\w+\)0?\d*[sd]|%%|\{\w*\}|\||</?\w[^>]*>")  # what a translation keeps
LITERAL = r"""(?:[ub]?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))"""
CALL = re.compile(rf"\b({'|'.join(CALLS)})\(\s*({LITERAL}(?:\s*,\s*{LITERAL})*)", re.DOTALL)
WRAPPED = re.compile(rf"_\({LITERAL}\)")

# Chinese that is not for the screen: in whole files or folders, and word by word.
ALLOWED = {
    "config/command.py": "a terminal: both languages side by side",
    "config/supervisor.py": "a terminal: both languages side by side",
    "config/matching.py": "a terminal: both languages side by side",
    "liandong/demo/": "sample data",
    "liandong/language/": "what enterprises write, and what to make of it",
    "liandong/kit/text.py": "where sentences of enterprises end",
    "liandong/enterprises/rules/headings.py": "how offices head the columns of their tables",
    "liandong/enterprises/rules/values.py": "how people write figures, units and dates",
    "liandong/kit/codes.py": "how people write an extension of a telephone",
}
ALLOWED_WORDS = {
    "config/api.py": {"企服联动": "the name of the product"},
    "config/settings.py": {
        "简体中文": "the name of a language in itself",
        "西工区 示例": "the name of a place",
    },
    "liandong/appeals/rules/story.py": {"（代办）": "written into the journal of a Chinese district"},
    "liandong/appeals/forms.py": dict.fromkeys(
        ("电话", "上门", "视频", "信息"), "values of the API and the journal; their labels are wrapped"
    ),
    "liandong/appeals/queries/facts.py": {"。": "the full stop of a sentence that goes on"},
    "liandong/appeals/pages/coordinator.py": {"。": "the full stop that people write themselves"},
    "liandong/appeals/pages/words.py": {
        "，|, |（| \\(": "cuts a headline in either language",
    },
    "liandong/departments/forms.py": {"：": "what people type instead of :"},
    "liandong/enterprises/templates/enterprises/me.html": {
        "简体中文": "the name of a language in itself"
    },
    "liandong/enterprises/queries/search.py": {"一": "the first of the ideographs"},
    "liandong/notices/rules/sentences.py": {"，、；： ": "what is not left before an ellipsis"},
}  # fmt: skip


def files(*endings: str) -> list[Path]:
    """Return the product's own sources."""
    return sorted(
        path
        for top in ("liandong", "config")
        for path in Path(top).rglob("*")
        if path.suffix in endings and not {"migrations", "static", "locale"} & set(path.parts)
    )


def key_of(call: str, words: list[str]) -> str:
    """Return the key that gettext looks for: its context, EOT, its words joined by NUL."""
    before, count = CALLS[call]
    said = "\x00".join(words[before : before + count])
    return f"{words[0]}\x04{said}" if before else said


def called(node: ast.AST) -> str:
    """Return the name of the function that a call calls."""
    return (
        getattr(node.func, "id", getattr(node.func, "attr", ""))
        if isinstance(node, ast.Call)
        else ""
    )


@cache
def messages() -> dict[str, str]:
    """Return every message of the sources, with the first file that has it."""
    found: dict[str, str] = {}
    for path in files(".py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (call := called(node)) in CALLS:
                words = [getattr(argument, "value", None) for argument in node.args]
                if len(words) >= sum(CALLS[call]) and all(isinstance(w, str) for w in words[:2]):
                    found.setdefault(key_of(call, words), str(path))
    for path in files(".html", ".txt"):
        source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        for call, literals in CALL.findall(source):
            words = [ast.literal_eval(text) for text in re.findall(LITERAL, literals, re.DOTALL)]
            found.setdefault(key_of(call, words), str(path))
    return found


def english() -> dict[str, str]:
    return {key: words for key, words in parse(PO.read_text(encoding="utf-8")).items() if key}


def test_every_word_has_its_english():
    known = english()
    assert [f"{path}: {key}" for key, path in messages().items() if key not in known] == []


def test_no_english_is_left_over():
    assert [key for key in english() if key not in messages()] == []


def test_english_is_english():
    assert {k: words for k, words in english().items() if CHINESE.search(words)} == {}


def test_a_translation_keeps_what_is_filled_in():
    wrong = {
        key: words
        for key, words in english().items()
        for said in words.split("\x00")
        if Counter(KEPT.findall(said)) != Counter(KEPT.findall(key.split("\x00")[0]))
    }
    assert wrong == {}


def bare_in_python(path: Path) -> Iterator[tuple[int, str]]:
    """Return Chinese literals that no call translates; docstrings are for the reader of the code."""

    def look(node: ast.AST) -> Iterator[tuple[int, str]]:
        if called(node) in {*CALLS, *BOTH}:
            return
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Constant):
                if not isinstance(node, ast.Expr) and isinstance(child.value, str):
                    yield child.lineno, child.value
            else:
                yield from look(child)

    return look(ast.parse(path.read_text(encoding="utf-8")))


def bare_in_template(path: Path) -> Iterator[tuple[int, str]]:
    """Return what stands in a template outside comments and translations."""
    until = ""
    for token in Lexer(path.read_text(encoding="utf-8")).tokenize():
        word = (token.contents.split() or [""])[0] if token.token_type == TokenType.BLOCK else ""
        if until or token.token_type == TokenType.COMMENT:
            until = "" if word == until else until
        elif token.token_type == TokenType.TEXT:
            yield from ((token.lineno, text) for text in re.split(r"[\n<>\"]", token.contents))
        elif word not in {"trans", "translate"}:
            yield token.lineno, WRAPPED.sub("", token.contents)
            if word in {"comment", "blocktrans", "blocktranslate"}:
                until = f"end{word}"


def test_no_chinese_goes_round_gettext():
    bare, used = [], set()
    for path in files(".py", ".html", ".txt"):
        name = path.as_posix()
        if any(name.startswith(place) for place in ALLOWED):
            continue
        words = ALLOWED_WORDS.get(name, {})
        for line, text in (bare_in_python if path.suffix == ".py" else bare_in_template)(path):
            if text in words:
                used.add((name, text))
            elif CHINESE.search(text):
                bare.append(f"{name}:{line}: {text}")
    assert bare == []
    assert {(name, word) for name, words in ALLOWED_WORDS.items() for word in words} == used


def test_scripts_take_their_words_from_the_page():
    spoken = [
        f"{path}: {line}"
        for path in Path("liandong").rglob("static/*/*.js")
        for line in path.read_text(encoding="utf-8").splitlines()
        if CHINESE.search(line.partition("//")[0])
    ]
    assert spoken == []


@pytest.fixture(scope="module")
def _words():
    """English as it is in the source now, whatever was compiled and read before."""
    compile_all()
    gettext._translations.clear()
    trans_real._translations.clear()


def data() -> set[str]:
    """Return the words that people have written or that the district has loaded: they stay Chinese."""
    said: list[str] = ["简体中文"]
    for model in apps.get_models():
        if model.__module__.startswith("liandong."):
            fields = [field.name for field in model._meta.fields if not field.is_relation]
            said += [str(value) for row in model.objects.values_list(*fields) for value in row]
    return set(IDEOGRAPHS.findall("\n".join(said)))


def chinese_in(page: str) -> set[str]:
    """Return the Chinese of a page that is nobody's data."""
    return set(IDEOGRAPHS.findall(page)) - data()


def reader(user=None) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


TEXT = "我公司厂区变压器容量不够，新上的两条生产线没法通电，想申请用电增容"
SIGNED_OUT = ["accounts/login/", "accounts/signup/", "accounts/login/code/", "offline/", "gallery/"]
ENTERPRISE = [
    "", "appeals/", "appeals/?q=zz", "appeals/new/", "appeals/{ref}/", "appeals/{ref}/clock/",
    "notices/settings/", "me/", "me/tokens/", "me/enterprise/", "me/enterprise/{uscc}/members/", "enterprise/",
    "me/enterprise/?q=zz", "me/enterprise/check/?uscc={uscc}", "me/enterprise/{uscc}/claim/",
    "me/enterprise/{uscc}/leave/",
    "enterprise/revenue/", "enterprise/scale/",
    "accounts/password/change/", "accounts/phone/change/", "accounts/2fa/", "nowhere/",
]  # fmt: skip
OFFICER = [
    "desk/",
    "desk/assist/",
    "desk/closed/",
    "desk/promises/",
    "me/stand-in/",
    "notices/",
    "me/",
]
COORDINATOR = [
    "desk/today/", "desk/all/", "desk/red/", "desk/rating/", "desk/routing/", "desk/promises/",
    "desk/enterprises/waiting/", "desk/routing/?text=x", "desk/enterprises/", "desk/enterprises/?q=zz",
    "desk/enterprises/import/",
    "desk/enterprises/{uscc}/", "desk/enterprises/{uscc}/facts/revenue/",
]  # fmt: skip


def check(client: Client, address: str) -> None:
    answer = client.get(f"/{address}", follow=True)
    assert answer.status_code in {200, 404}, f"{address}: {answer.status_code}"
    assert 'lang="en"' in answer.text, address
    assert chinese_in(answer.text) == set(), address


@pytest.mark.usefixtures("_words")
@pytest.mark.parametrize("address", SIGNED_OUT)
def test_pages_before_signing_in_speak_english(db, address):
    check(reader(), address)


@pytest.mark.usefixtures("_words", "tuesday")
def test_pages_of_all_speak_english(enterprise, works, officer, coordinator, auditor, clerk):
    appeal = actions.file_appeal(works, text=TEXT, by=enterprise)
    clients = {user.username: reader(user) for user in (enterprise, officer, coordinator)}
    for act, fields, by in [
        (Act.ACCEPT, {}, officer),
        (Act.CONTACT, {"how": "电话", "text": "已约好时间。"}, officer),
        (Act.NOTE, {"text": "已派人现场勘测。"}, officer),
        (Act.ASK, {"text": "要增容到多少千伏安？"}, officer),
        (Act.ANSWER, {"text": "到 800 千伏安。"}, enterprise),
        (Act.SUPERVISE, {"text": "请抓紧。"}, coordinator),
        (Act.RESOLVE, {"outcome": "solved", "answer": "已增容到 800 千伏安。"}, officer),
        (Act.CONFIRM, {"verdict": "partly", "speed": 4, "attitude": 5, "result": 4}, enterprise),
    ]:
        check(clients["enterprise"], f"appeals/{appeal.reference}/")
        check(clients["officer"], f"desk/appeals/{appeal.reference}/")
        check(clients["coordinator"], f"desk/appeals/{appeal.reference}/")
        check(clients["coordinator"], "desk/today/")
        actions.perform(act, Appeal.objects.get(pk=appeal.pk), **fields, by=by)
    for user, addresses in [
        (enterprise, ENTERPRISE), (officer, OFFICER), (coordinator, COORDINATOR),
        (auditor, ["journal/", "desk/"]), (clerk, ["hotline/", "desk/"]),
    ]:  # fmt: skip
        client = reader(user)
        for address in addresses:
            check(client, address.format(ref=appeal.reference, uscc=works.uscc))


@pytest.mark.usefixtures("_words", "tuesday")
def test_forms_and_refusals_speak_english(enterprise, works, officer, coordinator):
    appeal = actions.file_appeal(works, text=TEXT, by=enterprise)
    path = f"/appeals/{appeal.reference}"
    for user, hat in ((enterprise, "enterprise"), (officer, "lead"), (coordinator, "coordinator")):
        client = reader(user)
        for act in acts_for(appeal.state, [hat]):
            if FORMS[act].base_fields:
                check(client, f"appeals/{appeal.reference}/{act.value}/")
                wrong = client.post(f"{path}/{act.value}/", {})
                assert chinese_in(wrong.text) == set(), act
    refused = reader(officer).post(f"{path}/resolve/", {}, follow=True)
    assert "is not possible" in refused.text
    assert chinese_in(refused.text) == set()


@pytest.mark.usefixtures("_words")
def test_english_is_read_from_what_is_compiled():
    with translation.override("en"):
        assert translation.gettext("签收") == "Accept"
    with translation.override("zh-hans"):
        assert translation.gettext("签收") == "签收"
