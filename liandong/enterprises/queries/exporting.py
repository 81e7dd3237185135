"""Enterprises and their facts one after the other, for files; for code, not eyes."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from pydantic_core import from_json

from liandong.enterprises.models import catalogue
from liandong.enterprises.rules.headings import USCC_NAMES
from liandong.enterprises.rules.kinds import Kind
from liandong.kit.refusals import Refused
from liandong.kit.regions import code_prefix

STEP = 1000
NEXT = """
SELECT e.id, e.uscc, e.name, s.facts FROM enterprises_enterprise e
LEFT JOIN enterprises_sheet s ON s.enterprise_id = e.id
WHERE e.id > %s AND e.merged_into_id IS NULL AND e.region_id LIKE %s ORDER BY e.id LIMIT %s
"""
Exported = tuple[str, str, dict[str, list[Any]]]


def enterprises_of(region: str = "") -> Iterator[Exported]:
    """Return code, name and sheet of a region's enterprises, or of all, a thousand at a time."""
    after, within = 0, f"{code_prefix(region)}%" if region else "%"
    while True:
        with connection.cursor() as cursor:
            cursor.execute(NEXT, [after, within, STEP])
            rows = cursor.fetchall()
        for _pk, uscc, name, facts in rows:
            yield uscc, name, from_json(facts) if facts else {}
        if len(rows) < STEP:
            return
        after = rows[-1][0]


def exported_kinds(codes: Sequence[str] = ()) -> list[Kind]:
    """Return the kinds of facts that a file may have: those named by code or Chinese name, else all that are stated.

    Code and name of an enterprise are always there; they may be named. Refused: one that
    there is not, and personal or secret data.
    """
    known = catalogue().kinds
    open_ = [k for k in known.values() if k.sensitivity in {"open", "inside"} and k.code != "name"]
    if not codes:
        return [kind for kind in open_ if not kind.computed]
    by_word = {word: kind for kind in open_ for word in (kind.code, kind.name)}
    always = {*USCC_NAMES, "name", known["name"].name}
    if missing := [word for word in codes if word not in by_word and word not in always]:
        raise Refused(
            "export.fact", _("没有可以导出的“%(name)s”这一项。") % {"name": missing[0][:40]}
        )
    return [by_word[word] for word in codes if word not in always]
