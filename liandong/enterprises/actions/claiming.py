"""Claim an enterprise that nobody manages, by a code or by proof; dispute who manages one."""

import secrets
from collections.abc import Iterable

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.accounts.sms import send_sms
from liandong.departments.queries import today
from liandong.enterprises.actions.joining import (
    end_invitations,
    locked,
    open_request,
    require_none_open,
    require_not_asked,
)
from liandong.enterprises.enums import CodeWay, MemberRole, Outcome, RequestKind
from liandong.enterprises.models import (
    ClaimCode,
    ClaimTry,
    Enterprise,
    JoinRequest,
    Member,
    Proof,
)
from liandong.enterprises.queries import (
    administrators_of,
    claim_phone,
    coordinates,
    is_administrator,
)
from liandong.enterprises.rules import claiming as rules
from liandong.journal.actions import record
from liandong.kit.codes import is_provisional
from liandong.kit.now import now
from liandong.kit.refusals import Refused
from liandong.kit.uploads import Read, keep
from liandong.kit.working_time import SHANGHAI

FOLDER = "proofs"


def _digest(enterprise: Enterprise, code: str) -> str:
    return salted_hmac(f"claim:{enterprise.pk}", code, algorithm="sha256").hexdigest()


def _require_unmanaged(enterprise: Enterprise) -> None:
    if administrators_of(enterprise):
        raise Refused(
            "claim.managed",
            _("这家企业已有管理员，请申请加入；认为对方不该管理，可以提出异议。"),
        )


def _require_coded(enterprise: Enterprise) -> None:
    if is_provisional(enterprise.uscc):
        raise Refused("claim.provisional", _("这家企业的代码还没有核对，请提交证明材料。"))


def _require_known(by: User) -> None:
    if not (by.phone and by.phone_verified):
        raise Refused("claim.no_phone", _("请先核验您的手机号，再来认领。"))


def _new(enterprise: Enterprise, way: CodeWay, by: User) -> str:
    """Issue a code; an earlier one that came the same way ends."""
    moment, code = now(), rules.new_code(way, secrets.choice)
    enterprise.claim_codes.filter(way=way, ended_at__isnull=True).update(ended_at=moment)
    ClaimCode.objects.create(
        enterprise=enterprise,
        digest=_digest(enterprise, rules.normal_code(code)),
        way=way,
        issued_by=by,
        issued_at=moment,
        expires_at=moment + rules.LASTS[way],
    )
    return code


@transaction.atomic
def issue_claim_code(enterprise: Enterprise, *, by: User) -> str:
    """Return a code for a letter to the enterprise's address; shown once, good for fourteen days.

    Refused to all but the coordinator of its region, and where somebody manages it already.
    """
    enterprise = locked(enterprise.pk)
    if not coordinates(by, enterprise):
        raise Refused("claim.not_yours", _("只有企业所在辖区的协调员可以发认领码。"))
    _require_unmanaged(enterprise)
    _require_coded(enterprise)
    code = _new(enterprise, CodeWay.LETTER, by)
    record("claim.code_issued", on=enterprise, by=by)
    return code


def send_claim_code(enterprise: Enterprise, *, by: User) -> None:
    """Send six figures to the number that the base has, good for ten minutes and for whoever asked.

    Refused without such a number, three times a day, and when the message did not go out.
    """
    with transaction.atomic():
        enterprise = locked(enterprise.pk)
        _require_known(by)
        _require_unmanaged(enterprise)
        _require_coded(enterprise)
        number = claim_phone(Enterprise.objects.select_related("sheet").get(pk=enterprise.pk))
        if not number:
            raise Refused("claim.no_number", _("基础库里没有可以发短信的号码，请提交证明材料。"))
        sent = enterprise.claim_codes.filter(way=CodeWay.SMS, issued_at__date=today())
        if sent.count() >= rules.MOST_MESSAGES:
            raise Refused(
                "claim.too_many_messages",
                _("今天已经给这个号码发过 %(most)s 条，请明天再来或提交证明材料。")
                % {"most": rules.MOST_MESSAGES},
            )
        code = _new(enterprise, CodeWay.SMS, by)
        record("claim.code_sent", on=enterprise, by=by)
    words = _("%(code)s 是认领“%(name)s”的验证码，10 分钟内有效。不是您要的，请不要告诉别人。")
    if not send_sms(number, words % {"code": code, "name": enterprise.name}):
        raise Refused("claim.not_sent", _("短信没有发出去，请过一会儿再试，或提交证明材料。"))


def claim_with_code(enterprise: Enterprise, code: str, *, by: User) -> Member:
    """Become the administrator of an enterprise by a code that reached it.

    A wrong code is counted, and stays counted though it is refused. Refused besides: a code that ran
    out or was used, the sixth try of a day, where somebody manages it already.
    """
    with transaction.atomic():
        enterprise = locked(enterprise.pk)
        _require_known(by)
        _require_unmanaged(enterprise)
        _require_coded(enterprise)
        left = _tries_left(by)
        kept = _code(enterprise, rules.normal_code(code), by)
        if kept is not None and kept.expires_at > now():
            return _take(enterprise, kept, by)
        ClaimTry.objects.create(enterprise=enterprise, user=by, at=now())
    raise _refusal(expired=kept is not None, left=left - 1)


def _tries_left(by: User) -> int:
    start = now().astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    left = rules.MOST_TRIES - ClaimTry.objects.filter(user=by, at__gte=start).count()
    if left <= 0:
        raise Refused("claim.too_many_tries", _("试错太多次，请明天再来或提交证明材料。"))
    return left


def _code(enterprise: Enterprise, code: str, by: User) -> ClaimCode | None:
    way = rules.way_of(code)
    found = enterprise.claim_codes.filter(
        way=way, digest=_digest(enterprise, code), ended_at__isnull=True
    )
    return (found.filter(issued_by=by) if way == CodeWay.SMS else found).first()


def _take(enterprise: Enterprise, kept: ClaimCode, by: User) -> Member:
    kept.used_by, kept.ended_at = by, now()
    kept.save(update_fields=["used_by", "ended_at"])
    enterprise.claim_codes.filter(ended_at__isnull=True).update(ended_at=now())
    JoinRequest.objects.filter(user=by, enterprise=enterprise, agreed__isnull=True).update(
        agreed=True, decided_by=by, decided_at=now()
    )
    end_invitations(enterprise, by)
    record("claim.by_code", on=enterprise, by=by, user=by.pk, name=str(by), way=kept.way)
    member, _made = Member.objects.update_or_create(
        user=by, enterprise=enterprise, defaults={"role": MemberRole.ADMIN}
    )
    return member


def _refusal(*, expired: bool, left: int) -> Refused:
    if expired:
        return Refused("claim.code_expired", _("验证码已过期，请重新获取。"))
    if left <= 0:
        return Refused("claim.too_many_tries", _("试错太多次，请明天再来或提交证明材料。"))
    return Refused("claim.code_wrong", _("验证码不对，还可以试 %(left)s 次。") % {"left": left})


@transaction.atomic
def claim_with_proof(
    enterprise: Enterprise,
    *,
    files: Iterable[Read],
    message: str = "",
    is_legal: bool = False,
    by: User,
) -> JoinRequest:
    """Ask the coordinator to let one manage an enterprise, and show a paper for it.

    Refused without a paper, to members, while an earlier request is open, with five open ones, and
    where somebody manages it already.
    """
    enterprise, files = locked(enterprise.pk), list(files)
    _require_unmanaged(enterprise)
    require_not_asked(by, enterprise)
    if not files:
        raise Refused(
            "claim.no_proof",
            _("请至少上传一张证明：法定代表人身份证明、授权书或营业执照。"),
        )
    request = _ask(enterprise, RequestKind.CLAIM, message, is_legal, by)
    record("claim.asked", on=enterprise, by=by, request=request.pk, name=str(by))
    show_papers(enterprise, files, request=request, by=by)
    return request


@transaction.atomic
def dispute(
    enterprise: Enterprise,
    *,
    message: str,
    files: Iterable[Read] = (),
    is_legal: bool = False,
    by: User,
) -> JoinRequest:
    """Say that others should not manage an enterprise; the coordinator hears both sides.

    Refused without a reason, where nobody manages it, to those who do, and while an earlier request is
    open.
    """
    enterprise = locked(enterprise.pk)
    if not administrators_of(enterprise):
        raise Refused("dispute.unmanaged", _("这家企业还没有管理员，请直接认领。"))
    if is_administrator(by, enterprise):
        raise Refused("dispute.administrator", _("您就是这家企业的管理员。"))
    require_none_open(by, enterprise)
    if not message.strip():
        raise Refused("dispute.no_reason", _("请写一句为什么不该由对方管理。"))
    request = _ask(enterprise, RequestKind.DISPUTE, message, is_legal, by)
    record("dispute.raised", on=enterprise, by=by, request=request.pk, name=str(by))
    show_papers(enterprise, files, request=request, by=by)
    return request


def _ask(
    enterprise: Enterprise, kind: RequestKind, message: str, is_legal: bool, by: User
) -> JoinRequest:
    _require_known(by)
    User.objects.select_for_update().get(pk=by.pk)
    waiting = JoinRequest.objects.filter(user=by, agreed__isnull=True).exclude(
        kind=RequestKind.JOIN
    )
    if waiting.count() >= rules.MOST_OPEN:
        raise Refused(
            "claim.too_many_open",
            _("您有 %(most)s 份申请还没有结果，请等协调员看过再来。") % {"most": rules.MOST_OPEN},
        )
    return JoinRequest.objects.create(
        user=by,
        enterprise=enterprise,
        kind=kind,
        is_legal=is_legal,
        message=message.strip(),
        asked_at=now(),
    )


@transaction.atomic
def show_papers(
    enterprise: Enterprise,
    files: Iterable[Read],
    *,
    request: JoinRequest | None = None,
    by: User,
) -> None:
    """Keep what somebody shows, with their request or with the enterprise that they registered."""
    files = list(files)
    if len(files) > rules.MOST_PROOFS:
        raise Refused(
            "claim.too_many_proofs",
            _("最多 %(most)s 张，请挑最能说明的。") % {"most": rules.MOST_PROOFS},
        )
    if request is None and enterprise.registered_by_id != by.pk:
        raise Refused("claim.not_yours", _("只能给自己登记的企业补材料。"))
    for file in files:
        Proof.objects.create(
            enterprise=enterprise,
            request=request,
            by=by,
            at=now(),
            **keep(file, FOLDER)._asdict(),
        )


@transaction.atomic
def decide_dispute(
    join_request: JoinRequest, *, outcome: Outcome, reason: str, by: User
) -> JoinRequest:
    """Say who manages an enterprise from now on, and why; both sides are told.

    Only the coordinator of its region can, never one who manages it or who raised the dispute.
    """
    join_request = open_request(join_request)
    enterprise, person = join_request.enterprise, join_request.user
    concerned = by.pk == person.pk or is_administrator(by, enterprise)
    if concerned or not coordinates(by, enterprise):
        raise Refused("dispute.not_yours", _("异议由协调员决定，企业管理员不能决定。"))
    if not reason.strip():
        raise Refused("dispute.unexplained", _("请写一句理由，双方都会看到。"))
    before = [user.pk for user in administrators_of(enterprise)]
    record(
        "dispute.decided",
        on=enterprise,
        by=by,
        request=join_request.pk,
        user=person.pk,
        outcome=outcome,
        reason=reason.strip(),
        people=before,
    )
    if outcome != Outcome.REFUSE:
        Member.objects.update_or_create(
            user=person, enterprise=enterprise, defaults={"role": MemberRole.ADMIN}
        )
        end_invitations(enterprise, person)
    if outcome == Outcome.REPLACE:
        Member.objects.filter(enterprise=enterprise, role=MemberRole.ADMIN).exclude(
            user=person
        ).update(role=MemberRole.MEMBER)
        record("member.demoted", on=enterprise, by=by, people=before, reason=reason.strip())
    join_request.agreed, join_request.reason = outcome != Outcome.REFUSE, reason.strip()
    join_request.decided_by, join_request.decided_at = by, now()
    join_request.save(update_fields=["agreed", "reason", "decided_by", "decided_at"])
    return join_request


def move_papers(wrong: Enterprise, into: Enterprise) -> dict[str, list[int]]:
    """Let papers go with an enterprise that is merged into another; its codes end."""
    wrong.claim_codes.filter(ended_at__isnull=True).update(ended_at=now())
    wrong.proofs.update(enterprise=into)
    return {}
