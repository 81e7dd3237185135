"""What is wrong with a set of routing rules: shadowed, contradicting, catching everything, never used …"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from liandong.language.routing_rules import RoutingRule
from liandong.language.words import closed_up, fold

FindingKind = Literal[
    "nowhere", "contradicts", "shadowed", "catch_all", "unknown_words", "never_used"
]

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
    rules: Iterable[RoutingRule],
    used: Mapping[str, int],
    seen: int = 0,
    *,
    young: Collection[str] = (),
    gone: Collection[str] = (),
) -> list[Finding]:
    """The faults of the rules, in the order of the rules.

    `used` tells how often each rule spoke for an appeal in the period looked at and `seen` how
    many appeals there were; with none seen, nothing is called never used, nor are `young` rules. A
    rule leads nowhere when its category or department is among those `gone`. It is shadowed when
    another, at least as heavy and leading elsewhere, holds wherever it holds, and contradicts one of
    the same words and weight; a rule without a category does neither, for it names a second
    department on purpose. Rules that only hide words (no category, no department) are left out.
    """
    speaking = [rule for rule in rules if rule.category or rule.department]
    by_word: dict[str, list[RoutingRule]] = {}
    words = {rule.code: frozenset(map(fold, rule.words)) for rule in speaking}
    for rule in speaking:
        for word in words[rule.code]:
            by_word.setdefault(word, []).append(rule)
    findings: list[Finding] = []
    for rule in speaking:
        if rule.category in gone or rule.department in gone:
            findings.append(Finding("nowhere", rule.code))
        shadow = _shadow(rule, by_word, words) if rule.category else None
        if shadow:
            twin = words[shadow.code] == words[rule.code] and shadow.weight == rule.weight
            kind: FindingKind = "contradicts" if twin else "shadowed"
            findings.append(Finding(kind, rule.code, rule.words, shadow.code))
        common = () if rule.with_words else _common(rule)
        if common or (seen and used.get(rule.code, 0) > seen * CATCH_ALL_SHARE):
            findings.append(Finding("catch_all", rule.code, common))
        if unknown := _unknown(rule):
            findings.append(Finding("unknown_words", rule.code, unknown))
        if seen and not used.get(rule.code) and rule.code not in young:
            findings.append(Finding("never_used", rule.code))
    return findings


def _shadow(
    rule: RoutingRule,
    by_word: Mapping[str, Sequence[RoutingRule]],
    words: Mapping[str, frozenset[str]],
) -> RoutingRule | None:
    """The first rule that holds wherever this one holds, weighs as much and leads elsewhere."""
    mine = words[rule.code]
    for other in by_word.get(next(iter(mine), ""), ()):  # whatever holds all my words has this one
        if other.code == rule.code or other.weight < rule.weight or not mine <= words[other.code]:
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
            return other
    return None


def _unknown(rule: RoutingRule) -> tuple[str, ...]:
    """The words that no text can hold: texts are read without blanks, and none may be forbidden as well."""
    forbidden = set(map(fold, rule.without_words))
    return tuple(
        word for word in rule.words if closed_up(word)[1] is not None or fold(word) in forbidden
    )


def _elsewhere(mine: str | None, theirs: str | None) -> bool:
    return bool(mine and theirs and mine != theirs)


def _common(rule: RoutingRule) -> tuple[str, ...]:
    """The words of the rule that stand in nearly every appeal, or are a single character."""
    return tuple(word for word in rule.words if len(word) < 2 or word in COMMON_WORDS)
