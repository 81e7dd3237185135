"""Whom entries about risk signals are told to: never what was found, nor of whom; that is read after signing in."""

from django.utils.translation import gettext_lazy as _

from liandong.notices.enums import Audience as A  # noqa: N817 (once in each line of the table)
from liandong.notices.rules.lines import Telling, has

_LOOK = _("有一条风险提示，请登录查看。")

TABLE: dict[str, tuple[Telling, ...]] = {
    "signal.found": (
        Telling(A.PEOPLE, _LOOK, page="risks:signal"),
        Telling(A.COORDINATORS, _LOOK, when=has(people=[]), page="risks:signal"),
    ),
    "signal.waits": (
        Telling(A.COORDINATORS, _("有一条风险提示两周没人看，请登录查看。"), page="risks:signal"),
    ),
}
