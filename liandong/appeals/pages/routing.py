"""The health of the routing rules: those at fault, those never used, the rest; a box to try a text."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from liandong.accounts.http import SignedInRequest
from liandong.appeals import queries
from liandong.appeals.pages.rail import rail
from liandong.appeals.queries.desk import views_of
from liandong.appeals.queries.routing import Health, health_for
from liandong.departments.queries import is_admin
from liandong.kit.now import now
from liandong.kit.text import clean_text
from liandong.language.routing_health import Finding

LONGEST = 5000


@require_GET
def health(request: SignedInRequest) -> HttpResponse:
    """Every rule with its use and its faults; `text` shows where a text would go and why."""
    standing = queries.standing_of(request.user)
    administers = is_admin(request.user)
    if not (standing.coordinates or standing.audits or administers):
        raise Http404
    moment = now()
    found = health_for(request.user, moment)
    text = clean_text(request.GET.get("text", "")[:LONGEST])
    context = {
        "health": found,
        "sure": found.seen - found.unsure,
        **_parts(found, _rows(found, administers=administers)),
        "text": text,
        "tried": _tried(text) if text else [],
        "administers": administers,
        "now": moment,
        **(rail(request.user, "routing", moment) if views_of(request.user) else {}),
    }
    return render(request, "appeals/desk/routing.html", context)


def _parts(found: Health, rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows in three: at fault, sound but never used, the rest by use."""
    idle = {finding.rule for finding in found.findings if finding.kind == "never_used"}
    return {
        "faulty": [row for row in rows if row["faults"]],
        "unused": [row for row in rows if not row["faults"] and row["code"] in idle],
        "sound": sorted(
            (row for row in rows if not row["faults"] and row["code"] not in idle),
            key=lambda row: (-row["used"], row["code"]),
        ),
    }


def _rows(found: Health, *, administers: bool) -> list[dict[str, Any]]:
    """Return every rule, and the keywords of every category, with its use and its faults."""
    words = {rule.code: _some(rule.words) for rule in found.rules}
    words |= {f"category:{c.code}": _some(c.words) for c in found.categories}
    faults: dict[str, list[str]] = {}
    for finding in found.findings:
        if finding.kind != "never_used":
            faults.setdefault(finding.rule, []).append(_fault(finding, words))
    moments = {max(rule.changed_at, found.since) for rule in found.rules} | {found.since}
    days = {moment: date_format(localtime(moment), _("Y年n月j日")) for moment in moments}
    change = {
        name: reverse(f"admin:appeals_{name}_change", args=["_"]) if administers else ""
        for name in ("routingrule", "category")
    }
    rows: list[dict[str, Any]] = [
        {
            "code": rule.code,
            "words": words[rule.code],
            "note": rule.note,
            "where": _("，").join(
                str(it) for it in (rule.category, rule.department) if it is not None
            )
            or _("不分给谁，只遮住里面的短词"),
            "active": rule.is_active,
            "since": days[max(rule.changed_at, found.since)],
            "url": change["routingrule"].replace("/_/", f"/{rule.pk}/"),
        }
        for rule in found.rules
    ]
    rows += [
        {
            "code": f"category:{c.code}",
            "words": words[f"category:{c.code}"],
            "note": _("类别自带的关键词"),
            "where": c.name,
            "active": True,
            "since": days[found.since],
            "url": change["category"].replace("/_/", f"/{c.pk}/"),
        }
        for c in found.categories
    ]
    for row in rows:
        row |= {"used": found.used.get(row["code"], 0), "faults": faults.get(row["code"], [])}
    return rows


def _some(words: list[str]) -> str:
    return _("、").join(words[:6]) + ("…" if len(words) > 6 else "")


def _fault(finding: Finding, words: dict[str, str]) -> str:
    named = {"words": _("、").join(finding.words), "other": words.get(finding.other or "", "")}
    match finding.kind:
        case "nowhere":
            return _("分给的类别或部门已停用")
        case "contradicts":
            return _("和“%(other)s”互相矛盾：词和分量都一样，分给的不一样") % named
        case "shadowed":
            return _("被“%(other)s”盖住") % named
        case "unknown_words":
            return _("“%(words)s”永远认不出：词里有空格，或同时写在“不得出现”里") % named
    if finding.words:
        return _("“%(words)s”几乎每件都有") % named
    return _("四成以上的诉求都用上，分不出谁管")


def _tried(text: str) -> list[dict[str, Any]]:
    """Return where a text would go, best first, with the words that spoke."""
    known = queries.directory()
    return [
        {
            "department": known.departments[s.department].label,
            "category": known.categories[s.category].name,
            "share": round(s.confidence * 100),
            "words": [reason.word for reason in s.reasons],
        }
        for s in queries.suggestions_for(text)
        if s.department in known.departments
    ]
