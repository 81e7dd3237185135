"""What is wrong with a set of routing rules: never used, shadowed, or catching everything."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from liandong.language.routing_rules import RoutingRule
from liandong.language.words import fold

FindingKind = Literal["never_used", "shadowed", "catch_all"]

# A rule that held for more than this share of the appeals of a period tells nothing apart.
CATCH_ALL_SHARE = 0.4
# Words of nearly every appeal, whatever it is about.
COMMON_WORDS = frozenset(
    {
        *("企业", "公司", "我们", "我司", "我公司", "我厂", "本公司", "您好", "领导", "感谢"),
        *("希望", "请求", "恳请", "诉求", "问题", "困难", "情况", "影响", "反映", "尽快"),
        *("政府", "部门", "有关部门", "相关部门", "有关", "相关", "解决", "协调", "帮助", "支持"),
        *("办理", "处理", "进行", "工作", "生产", "经营", "生产经营", "发展", "目前", "现在"),
        *("无法", "不能", "不了", "没有", "需要", "由于", "因为", "导致", "造成"),
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of one rule; `words` are those at fault, `other` the rule in its way."""

    kind: FindingKind
    rule: str
    words: tuple[str, ...] = ()
    other: str | None = None


def rules_health(
    rules: Iterable[RoutingRule], used: Mapping[str, int], seen: int = 0
) -> list[Finding]:
    """The faults of the rules, in the order of the rules.

    `used` tells how often each rule spoke for an appeal in the period looked at and `seen` how
    many appeals there were; with none seen, nothing is called never used. A rule is shadowed when
    another, at least as heavy and leading elsewhere, holds wherever it holds; a rule without a
    category is not, for it names a second department on purpose. Rules that only hide words
    (no category, no department) are left out.
    """
    speaking = [rule for rule in rules if rule.category or rule.department]
    findings: list[Finding] = []
    for rule in speaking:
        if seen and not used.get(rule.code):
            findings.append(Finding("never_used", rule.code))
        other = _shadow(rule, speaking) if rule.category else None
        if other:
            findings.append(Finding("shadowed", rule.code, rule.words, other))
        common = () if rule.with_words else _common(rule)
        if common or (seen and used.get(rule.code, 0) > seen * CATCH_ALL_SHARE):
            findings.append(Finding("catch_all", rule.code, common))
    return findings


def _shadow(rule: RoutingRule, rules: Collection[RoutingRule]) -> str | None:
    """The first rule that holds wherever this one holds, weighs as much and leads elsewhere."""
    words = {fold(word) for word in rule.words}
    for other in rules:
        if other.code == rule.code or other.weight < rule.weight:
            continue
        if not words <= {fold(word) for word in other.words}:
            continue
        if other.with_words and not (
            rule.with_words and set(rule.with_words) <= set(other.with_words)
        ):
            continue
        if not set(other.without_words) <= set(rule.without_words):
            continue
        if _elsewhere(rule.category, other.category) or _elsewhere(
            rule.department, other.department
        ):
            return other.code
    return None


def _elsewhere(mine: str | None, theirs: str | None) -> bool:
    return bool(mine and theirs and mine != theirs)


def _common(rule: RoutingRule) -> tuple[str, ...]:
    """The words of the rule that stand in nearly every appeal, or are a single character."""
    return tuple(word for word in rule.words if len(word) < 2 or word in COMMON_WORDS)
