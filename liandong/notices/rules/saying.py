"""What a notice says to its reader: the sentence it was told by, in the language in which it is read."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liandong.appeals.enums import Limit
from liandong.notices.rules.sentences import day_words, moment_words, sentence
from liandong.notices.rules.telling import TOLD

MOMENTS = frozenset({"accept_by", "due", "until", "burns"})
DAYS = frozenset({"look_on", "first_step", "starts_on", "ends_on", "on", "by_day"})

LIMIT_WORDS: dict[str, str | Promise] = {
    Limit.DISPATCH: gettext_lazy("分派"),
    Limit.ACCEPT: gettext_lazy("签收"),
    Limit.CONTACT: gettext_lazy("联系企业"),
    Limit.RESOLVE: gettext_lazy("办结"),
    Limit.STEP: gettext_lazy("做完承诺的这一步"),
}


def said(verb: str, hat: str, facts: Mapping[str, Any], *, titled: bool = True) -> str:
    """Return the sentence that somebody was told in this hat; without the title where that stands above it.

    What was told before sentences were kept by name has its words among its facts.
    """
    telling = TOLD.get((verb, hat))
    if telling is None:
        return str(facts.get("text", ""))
    pattern = str(telling.says)
    if not titled:
        title, this = _("「%(title)s」"), _("这件诉求")
        first = this[:1].upper() + this[1:] if pattern.startswith(title) else this
        pattern = pattern.replace(title, first, 1).replace(title, this)
    return sentence(pattern, {name: _word(name, facts.get(name)) for name in telling.names})


def _word(name: str, fact: Any) -> str:
    """Return a fact as one reads it; '' where nothing is known."""
    if name in MOMENTS:
        return moment_words(fact)
    if name in DAYS:
        return day_words(fact)
    match name:
        case "limit":
            return str(LIMIT_WORDS.get(fact, ""))
        case "office":
            return fact or _("协调员")
        case "enterprise":
            return fact or _("一家企业（匿名）")
    return str(fact or "")
