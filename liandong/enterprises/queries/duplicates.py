"""Enterprises that may be one: those of a county that bear one name."""

from collections.abc import Iterable, Sequence
from itertools import chain

from django.db import connection
from django.http import Http404

from liandong.accounts.models import User
from liandong.departments.enums import Role
from liandong.departments.queries import region_codes_of
from liandong.enterprises.models import Apart, Enterprise
from liandong.enterprises.queries.people import coordinates
from liandong.kit.codes import is_provisional, normal_uscc

MOST_GROUPS = 50
SAME = """
SELECT array_agg(enterprise_id ORDER BY enterprise_id) FROM enterprises_searchname
WHERE region LIKE ANY (%s)
GROUP BY enterprises_plain_name(text), left(region, 6)
HAVING count(*) > 1 AND count(*) * (count(*) - 1) / 2 > (
    SELECT count(*) FROM enterprises_apart
    WHERE one_id = ANY (array_agg(enterprise_id)) AND other_id = ANY (array_agg(enterprise_id))
)
ORDER BY max(enterprise_id) DESC LIMIT %s
"""
ALIKE = """
SELECT e.uscc, e.name, other.uscc
FROM enterprises_enterprise e JOIN enterprises_searchname s ON s.enterprise_id = e.id
JOIN enterprises_searchname t ON enterprises_plain_name(t.text) = enterprises_plain_name(s.text)
    AND left(t.region, 6) = left(s.region, 6) AND t.enterprise_id <> s.enterprise_id
JOIN enterprises_enterprise other ON other.id = t.enterprise_id
WHERE e.uscc = ANY (%s) AND NOT EXISTS (
    SELECT FROM enterprises_apart WHERE one_id = least(e.id, other.id) AND other_id = greatest(e.id, other.id)
) ORDER BY e.id, other.id LIMIT %s
"""


def duplicates_for(user: User) -> list[list[Enterprise]]:
    """Return enterprises of a coordinator's regions that bear one name in one county, the newest groups first.

    Brackets, blanks and 有限责任公司 for 有限公司 make no difference; a branch bears another name. In each
    group the one that should stay comes first. 404 for whoever coordinates nothing.
    """
    prefixes = region_codes_of(user, Role.COORDINATOR)
    if not prefixes:
        raise Http404
    with connection.cursor() as cursor:
        cursor.execute(SAME, [[f"{prefix}%" for prefix in prefixes], MOST_GROUPS])
        groups = [numbers for (numbers,) in cursor.fetchall()]
    found = Enterprise.objects.select_related("region").in_bulk(chain(*groups))
    return [sorted((found[pk] for pk in numbers), key=standing) for numbers in groups]


def standing(enterprise: Enterprise) -> tuple[bool, bool, int]:
    """Return the order in which enterprises stay: with a code, verified, known for longer."""
    return is_provisional(enterprise.uscc), not enterprise.is_verified, enterprise.pk


def pair_for(user: User, wrong: str, into: str) -> tuple[Enterprise, Enterprise]:
    """Return two enterprises by their codes for a coordinator of both regions, or 404."""
    codes = [normal_uscc(wrong), normal_uscc(into)]
    rows = Enterprise.objects.filter(uscc__in=codes).select_related("region", "sheet")
    found = {enterprise.uscc: enterprise for enterprise in rows}
    if len(found) < 2 or not all(coordinates(user, enterprise) for enterprise in found.values()):
        raise Http404
    return found[codes[0]], found[codes[1]]


def alike(codes: Sequence[str], most: int) -> list[tuple[str, str, str]]:
    """Return code and name of those among enterprises whose name another bears, and the other's code."""
    with connection.cursor() as cursor:
        cursor.execute(ALIKE, [list(codes), most])
        return [(uscc, name, other) for uscc, name, other in cursor.fetchall()]


def are_apart(one: Enterprise, other: Enterprise) -> bool:
    """Return whether a coordinator has said that two enterprises are two."""
    first, second = in_order((one.pk, other.pk))
    return Apart.objects.filter(one=first, other=second).exists()


def in_order(numbers: Iterable[int]) -> tuple[int, int]:
    """Return two numbers, the smaller first."""
    first, second = sorted(numbers)
    return first, second
