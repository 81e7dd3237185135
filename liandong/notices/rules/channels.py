"""Outside channels: what a person may enter for each, and the Apprise address that it becomes."""

import re
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import SplitResult, parse_qsl, quote, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from liandong.kit.codes import is_phone, normal_phone
from liandong.kit.refusals import Refused
from liandong.notices.enums import ChannelKind

_TOKEN = re.compile(r"[A-Za-z0-9_-]{8,128}")
# Hosts are fixed: a robot's address leads to that robot's service and to nowhere else.
_INSIDE = (".localhost", ".local", ".internal", ".lan", ".home.arpa")
_ROBOTS = {
    ChannelKind.WECOM: ("qyapi.weixin.qq.com", "key"),
    ChannelKind.DINGTALK: ("oapi.dingtalk.com", "access_token"),
    ChannelKind.FEISHU: ("open.feishu.cn", ""),
}


def normal_address(kind: ChannelKind, typed: str, *, private: bool = False) -> str:
    """Return what is kept of an address as typed or pasted; refuses what cannot be one.

    A webhook leads to a public address, unless `private` ones are allowed.
    """
    typed = typed.strip()
    match kind:
        case ChannelKind.SMS:
            if not is_phone(typed):
                raise _no(_("请输入 11 位手机号，例如 13800000000。"))
            return normal_phone(typed)
        case ChannelKind.MAIL:
            try:
                validate_email(typed)
            except ValidationError:
                raise _no(_("请输入邮箱，例如 name@example.com。")) from None
            return typed
        case ChannelKind.WEBHOOK:
            parts = _split(typed)
            if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
                raise _no(_("请输入以 https:// 或 http:// 开头的地址，不带用户名和密码。"))
            if not private and is_inside(parts.hostname):
                raise _no(_("这是本机或内网的地址，系统不往那里发，请填公网地址。"))
            return typed
        case _:
            return _robot(kind, typed)


def apprise_url(kind: ChannelKind, address: str) -> str:
    """Return the Apprise address of a robot or a webhook; SMS and mail go by the system's own gateway.

    A webhook is not followed elsewhere: its host was looked at, another's was not.
    """
    if kind == ChannelKind.WEBHOOK:
        parts = _split(address)
        query = "".join(
            f"&-{quote(name, safe='')}={quote(value, safe='')}"
            for name, value in parse_qsl(parts.query, keep_blank_values=True)
        )
        schema = "jsons" if parts.scheme == "https" else "json"
        return f"{schema}://{parts.netloc}{parts.path or '/'}?redirect=no{query}"
    token, _bar, secret = address.partition(" ")
    match kind:
        case ChannelKind.WECOM:
            return f"wecombot://{token}/"
        case ChannelKind.DINGTALK:
            return f"dingtalk://{secret}@{token}/" if secret else f"dingtalk://{token}/"
        case ChannelKind.FEISHU:
            return f"feishu://{token}/"
    raise ValueError(kind)


def is_inside(host: str) -> bool:
    """Return whether a host as written is this machine or inside a network; a name may still turn out to be."""
    host = host.rstrip(".")
    try:
        return not is_public(ip_address(host))
    except ValueError:
        pass
    try:  # 127.1, 0x7f000001 and the like, which resolvers take for addresses
        return not is_public(ip_address(socket.inet_aton(host)))
    except OSError:
        return "." not in host or host.endswith(_INSIDE)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Return whether an address is one machine that all the world can reach."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    address = mapped or address
    return address.is_global and not address.is_multicast


def masked(kind: ChannelKind, address: str) -> str:
    """Return an address so that its owner knows it and a bystander cannot use it."""
    if kind == ChannelKind.WEBHOOK:
        parts = _split(address)
        return f"{parts.scheme}://{parts.netloc}/…"
    if kind == ChannelKind.MAIL:
        name, _at, host = address.partition("@")
        return f"{name[:2]}…@{host}"
    return f"{address[:3]}****{address[-4:]}"


def _robot(kind: ChannelKind, typed: str) -> str:
    """Take the token (and DingTalk's secret) out of a robot's address, or take the token itself."""
    host, key = _ROBOTS[kind]
    token, secret = typed, ""
    if "/" in typed:
        parts = _split(typed)
        if parts.hostname != host:
            raise _no(_("请粘贴机器人的地址，它以 https://%(host)s/ 开头。") % {"host": host})
        fields = dict(parse_qsl(parts.query))
        token = fields.get(key, "") if key else parts.path.rstrip("/").rpartition("/")[2]
        secret = fields.get("secret", "")
    elif kind == ChannelKind.DINGTALK:
        token, _gap, secret = typed.partition(" ")
    if not _TOKEN.fullmatch(token) or (secret and not _TOKEN.fullmatch(secret)):
        raise _no(_("这不像%(kind)s机器人的地址，请从群设置里完整复制。") % {"kind": kind.label})
    return f"{token} {secret}".strip()


def _split(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        _port = parts.port
    except ValueError:
        raise _no(_("地址写得不对，请完整复制再试。")) from None
    return parts


def _no(message: str) -> Refused:
    return Refused("channel.bad_address", message)
