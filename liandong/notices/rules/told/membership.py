"""Whom entries about who may act for an enterprise are told to."""

from django.utils.translation import gettext_lazy as _

from liandong.notices.enums import Audience as A  # noqa: N817 (once in each line of the table)
from liandong.notices.rules.lines import Telling, has

WAITING, MEMBERS, FIND = "enterprises:waiting", "enterprises:members", "enterprises:find"

TABLE: dict[str, tuple[Telling, ...]] = {
    "claim.asked": (
        Telling(
            A.COORDINATORS,
            _("%(name)s要认领%(enterprise)s，证明已上传，请您核对。"),
            page=WAITING,
            arg="",
        ),
    ),
    "claim.by_code": (
        Telling(
            A.COORDINATORS,
            _("%(name)s用验证码认领了%(enterprise)s，现在由其管理。"),
            page="enterprises:file",
            arg="uscc",
        ),
    ),
    "claim.agreed": (
        Telling(
            A.PERSON,
            _("%(enterprise)s认领成功，现在可以替它提诉求。"),
            page=MEMBERS,
            arg="uscc",
        ),
    ),
    "claim.refused": (
        Telling(A.PERSON, _("%(enterprise)s没有认领成功：%(reason)s"), page=FIND, arg=""),
    ),
    "dispute.raised": (
        Telling(
            A.COORDINATORS,
            _("%(name)s对%(enterprise)s由谁管理有异议，请听听双方再定。"),
            urgent=True,
            page=WAITING,
            arg="",
        ),
        Telling(
            A.ADMINISTRATORS,
            _("有人对%(enterprise)s由谁管理提出异议，协调员会联系双方。"),
            hat="managing",
            page=MEMBERS,
            arg="uscc",
        ),
    ),
    "dispute.decided": (
        Telling(
            A.PERSON,
            _("您现在和原来的管理员一起管理%(enterprise)s：%(reason)s"),
            when=has(outcome="add"),
            page=MEMBERS,
            arg="uscc",
        ),
        Telling(
            A.PERSON,
            _("%(enterprise)s现在由您管理：%(reason)s"),
            when=has(outcome="replace"),
            page=MEMBERS,
            arg="uscc",
        ),
        Telling(
            A.PERSON,
            _("%(enterprise)s的管理员不变：%(reason)s"),
            when=has(outcome="refuse"),
            page=FIND,
            arg="",
        ),
        Telling(
            A.PEOPLE,
            _("协调员请另一位和您一起管理%(enterprise)s：%(reason)s"),
            when=has(outcome="add"),
            hat="managing",
            page=MEMBERS,
            arg="uscc",
        ),
        Telling(
            A.PEOPLE,
            _("对%(enterprise)s的异议没有成立，仍由您管理：%(reason)s"),
            when=has(outcome="refuse"),
            hat="managing",
            page=MEMBERS,
            arg="uscc",
        ),
    ),
    "member.demoted": (
        Telling(
            A.PEOPLE,
            _("您不再是%(enterprise)s的管理员：%(reason)s"),
            urgent=True,
            page=MEMBERS,
            arg="uscc",
        ),
    ),
    "member.left": (
        Telling(A.ADMINISTRATORS, _("%(name)s离开了%(enterprise)s。"), page=MEMBERS, arg="uscc"),
    ),
}
