"""Why a message did not arrive, in a sentence that says what to do; what the other side said stays beside it."""

import re

from django.utils.translation import gettext as _

BAD_ADDRESS = "bad address"
PRIVATE = "private address"
UNKNOWN_HOST = "unknown host"
NOT_TAKEN = "not taken"
OWN = frozenset({BAD_ADDRESS, PRIVATE, UNKNOWN_HOST, NOT_TAKEN})

_STATUS = re.compile(r"error\s*[=:]\s*(\d{3})\b")
_UNREACHED = re.compile(r"connection error|timed? ?out|socket exception", re.IGNORECASE)


def cause_of(error: str) -> str:
    """Return the sentence for what a delivery kept as its error."""
    match error:
        case "bad address":
            return _("渠道地址无效，请本人改一改。")
        case "private address":
            return _("地址在内网，系统不往那里发，请本人换一个。")
        case "unknown host":
            return _("找不到这个网址，请本人核对地址。")
    found = _STATUS.search(error)
    status = int(found[1]) if found else 0
    match status:
        case 401 | 403:
            return _("对方拒绝接收（%(status)s），密钥可能已失效。") % {"status": status}
        case 404 | 410:
            return _("对方没有这个地址（%(status)s），机器人可能已删除。") % {"status": status}
        case 429:
            return _("发得太快，对方让等一等（429）。")
    if status >= 500:
        return _("对方的服务出错（%(status)s），过一会儿再发。") % {"status": status}
    if status >= 300:
        return _("对方没有接收（%(status)s）。") % {"status": status}
    if _UNREACHED.search(error):
        return _("连不上对方，可能断网或对方停机。")
    return _("对方没有接收。")


def own_words(error: str) -> str:
    """Return what the other side said, or '' where we have said it ourselves."""
    return "" if error in OWN else error
