"""How the routing rules fare: how often each spoke for a recent appeal, and what is wrong with them."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from liandong.accounts.models import User
from liandong.appeals.models import Appeal, Category, RoutingRule
from liandong.appeals.queries.coordinator import regions_of_coordinator
from liandong.appeals.queries.standing import standing_of
from liandong.language.routing_health import Finding, rules_health
from liandong.language.routing_rules import RoutingRule as Rule

MOST_READ = 3000  # the newest appeals tell enough, and reading them takes a tenth of a second
DAYS = 180
FEWEST = 200


@dataclass(frozen=True)
class Health:
    """The rules with their use among the `seen` newest appeals since `since`, and the faults found."""

    rules: list[RoutingRule]
    used: Counter[str]
    seen: int
    since: datetime
    unsure: int  # of those seen, how many went to the coordinator first
    findings: list[Finding]
    categories: list[Category]  # their keywords count as rules

    @property
    def too_few(self) -> bool:
        """Whether too few appeals were seen to say that a rule is never used."""
        return self.seen < FEWEST


def health_for(user: User, now: datetime) -> Health:
    """Return how the rules fare among the newest appeals of somebody's regions; an auditor's are all."""
    since = now - timedelta(days=DAYS)
    recent = Appeal.objects.filter(filed_at__gte=since)
    if not standing_of(user).audits:
        recent = recent.filter(region_id__in=regions_of_coordinator(user))
    rows = list(
        recent.order_by("-filed_at").values_list("reasons", "confidence", "terms")[:MOST_READ]
    )
    used: Counter[str] = Counter()
    for reasons, _confidence, _terms in rows:
        used.update({reason["rule"] for reason in reasons})
    categories = [c for c in Category.objects.filter(is_active=True) if c.words]
    rules = list(RoutingRule.objects.select_related("category", "department").order_by("code"))
    return Health(
        rules=rules,
        used=used,
        seen=len(rows),
        since=since,
        unsure=sum(confidence < terms.get("threshold", 0) for _r, confidence, terms in rows),
        findings=rules_health(
            _speaking(rules, categories), used, len(rows) if len(rows) >= FEWEST else 0
        ),
        categories=categories,
    )


def _speaking(rules: list[RoutingRule], categories: list[Category]) -> list[Rule]:
    """Return the rules in use as routing reads them, the keywords of each category among them."""
    own = [
        Rule(
            code=rule.code,
            words=tuple(rule.words),
            with_words=tuple(rule.with_words),
            without_words=tuple(rule.without_words),
            category=rule.category_id,
            department=rule.department.code if rule.department else None,
            weight=rule.weight,
        )
        for rule in rules
        if rule.is_active
    ]
    keywords = [
        Rule(code=f"category:{c.code}", words=tuple(c.words), category=c.code, weight=1.5)
        for c in categories
    ]
    return own + keywords
