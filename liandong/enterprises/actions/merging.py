"""Two enterprises that turn out to be one: what was said of both, their people and their matters come together."""

from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.enterprises.actions.sheets import fold
from liandong.enterprises.enums import MemberRole
from liandong.enterprises.models import (
    Apart,
    Enterprise,
    Invitation,
    JoinRequest,
    Member,
    Report,
    SearchName,
)
from liandong.enterprises.queries import coordinates, moved_by_all
from liandong.journal.actions import record
from liandong.kit.codes import is_provisional
from liandong.kit.now import now
from liandong.kit.refusals import Refused

# Columns of an enterprise that are no facts yet when it registered itself; an empty one takes the other's.
FILLED = (
    "address", "industry", "industry_name", "scale", "employees", "contact_name", "contact_phone",
)  # fmt: skip


FIND_ALSO = """
SELECT enterprises_find_also(%s, text) FROM enterprises_searchname WHERE enterprise_id = %s
"""


@dataclass
class Merged:
    """What came together: the facts that hold anew, and by table the ids of what was moved or put aside."""

    into: Enterprise
    facts: set[str]
    moved: dict[str, list[int]]
    aside: dict[str, list[Any]] = field(default_factory=dict)


@transaction.atomic
def merge_enterprises(
    wrong: Enterprise, *, into: Enterprise, reason: str, sure: bool = False, by: User
) -> Merged:
    """Say that an enterprise is another one and merge it into that; only a coordinator of both regions can.

    Reports stay as they were made; from now on the other's history has them, and its sheet what follows.
    Whoever asks for the old code is led to the other. The journal keeps the id of all that was moved.
    Refused: one with itself, what has been merged, the one that bears a code or has been verified into
    one that does not, two that both have, unless `sure`, and without a reason.
    """
    both = Enterprise.objects.select_for_update().filter(pk__in={wrong.pk, into.pk}).order_by("pk")
    found = {enterprise.pk: enterprise for enterprise in both}
    wrong, into = found[wrong.pk], found[into.pk]
    _require(wrong, into, by)
    if not reason.strip():
        raise Refused("merge.no_reason", _("请写一句为什么是同一家。"))
    if needs_sure(wrong, into) and not sure:
        raise Refused(
            "merge.both_verified",
            _("两家都核验过、代码不同，真的是一家？请勾选确认并写理由。"),
        )
    before = {name: getattr(into, name) for name in (*FILLED, "name", "region_id", "is_key")}
    done = Merged(into, fold(wrong.pk, into.pk), {})
    into.refresh_from_db()
    _fill(wrong, into)
    done.aside = _trail(wrong, into, before)
    Enterprise.objects.filter(merged_into=wrong).update(merged_into=into)
    wrong.merged_into, wrong.merged_at = into, now()
    wrong.save(update_fields=["merged_into", "merged_at"])
    with connection.cursor() as cursor:
        cursor.execute(FIND_ALSO, [into.pk, wrong.pk])
    SearchName.objects.filter(enterprise=wrong).delete()
    _move_people(wrong, into, done, by)
    done.moved |= moved_by_all(wrong, into)
    record(
        "enterprise.merged",
        on=into,
        by=by,
        wrong=wrong.pk,
        uscc=wrong.uscc,
        name=wrong.name,
        reason=reason.strip(),
        facts=sorted(done.facts),
        moved=done.moved,
        aside=done.aside,
    )
    return done


def foresee_merge(wrong: Enterprise, *, into: Enterprise, by: User) -> Merged:
    """Return what merging would do, and do nothing; refused as the merge itself, but for reason and `sure`."""
    with transaction.atomic():
        done = merge_enterprises(wrong, into=into, reason="…", sure=True, by=by)
        transaction.set_rollback(True)
    return done


@transaction.atomic
def keep_apart(one: Enterprise, other: Enterprise, *, by: User) -> None:
    """Say that two enterprises of one name are two, so that nobody asks again; a coordinator of both can."""
    both = Enterprise.objects.select_for_update(no_key=True).filter(pk__in={one.pk, other.pk})
    first, second = both.order_by("pk")
    if not (coordinates(by, first) and coordinates(by, second)):
        raise Refused("merge.not_yours", _("只有两家企业所在辖区的协调员可以合并。"))
    _apart, new = Apart.objects.get_or_create(
        one=first, other=second, defaults={"by": by, "at": now()}
    )
    if new:
        record("enterprise.kept_apart", on=first, by=by, other=second.pk, uscc=second.uscc)


def needs_sure(wrong: Enterprise, into: Enterprise) -> bool:
    """Return whether both bear codes that somebody has seen, so that one asks twice."""
    return wrong.is_verified and into.is_verified and not is_provisional(wrong.uscc)


def _require(wrong: Enterprise, into: Enterprise, by: User) -> None:
    if wrong.pk == into.pk:
        raise Refused("merge.same", _("这是同一条登记，不用合并。"))
    if not (coordinates(by, wrong) and coordinates(by, into)):
        raise Refused("merge.not_yours", _("只有两家企业所在辖区的协调员可以合并。"))
    if wrong.merged_into is not None:
        raise Refused("merge.gone", _("这家已经并入%(name)s。") % {"name": wrong.merged_into.name})
    if into.merged_into is not None:
        raise Refused("merge.into_gone", _("请并入%(name)s。") % {"name": into.merged_into.name})
    if is_provisional(into.uscc) and not is_provisional(wrong.uscc):
        raise Refused("merge.codeless", _("请反过来：把没有正式代码的那家并进来。"))
    if wrong.is_verified and not into.is_verified:
        raise Refused("merge.unverified", _("请反过来：把没核验的那家并进来。"))


def _fill(wrong: Enterprise, into: Enterprise) -> None:
    for name in FILLED:
        if getattr(into, name) in ("", None):
            setattr(into, name, getattr(wrong, name))
    into.is_key = into.is_key or wrong.is_key
    into.save(update_fields=[*FILLED, "is_key"])


def _trail(wrong: Enterprise, into: Enterprise, before: dict[str, Any]) -> dict[str, Any]:
    """Return what is needed to take a merge back, beside what is moved; nobody's name or number is in it."""
    held = {name: value for name, value in before.items() if getattr(into, name) != value}
    return {
        "before": {
            name: value
            for name, value in held.items()
            if not (value and name.startswith("contact_"))  # its own reports know it
        },
        "earlier": _ids(Enterprise.objects.filter(merged_into=wrong)),
        "found_by": SearchName.objects.values_list("text", flat=True).get(enterprise=wrong),
        "last_report": Report.objects.filter(enterprise=into).aggregate(last=Max("pk"))["last"]
        or 0,
        "proofs": [str(name) for name in wrong.proofs.values_list("pk", flat=True)],
    }


def _move_people(wrong: Enterprise, into: Enterprise, done: Merged, by: User) -> None:
    """Move members, open requests and invitations; of two of one person the one that says more stays."""
    known = {m.user_id: m for m in Member.objects.filter(enterprise=into)}
    moved, aside = done.moved, done.aside
    for member in Member.objects.filter(enterprise=wrong).order_by("pk"):
        there = known.get(member.user_id)
        if there is None:
            member.enterprise = into
            member.save(update_fields=["enterprise"])
            moved.setdefault("enterprises_member", []).append(member.pk)
            continue
        aside.setdefault("members", []).append([member.user_id, member.role, there.role])
        if member.role == MemberRole.ADMIN != there.role:
            there.role = MemberRole.ADMIN
            there.save(update_fields=["role"])
        member.delete()
    members = Member.objects.filter(enterprise=into).values("user")
    asked = JoinRequest.objects.filter(enterprise=into, agreed__isnull=True).values("user")
    requests = JoinRequest.objects.filter(enterprise=wrong, agreed__isnull=True)
    needless = _ids(requests.filter(user__in=members) | requests.filter(user__in=asked))
    JoinRequest.objects.filter(pk__in=needless).update(
        agreed=False,
        reason=_("两条登记是同一家，已经合并。"),
        decided_by=by,
        decided_at=now(),
    )
    moved["enterprises_joinrequest"] = _ids(requests)
    requests.update(enterprise=into)
    invitations = Invitation.objects.filter(enterprise=wrong, ended_at__isnull=True)
    numbers = Invitation.objects.filter(enterprise=into, ended_at__isnull=True).values("phone")
    over = _ids(
        invitations.filter(phone__in=numbers)
        | invitations.filter(phone__in=members.values("user__phone"))
    )
    Invitation.objects.filter(pk__in=over).update(ended_at=now())
    moved["enterprises_invitation"] = _ids(invitations)
    invitations.update(enterprise=into)
    aside |= {"requests": needless, "invitations": over}


def _ids(rows: Any) -> list[int]:
    return sorted(rows.values_list("pk", flat=True))
