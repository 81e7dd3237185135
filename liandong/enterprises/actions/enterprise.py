"""Register an enterprise; a coordinator verifies it, and looks at its number to call it."""

from collections.abc import Mapping
from secrets import randbelow

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.departments.enums import RegionLevel, Role
from liandong.departments.models import Region
from liandong.departments.queries import region_codes_of, today
from liandong.enterprises.actions import recording
from liandong.enterprises.enums import MemberRole
from liandong.enterprises.models import Enterprise, Member
from liandong.enterprises.queries import coordinates
from liandong.enterprises.rules.rights import OWN_SOURCE
from liandong.journal.actions import record
from liandong.kit.codes import (
    is_phone,
    is_provisional,
    is_uscc,
    normal_phone,
    normal_uscc,
    provisional_code,
    uscc_flaw,
)
from liandong.kit.now import now
from liandong.kit.refusals import Refused

MOST_UNVERIFIED = 3  # of one person; a group with more asks the coordinator to verify some first


def _require_new(uscc: str) -> str:
    code = normal_uscc(uscc)
    if not is_uscc(code):
        raise Refused("enterprise.uscc_wrong", uscc_flaw(code))
    if Enterprise.objects.filter(uscc=code).exists():
        raise Refused("enterprise.exists", _("这家企业已经登记，请申请加入。"))
    return code


def _phone(text: str) -> str:
    if text.strip() and not is_phone(text):
        raise Refused("enterprise.phone_wrong", _("请输入手机号，或带区号的座机号。"))
    return normal_phone(text) if text.strip() else ""


@transaction.atomic
def register_enterprise(
    *,
    uscc: str,
    name: str,
    region: Region,
    address: str = "",
    contact_name: str = "",
    contact_phone: str = "",
    by: User,
) -> Enterprise:
    """Register an enterprise; who registers it administers it at once, marked as not verified.

    What is typed is what the enterprise says of itself today. A coordinator looks at the licence
    afterwards, so that nobody waits to be heard. Refused: a wrong code, one that is registered
    already (ask to join instead), no name, a fourth one unverified.
    """
    User.objects.select_for_update().get(pk=by.pk)
    code = _require_new(uscc)
    if not name.strip():
        raise Refused("enterprise.no_name", _("请填写营业执照上的企业名称。"))
    waiting = Enterprise.objects.filter(
        registered_by=by, is_verified=False, merged_into__isnull=True
    ).count()
    if waiting >= MOST_UNVERIFIED:
        raise Refused(
            "enterprise.too_many_unverified",
            _("您登记的企业有 %(count)s 家还没核验，请先联系协调员核验。") % {"count": waiting},
        )
    enterprise = Enterprise(
        uscc=code,
        name=name.strip(),
        region=region,
        address=address.strip(),
        contact_name=contact_name.strip(),
        contact_phone=_phone(contact_phone),
        registered_by=by,
    )
    try:
        with transaction.atomic():
            enterprise.save(force_insert=True)
    except IntegrityError:  # somebody else registered it in this very moment
        raise Refused("enterprise.exists", _("这家企业已经登记，请申请加入。")) from None
    Member.objects.create(user=by, enterprise=enterprise, role=MemberRole.ADMIN)
    record("enterprise.registered", on=enterprise, by=by, uscc=code, name=enterprise.name)
    facts = _typed(enterprise)
    recording.record(enterprise, source=OWN_SOURCE, on=today(), facts=facts, by=by)
    return enterprise


def _typed(enterprise: Enterprise) -> dict[str, str]:
    """Return what somebody typed to register an enterprise, as facts."""
    region = enterprise.region
    facts = {
        "name": enterprise.name,
        "region": region.code,
        "town": region.name if region.level == RegionLevel.TOWN else "",
        "address": enterprise.address,
        "contact": enterprise.contact_name,
        "contact_phone": enterprise.contact_phone,
    }
    return {code: said for code, said in facts.items() if said}


@transaction.atomic
def take_down_enterprise(
    *,
    name: str,
    region: Region,
    uscc: str = "",
    address: str = "",
    contact_name: str = "",
    contact_phone: str,
    facts: Mapping[str, str] | None = None,
    by: User,
) -> Enterprise:
    """Note an enterprise that is on the telephone, so that what it says is filed; nobody acts for it yet.

    What it says, with `facts` such as its legal form and staff, it says of itself today. Name, number and
    either code or address are enough. Without a code it bears a provisional one, which the coordinator
    replaces when the licence has been seen. Only clerks of the region can.
    """
    if not region.code.startswith(tuple(region_codes_of(by, Role.CLERK))):
        raise Refused("enterprise.not_yours", _("只有本辖区的热线可以登记来电企业。"))
    if not name.strip():
        raise Refused("enterprise.no_name", _("请问清企业名称。"))
    if not (uscc.strip() or address.strip()):
        raise Refused("enterprise.no_place", _("请问清地址，或营业执照上的 18 位代码。"))
    if not contact_phone.strip():
        raise Refused("enterprise.no_phone", _("请留一个回电号码。"))
    code = _require_new(uscc) if uscc.strip() else _free_code()
    enterprise = Enterprise.objects.create(
        uscc=code,
        name=name.strip(),
        region=region,
        address=address.strip(),
        contact_name=contact_name.strip(),
        contact_phone=_phone(contact_phone),
        registered_by=by,
    )
    record("enterprise.taken_down", on=enterprise, by=by, uscc=code, name=enterprise.name)
    said = {code: words for code, words in (facts or {}).items() if words.strip()}
    recording.record_said(enterprise, {**said, **_typed(enterprise)}, by=by)
    enterprise.refresh_from_db()
    return enterprise


def _free_code() -> str:
    while True:
        code = provisional_code(now().date(), randbelow(10**8))
        if not Enterprise.objects.filter(uscc=code).exists():
            return code


@transaction.atomic
def verify_enterprise(enterprise: Enterprise, *, uscc: str = "", by: User) -> Enterprise:
    """Say that an enterprise is what its licence says; only a coordinator of its region can.

    Refused when it has been verified already; one with a provisional code needs the code on its licence.
    """
    enterprise = Enterprise.objects.select_for_update().get(pk=enterprise.pk)
    if not coordinates(by, enterprise):
        raise Refused("enterprise.not_yours", _("只有企业所在辖区的协调员可以核验。"))
    if enterprise.is_verified:
        raise Refused("enterprise.verified", _("这家企业已经核验过。"))
    if is_provisional(enterprise.uscc):
        enterprise.uscc = _require_new(uscc)
    record("enterprise.verified", on=enterprise, by=by, uscc=enterprise.uscc)
    enterprise.is_verified = True
    enterprise.save(update_fields=["is_verified", "uscc"])
    return enterprise


@transaction.atomic
def show_contact_phone(enterprise: Enterprise, *, by: User) -> str:
    """Return the number of an enterprise's contact, for the coordinator who verifies it.

    Each look is a line in the journal. Refused to everybody else.
    """
    enterprise = Enterprise.objects.select_for_update().get(pk=enterprise.pk)
    if not coordinates(by, enterprise):
        raise Refused("enterprise.not_yours", _("只有企业所在辖区的协调员可以看号码。"))
    record("enterprise.phone_shown", on=enterprise, by=by)
    return enterprise.contact_phone
