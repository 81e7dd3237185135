"""What an administrator looks after: every list, in the order in which a district is set up."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Place:
    """One line of the start page: a list of the back office (`app_model`) or a page of a house (`app:page`)."""

    target: str
    hint: Any
    title: Any = ""  # a list has the name of what it lists

    @property
    def is_page(self) -> bool:
        """Whether it leads out of the back office."""
        return ":" in self.target

    @property
    def url(self) -> str:
        """Where it leads."""
        return reverse(self.target if self.is_page else f"admin:{self.target}_changelist")


GROUPS: tuple[tuple[Any, tuple[Place, ...]], ...] = (
    (
        _("机构和人员"),
        (
            Place("departments_region", _("辖区、上级、编号前缀、统筹机构")),
            Place("departments_department", _("部门、职责、电话、属地")),
            Place("accounts_user", _("登录账号、手机号、停用、取消两步验证")),
            Place("departments_appointment", _("谁在哪里担任什么，从哪天到哪天")),
            Place("departments_standin", _("谁不在时由谁代办")),
        ),
    ),
    (
        _("工作日历"),
        (
            Place("departments_calendar", _("各办公地点每天的工作时段")),
            Place("departments_calendarday", _("放假和调休，每年要补录")),
        ),
    ),
    (
        _("诉求分给谁"),
        (
            Place("appeals_category", _("类别、主办部门、时限类别")),
            Place("appeals_routingrule", _("哪些词分给哪个部门")),
            Place("appeals:routing", _("哪些规则有毛病，试一段话会分给谁"), _("规则体检")),
            Place("appeals_dangerword", _("写到这些词，先请对方打电话")),
        ),
    ),
    (
        _("时限和理由"),
        (
            Place("appeals_terms", _("各辖区的时限、把握、回头看比例")),
            Place("appeals_declinereason", _("公开的不予受理理由，和可以找谁")),
        ),
    ),
    (
        _("企业"),
        (
            Place("enterprises_enterprise", _("统一社会信用代码、规模、核验")),
            Place("enterprises_member", _("谁能代表哪家企业")),
            Place("enterprises_joinrequest", _("谁申请加入，谁作了决定")),
            Place("enterprises_invitation", _("企业邀请了谁")),
            Place("enterprises_factkind", _("企业信息有哪些项，以谁为准，谁能看")),
            Place("enterprises_source", _("谁报来的，几家不一致时先信谁")),
        ),
    ),
    (
        _("联系和服务企业"),
        (
            Place("visits_peaceterms", _("每季度打扰额度")),
            Place("liaison_contactterms", _("多久该联系一次")),
            Place("figures_item", _("请企业报哪些数，谁能供给")),
            Place("figures_terms", _("请哪些企业报，几号到几号")),
            Place("keylists_keyterms", _("重点企业怎么打分，定多少家")),
            Place("risks_riskrule", _("哪些情况提示风险，到什么数")),
        ),
    ),
    (
        _("消息"),
        (
            Place("notices:channels", _("短信、邮件、群机器人有没有接通"), _("外部渠道")),
            Place("notices:dead_letters", _("往外发了几次都没成的"), _("没送到的消息")),
            Place("notices_retention", _("旧消息留多久")),
        ),
    ),
    (
        _("接口和审计"),
        (
            Place("accounts_token", _("哪个系统能调接口，收回令牌")),
            Place("audit:index", _("日志封存、核对、导出根"), _("日志审计")),
        ),
    ),
)


def groups_of(lists: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the groups as Django's pages want them: `lists` are the lists that somebody may see.

    A list that no group names stands in a last one, so that none is out of reach.
    """
    rest, groups = dict(lists), []
    for name, places in GROUPS:
        rows = []
        for place in places:
            if place.is_page:
                rows.append(_page(place))
            elif found := rest.pop(place.target, None):
                rows.append(found | {"hint": place.hint})
        if rows:
            groups.append(_group(name, rows))
    return [*groups, _group(_("其他"), list(rest.values()))] if rest else groups


def _page(place: Place) -> dict[str, Any]:
    name = place.target.replace(":", "-")
    return {
        "name": place.title,
        "object_name": name,
        "admin_url": place.url,
        "add_url": None,
        "view_only": True,
        "hint": place.hint,
    }


def _group(name: Any, rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "name": name,
        "app_label": rows[0]["object_name"].lower(),
        "app_url": reverse("admin:index"),
        "has_module_perms": True,
        "models": rows,
    }
