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
# OFFSET 0: names are looked at from the newest on until there are enough.
SAME = """
SELECT numbers FROM (
    SELECT * FROM enterprises_bornetwice WHERE county LIKE ANY (%s) ORDER BY newest DESC OFFSET 0
) b CROSS JOIN LATERAL (
    SELECT array_agg(enterprise_id ORDER BY enterprise_id) AS numbers, count(*) AS many
    FROM enterprises_searchname
    WHERE enterprises_plain_name(text) = b.name AND left(region, 6) = b.county AND region LIKE ANY (%s)
) bearers
WHERE many > 1 AND many * (many - 1) / 2 > (
    SELECT count(*) FROM enterprises_apart WHERE one_id = ANY (numbers) AND other_id = ANY (numbers)
)
ORDER BY newest DESC LIMIT %s
"""
ALIKE = """
WITH given AS (
    SELECT e.id, e.uscc, e.name, enterprises_plain_name(s.text) AS plain, left(s.region, 6) AS county
    FROM enterprises_enterprise e JOIN enterprises_searchname s ON s.enterprise_id = e.id WHERE e.uscc = ANY (%s)
    UNION ALL SELECT NULL, uscc, name, enterprises_plain_name(lower(normalize(name, NFKC))), left(region, 6)
    FROM unnest(%s::text[], %s::text[], %s::text[]) AS t(uscc, name, region)
)
SELECT given.uscc, given.name, other.uscc
FROM given JOIN enterprises_searchname t ON enterprises_plain_name(t.text) = given.plain
    AND left(t.region, 6) = given.county AND t.enterprise_id IS DISTINCT FROM given.id
JOIN enterprises_enterprise other ON other.id = t.enterprise_id
WHERE NOT EXISTS (
    SELECT FROM enterprises_apart
    WHERE one_id = least(given.id, other.id) AND other_id = greatest(given.id, other.id)
)
UNION ALL SELECT given.uscc, given.name, other.uscc FROM given JOIN given other USING (plain, county)
WHERE given.id IS NULL AND other.id IS NULL AND given.uscc <> other.uscc
LIMIT %s
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
        counties, within = ([f"{p[:n]}%" for p in prefixes] for n in (6, None))
        cursor.execute(SAME, [counties, within, MOST_GROUPS])
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


def alike(
    codes: Sequence[str], most: int, coming: Iterable[tuple[str, str, str]] = ()
) -> list[tuple[str, str, str]]:
    """Return code and name of those among enterprises whose name another bears, and the other's code.

    `coming` are code, name and region of enterprises that would be made.
    """
    columns = [list(column) for column in zip(*coming, strict=True)] or [[], [], []]
    with connection.cursor() as cursor:
        cursor.execute(ALIKE, [list(codes), *columns, most])
        return [(uscc, name, other) for uscc, name, other in cursor.fetchall()]


def are_apart(one: Enterprise, other: Enterprise) -> bool:
    """Return whether a coordinator has said that two enterprises are two."""
    first, second = in_order((one.pk, other.pk))
    return Apart.objects.filter(one=first, other=second).exists()


def in_order(numbers: Iterable[int]) -> tuple[int, int]:
    """Return two numbers, the smaller first."""
    first, second = sorted(numbers)
    return first, second
