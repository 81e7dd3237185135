"""What figures add to pages below: what waits for an enterprise, a way on from 我的, doors of the desk."""

from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.departments.queries import Standing
from liandong.enterprises.models import Enterprise
from liandong.enterprises.queries import Door, Row, Waits
from liandong.figures.enums import Set
from liandong.figures.models import Ask
from liandong.figures.queries.asks import empty_of, waiting_for
from liandong.figures.queries.reach import reads_figures, supplies
from liandong.figures.rules.words import title_of
from liandong.kit.working_time import SHANGHAI


def waits(user: User, enterprise: Enterprise, now: datetime) -> list[Waits]:
    """Return what an enterprise has still to report."""
    today = now.astimezone(SHANGHAI).date()
    return [_wait(ask) for ask in waiting_for(user, enterprise, today)]


def _wait(ask: Ask) -> Waits:
    day = {"day": date_format(ask.closes_on, _("n月j日"))}
    said = _("%(day)s前提交，能替您填的都填好了")
    if ask.set == Set.NEED:
        said = _("%(day)s前填一下，电、水、气、地、人、钱")
    elif empty := empty_of(ask):
        day["n"] = str(empty)
        said = _("%(day)s前提交，还有 %(n)s 项要您填")
    return Waits(
        title=title_of(ask.set, ask.period),
        text=said % day,
        act=_("去填") if ask.set == Set.NEED else _("核对提交"),
        href=reverse("figures:form", args=[ask.reference]),
        since=ask.asked_at,
    )


def row(user: User, standing: Standing, enterprise: Enterprise | None) -> Row | None:
    """Return the way to one's own figures."""
    if enterprise is None:
        return None
    return Row("chart-no-axes-column", _("报数和走势"), "figures:own")


def figures_door(user: User, standing: Standing, now: datetime) -> Door | None:
    """Return the way to who has reported, for whoever coordinates, leads or audits; no query."""
    if not reads_figures(standing):
        return None
    return Door("figures:desk", "chart-no-axes-column", _("企业报数"), order=55)


def needs_door(user: User, standing: Standing, now: datetime) -> Door | None:
    """Return the way to needs and supply, for the same and for the departments that supply; no query."""
    if not reads_figures(standing) and not supplies(standing):
        return None
    return Door("figures:needs", "droplets", _("要素保障"), order=56)
