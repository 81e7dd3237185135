"""Danger to life in a text: who is harmed and by what, now, and which numbers to call first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from liandong.language.words import fold

_SENTENCE = re.compile(r"[^。！？!?；;\n]+")
_CLAUSE_END = "，,、：:。"
# What is over, said not to be, only feared or guarded against is no danger now.
_PAST = re.compile(
    r"去年|前年|往年|上个?(?:月|周|星期|季度)|曾|以前|之前|此前|早前|[年月周]前|前(?:段|阵|些|几)|前天"
    r"|last (?:year|month|week)|years? ago|months? ago"
)
_OVER = re.compile(
    r"扑灭|出院|痊愈|康复|休养|住院|处理完|救出来了|已(?:经)?(?:排除|修好|处置|恢复|送医)"
)
_NOW = re.compile(
    r"现在|正在|刚刚|刚才|刚(?=有|被|从|发)|此刻|还没|不止|今[天早晚]|今年|又|救命|赶紧|快来|马上|right now|just|help"
)
_DENIED = re.compile(
    r"(?:(?:没|没有|无|未|并未|不)再?(?:人|人员|员工|工人|职工|发生|造成|出现|引起|导致|会|是)"
    r"|未|并非|no |not |never )[^有，,]{0,6}$|不$"
)
_FEARED = re.compile(
    r"防|避免|以免|免得|(?<!恐)怕|担心|容易|极易|易(?:发生|引发|导致)|如果|假如|若|万一|一旦|杜绝|减少|模拟"
    r"|prevent|avoid|in case|if |worr(?:y|ied)|risk of"
)
_ABOUT = re.compile(
    r"过(?![来去])|的?(?:隐患|风险|演练|培训|预案|保险|理赔|报警器|探测|保护|防护|险|原因|责任|调查|急救知识|危险性|式|性|物品)"
    r"| ?(?:insurance|detectors?|safety|drill|exit|door|alarm|inspection|department|extinguisher|hydrant|lane|permit"
    r"|licen[cs]e|certificate|protection|code|station|equipment|prevention|approval)"
)


@dataclass(frozen=True, slots=True)
class DangerRule:
    """Any of `words`, with any of `with_words` in the same sentence, means: call `numbers`.

    Any of `without_words` in the text takes that back, unless the sentence says it is now.
    """

    words: tuple[str, ...]
    numbers: tuple[str, ...]
    with_words: tuple[str, ...] = ()
    without_words: tuple[str, ...] = ()

    @classmethod
    def from_data(cls, row: Mapping[str, Any]) -> DangerRule:
        """A rule as `danger_words.json` writes it."""
        return cls(
            tuple(row["words"]),
            tuple(row["numbers"]),
            tuple(row.get("with", ())),
            tuple(row.get("without", ())),
        )


class Danger:
    """The rules compiled: nearly every text is done after one search."""

    def __init__(self, rules: Iterable[DangerRule]) -> None:
        """Take rules in the order in which their numbers are told."""
        usable = [rule for rule in rules if any(rule.words)]
        self._rules = [
            (
                _any(rule.words),
                _any(rule.with_words) if rule.with_words else None,
                _any(rule.without_words) if any(rule.without_words) else None,
                rule.numbers,
            )
            for rule in usable
        ]
        self._word = _quickly(fold(word) for rule in usable for word in rule.words if word)
        self.numbers = lru_cache(64)(self._numbers)  # of one text it is asked several times

    def _numbers(self, text: str) -> tuple[str, ...]:
        """The numbers to call, the first one first; none where nobody is in danger."""
        folded = fold(text)
        if not self._word.search(folded):
            return ()
        told: dict[str, None] = {}
        sentences = [
            found[0] for found in _SENTENCE.finditer(folded) if self._word.search(found[0])
        ]
        for word, needed, unless, numbers in self._rules:
            elsewhere = unless is not None and unless.search(folded) is not None
            for sentence in sentences:
                if elsewhere and not _NOW.search(sentence):
                    continue
                if (needed is None or needed.search(sentence)) and _holds(sentence, word):
                    told |= dict.fromkeys(numbers)
                    break
        return tuple(told)


def _quickly(words: Iterable[str]) -> re.Pattern[str]:
    """Any of these words, filed under their first characters, so that a search passes over the rest."""
    tails: dict[str, list[str]] = {}
    for word in words:
        tails.setdefault(word[0], []).append(re.escape(word[1:]))
    branches = (f"{re.escape(head)}(?:{'|'.join(rest)})" for head, rest in tails.items())
    return re.compile("|".join(branches) or r"(?!)")


def _any(words: Iterable[str]) -> re.Pattern[str]:
    """Any of these words; one of letters only where no letter goes before or after it."""
    folded = sorted({fold(word) for word in words if word}, key=lambda word: (-len(word), word))
    return re.compile(
        "|".join(
            rf"(?<![a-z]){re.escape(word)}(?![a-z])" if word.isascii() else re.escape(word)
            for word in folded
        )
    )


def _holds(sentence: str, word: re.Pattern[str]) -> bool:
    """Whether one of the words stands in the sentence as something that is so, and is so now."""
    if (_PAST.search(sentence) or _OVER.search(sentence)) and not _NOW.search(sentence):
        return False
    for found in word.finditer(sentence):
        start, end = found.span()
        clause = max(sentence.rfind(mark, 0, start) for mark in _CLAUSE_END) + 1
        before = sentence[clause:start]
        if not (_DENIED.search(before) or _FEARED.search(before) or _ABOUT.match(sentence, end)):
            return True
    return False
