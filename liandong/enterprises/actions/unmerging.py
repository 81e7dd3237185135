"""Two enterprises that were made one and are two after all: what the journal says was moved goes back."""

from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.enterprises.actions.merging import keep_apart
from liandong.enterprises.actions.unfolding import unfold
from liandong.enterprises.models import Enterprise, Invitation, JoinRequest, Member, Proof, Report
from liandong.enterprises.queries import coordinates, move_back_all
from liandong.enterprises.queries.merges import merge_of
from liandong.journal.actions import name_of, record
from liandong.journal.models import Entry
from liandong.kit.refusals import Refused

APART_AGAIN = """
UPDATE enterprises_searchname SET text = wanted, windows = enterprises_windows(wanted)
FROM (SELECT enterprise_id AS id, replace(text, E'\\n' || %(text)s, '') AS wanted FROM enterprises_searchname
      WHERE enterprise_id = %(into)s) f
WHERE enterprise_id = f.id
"""
FOUND_AGAIN = """
INSERT INTO enterprises_searchname (enterprise_id, region, text, windows)
SELECT id, region_id, %(text)s, enterprises_windows(%(text)s) FROM enterprises_enterprise WHERE id = %(wrong)s
"""


@transaction.atomic
def unmerge_enterprise(wrong: Enterprise, *, reason: str, by: User) -> Enterprise:
    """Say that an enterprise that was merged into another is one of its own; only a coordinator of both can.

    What was moved goes back by the trail in the journal; what came to the one that stayed since stays there.
    Refused: without a reason, when the two have been merged on, and when something has happened of which
    nobody can tell whose it is: facts were stated, or one who came along acted.
    """
    numbers = {wrong.pk, wrong.merged_into_id or wrong.pk}
    both = Enterprise.objects.select_for_update().filter(pk__in=numbers).order_by("pk")
    found = {enterprise.pk: enterprise for enterprise in both}
    wrong = found[wrong.pk]
    into, entry = found.get(wrong.merged_into_id or 0), merge_of(wrong)
    if into is None or entry is None:
        raise Refused("unmerge.not_merged", _("这家没有并入别家，没有可撤销的。"))
    if not (coordinates(by, wrong) and coordinates(by, into)):
        raise Refused("merge.not_yours", _("只有两家企业所在辖区的协调员可以撤销合并。"))
    if not reason.strip():
        raise Refused("merge.no_reason", _("请写一句为什么是两家。"))
    _require_apart(into, entry)
    moved, aside = entry.data["moved"], entry.data["aside"]
    wrong.merged_into = wrong.merged_at = None
    wrong.save(update_fields=["merged_into", "merged_at"])
    Enterprise.objects.filter(pk__in=aside["earlier"]).update(merged_into=wrong)
    for name, value in aside["before"].items():
        setattr(into, name, value)
    into.save(update_fields=[*aside["before"]])
    unfold(wrong.pk, into.pk)
    with connection.cursor() as cursor:
        said = {"text": aside["found_by"], "wrong": wrong.pk, "into": into.pk}
        cursor.execute(APART_AGAIN, said)
        cursor.execute(FOUND_AGAIN, said)
    try:
        with transaction.atomic():
            _part_people(wrong, into, moved, aside)
            own = move_back_all(wrong, into, moved)
            _move_back(
                wrong, into, {table: ids for table, ids in moved.items() if table not in own}
            )
    except IntegrityError:
        raise Refused(
            "unmerge.both_have", _("合并以后两家各有了同一样东西，分不开了，请联系管理员。")
        ) from None
    record("enterprise.unmerged", on=into, by=by, wrong=wrong.pk, uscc=wrong.uscc, name=wrong.name,
           reason=reason.strip(), merged=entry.pk)  # fmt: skip
    keep_apart(wrong, into, by=by)
    return wrong


def _require_apart(into: Enterprise, entry: Entry) -> None:
    """Refuse when something has happened since that cannot be told apart."""
    since = Entry.objects.filter(pk__gt=entry.pk)
    if entry.subject != name_of(into) or "found_by" not in entry.data["aside"]:
        raise Refused("unmerge.further", _("后来又并入了别家，请先撤销那一次。"))
    later = set(
        since.filter(verb="enterprise.merged", subject=entry.subject).values_list(
            "data__wrong", flat=True
        )
    )
    if Enterprise.objects.filter(pk__in=later, merged_into=into).exists():
        raise Refused("unmerge.later", _("后来又有一家并进来，请先撤销后来的那一次。"))
    if count := Report.objects.filter(
        enterprise=into, pk__gt=entry.data["aside"]["last_report"]
    ).count():
        raise Refused(
            "unmerge.facts",
            _("合并以后又记了 %(n)s 次企业信息，分不清说的是哪一家，不能撤销。") % {"n": count},
        )
    came = Member.objects.filter(pk__in=entry.data["moved"].get("enterprises_member", []))
    for member in came.select_related("user"):
        elsewhere = Q(data__has_key="enterprise") & ~Q(data__enterprise=into.pk)
        if since.filter(actor=name_of(member.user)).exclude(elsewhere).exists():
            raise Refused(
                "unmerge.acted",
                _("并过来的%(name)s已经替这家办过事，分不清是哪一家的，不能撤销。")
                % {"name": member.user},
            )


def _part_people(
    wrong: Enterprise, into: Enterprise, moved: dict[str, list[int]], aside: dict[str, Any]
) -> None:
    """Bring back those whom merging put aside; whoever was both's member is so again, in the former roles."""
    for user, role, there in aside.get("members", []):
        Member.objects.create(user_id=user, enterprise=wrong, role=role)
        Member.objects.filter(user_id=user, enterprise=into).update(role=there)
    JoinRequest.objects.filter(pk__in=aside["requests"], agreed=False).update(
        agreed=None, reason="", decided_by=None, decided_at=None
    )
    Invitation.objects.filter(pk__in=aside["invitations"]).update(ended_at=None)
    Proof.objects.filter(pk__in=aside["proofs"], enterprise=into).update(enterprise=wrong)


def _move_back(wrong: Enterprise, into: Enterprise, moved: dict[str, list[int]]) -> None:
    tables = {model._meta.db_table: model for model in apps.get_models()}
    for table, numbers in moved.items():
        rows = tables[table]._default_manager.filter(pk__in=numbers, enterprise=into)
        rows.update(enterprise=wrong)
