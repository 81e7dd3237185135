"""How the routing rules fare: how often each spoke for a recent appeal, and what is wrong with them."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from liandong.accounts.models import User
from liandong.appeals.models import Category, RoutingRule
from liandong.appeals.queries.coordinator import regions_of_coordinator
from liandong.appeals.queries.standing import standing_of
from liandong.departments.queries import is_admin
from liandong.language.routing_health import Finding, rules_health
from liandong.language.routing_rules import RoutingRule as Rule

MOST_READ = 3000  # the newest appeals tell enough
DAYS = 180
FEWEST = 200
YOUNG_DAYS = 90  # a rule that has not stood so long as it reads now is not called never used

# The first row is of all appeals that were read: how many, and how many went to the coordinator first.
_USE = """
    WITH recent AS MATERIALIZED (
        SELECT reasons, confidence < coalesce((terms->>'threshold')::float, 0) AS unsure
        FROM appeals_appeal
        WHERE filed_at >= %s AND (%s OR region_id = ANY(%s))
        ORDER BY filed_at DESC LIMIT %s
    )
    SELECT '', count(*), count(*) FILTER (WHERE unsure) FROM recent
    UNION ALL
    SELECT rule, count(*), 0 FROM recent, LATERAL (
        SELECT DISTINCT reason->>'rule' AS rule FROM jsonb_array_elements(reasons) AS reason
    ) AS spoke GROUP BY rule
"""


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
    """Return how the rules fare among the newest appeals of a coordinator's regions.

    Of all regions for auditors and administrators.
    """
    since = now - timedelta(days=DAYS)
    everywhere = standing_of(user).audits or is_admin(user)
    regions = [] if everywhere else list(regions_of_coordinator(user))
    with connection.cursor() as cursor:
        cursor.execute(_USE, [since, everywhere, regions, MOST_READ])
        (_all, seen, unsure), *spoke = cursor.fetchall()
    used = Counter({rule: count for rule, count, _zero in spoke})
    categories = [c for c in Category.objects.filter(is_active=True) if c.words]
    rules = list(RoutingRule.objects.select_related("category", "department").order_by("code"))
    return Health(
        rules=rules,
        used=used,
        seen=seen,
        since=since,
        unsure=unsure,
        findings=rules_health(
            _speaking(rules, categories),
            used,
            seen if seen >= FEWEST else 0,
            young={r.code for r in rules if now - r.changed_at < timedelta(days=YOUNG_DAYS)},
            gone=_gone(rules),
        ),
        categories=categories,
    )


def _gone(rules: list[RoutingRule]) -> set[str]:
    """Return the codes of categories and departments that rules lead to and that are out of use."""
    return {
        place.code
        for rule in rules
        for place in (rule.category, rule.department)
        if place is not None and not place.is_active
    }


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
