"""Translations are compiled as gettext's own program would."""

import gettext
import io
from pathlib import Path

from config.messages import compile_all, compiled, parse

SOURCE = r"""# a comment
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

#: somewhere.py:1
msgid "诉求"
msgstr "appeal"
msgid "两行"
"合一"
msgstr ""
"two lines "
"in one\n"

#, fuzzy
msgid "猜的"
msgstr "guessed"

#, python-format
msgid "%(n)s 件"
msgid_plural "%(n)s 件"
msgstr[0] "%(n)s \"case\""
msgstr[1] "%(n)s \"cases\""

msgctxt "动词"
msgid "办"
msgstr "handle"

msgid "没译"
msgstr ""
"""


def test_what_gettext_reads() -> None:
    words = gettext.GNUTranslations(io.BytesIO(compiled(parse(SOURCE))))
    assert words.gettext("诉求") == "appeal"
    assert words.gettext("两行合一") == "two lines in one\n"
    assert words.gettext("猜的") == "猜的"
    assert words.gettext("没译") == "没译"
    assert words.ngettext("%(n)s 件", "%(n)s 件", 1) == '%(n)s "case"'
    assert words.ngettext("%(n)s 件", "%(n)s 件", 2) == '%(n)s "cases"'
    assert words.pgettext("动词", "办") == "handle"


def test_only_what_changed_is_compiled(tmp_path: Path) -> None:
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(SOURCE, encoding="utf-8")
    assert (compile_all(tmp_path), compile_all(tmp_path)) == (1, 0)
    assert gettext.translation("django", tmp_path, ["en"]).gettext("诉求") == "appeal"
