"""The matching engine: who is eligible, by rules in which what nobody has said stays unknown. Knows no Django."""

from liandong.policies.engine.bulk import Matches, match
from liandong.policies.engine.language import Measure, parse_measure, parse_measures, read_measures
from liandong.policies.engine.one import Explainer, Reason, Result, explain
from liandong.policies.engine.refusals import RuleRefused

__all__ = [
    "Explainer",
    "Matches",
    "Measure",
    "Reason",
    "Result",
    "RuleRefused",
    "explain",
    "match",
    "parse_measure",
    "parse_measures",
    "read_measures",
]
