"""Regions and departments: their trees, and lists of them."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from liandong.departments.models import Department
from liandong.kit.regions import code_prefix

_SUBTREE = """
    WITH RECURSIVE tree AS (
        SELECT id FROM departments_department WHERE id = ANY(%s)
        UNION
        SELECT d.id FROM departments_department d JOIN tree ON d.parent_id = tree.id
    )
    SELECT id FROM tree
"""


def subtree_ids(department_ids: Iterable[int]) -> set[int]:
    """Return the ids of these departments and of all below them; one query, none for nothing."""
    roots = list(department_ids)
    if not roots:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_SUBTREE, [roots])
        return {row[0] for row in cursor.fetchall()}


def within(prefixes: Iterable[str], field: str = "region") -> Q:
    """Return the condition that `field` is a region below one of the prefixes; no join is needed.

    `within(region_codes_of(user, Role.COORDINATOR))`; with no prefix nothing fits.
    """
    condition = Q(pk__in=[])
    for prefix in prefixes:
        condition |= Q(**{f"{field}__code__startswith": prefix})
    return condition


def departments(q: str = "", region: str = "") -> QuerySet[Department]:
    """Return the departments in use, by code: those of `region` and below whose names hold `q`.

    Whoever has signed in may read this list: it is what hangs on the wall of the service hall.
    """
    found = Department.objects.filter(is_active=True).select_related("region", "parent")
    if region:
        found = found.filter(within([code_prefix(region)]))
    if words := q.strip():
        found = found.filter(
            Q(name__icontains=words) | Q(short__icontains=words) | Q(remit__icontains=words)
        )
    return found.order_by("code")


def department_for(code: str) -> Department:
    """Return one department in use by its code, or 404."""
    return get_object_or_404(departments(), code=code)
