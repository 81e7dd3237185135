"""The health of the routing rules: which are never used, shadowed or catch everything; a box to try a text."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from liandong.accounts.http import SignedInRequest
from liandong.appeals import queries
from liandong.appeals.pages.rail import rail
from liandong.appeals.queries.routing import Health, health_for
from liandong.departments.queries import is_admin
from liandong.kit.now import now
from liandong.kit.text import clean_text
from liandong.language.routing_health import Finding

KINDS = ("never_used", "shadowed", "catch_all")
LONGEST = 5000


@require_GET
def health(request: SignedInRequest) -> HttpResponse:
    """Every rule with its use and its faults; `text` shows where a text would go and why."""
    standing = queries.standing_of(request.user)
    if not (standing.coordinates or standing.audits):
        raise Http404
    moment = now()
    found = health_for(request.user, moment)
    text = clean_text(request.GET.get("text", "")[:LONGEST])
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    administers = is_admin(request.user)
    context = {
        "health": found,
        "sure": found.seen - found.unsure,
        "tabs": _tabs(found, kind),
        "rows": _rows(found, kind, administers=administers),
        "text": text,
        "tried": _tried(text) if text else [],
        "administers": administers,
        "now": moment,
        **rail(request.user, "routing", moment),
    }
    return render(request, "appeals/desk/routing.html", context)


def _tabs(found: Health, kind: str) -> list[dict[str, Any]]:
    words = {
        "": _("全部"),
        "never_used": _("从没用上"),
        "shadowed": _("被别的盖住"),
        "catch_all": _("什么都抓"),
    }
    address = reverse("appeals:routing")
    counts = {slug: sum(f.kind == slug for f in found.findings) for slug in KINDS}
    counts[""] = len(found.rules) + len(found.categories)
    return [
        {
            "word": word,
            "url": f"{address}?kind={slug}" if slug else address,
            "here": slug == kind,
            "count": counts[slug],
        }
        for slug, word in words.items()
    ]


def _rows(found: Health, kind: str, *, administers: bool) -> list[dict[str, Any]]:
    """Return the rules of one kind of fault, or all; those that are wrong first, then by use."""
    words = {rule.code: _some(rule.words) for rule in found.rules}
    words |= {f"category:{c.code}": _some(c.words) for c in found.categories}
    faults: dict[str, list[str]] = {}
    for finding in found.findings:
        if not kind or finding.kind == kind:
            faults.setdefault(finding.rule, []).append(_fault(finding, words))
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
            "url": reverse("admin:appeals_routingrule_change", args=[rule.pk])
            if administers
            else "",
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
            "url": reverse("admin:appeals_category_change", args=[c.pk]) if administers else "",
        }
        for c in found.categories
    ]
    for row in rows:
        row |= {"used": found.used.get(row["code"], 0), "faults": faults.get(row["code"], [])}
    shown = [row for row in rows if row["faults"] or not kind]
    return sorted(shown, key=lambda row: (not row["faults"], -row["used"], row["code"]))


def _some(words: list[str]) -> str:
    return _("、").join(words[:6]) + ("…" if len(words) > 6 else "")


def _fault(finding: Finding, words: dict[str, str]) -> str:
    match finding.kind:
        case "never_used":
            return _("从没用上")
        case "shadowed":
            return _("被“%(other)s”盖住") % {"other": words.get(finding.other or "", "")}
    if finding.words:
        return _("“%(words)s”几乎每件都有") % {"words": _("、").join(finding.words)}
    return _("四成以上的诉求都用上，分不出谁管")


def _tried(text: str) -> list[dict[str, Any]]:
    """Return where a text would go, best first, with the words that spoke."""
    known = queries.directory()
    return [
        {
            "department": known.departments[s.department].short,
            "category": known.categories[s.category].name,
            "share": round(s.confidence * 100),
            "words": [reason.word for reason in s.reasons],
        }
        for s in queries.suggestions_for(text)
        if s.department in known.departments
    ]
