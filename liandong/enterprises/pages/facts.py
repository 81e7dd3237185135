"""The facts of one enterprise as pages show them: by group, what is missing, one opened to be changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.departments.queries import today
from liandong.enterprises import queries
from liandong.enterprises.actions import record
from liandong.enterprises.enums import Seat
from liandong.enterprises.forms import FactForm
from liandong.enterprises.models import Enterprise
from liandong.enterprises.queries import Fact, Reach, Said
from liandong.enterprises.rules.computed import RULES
from liandong.enterprises.rules.kinds import Kind
from liandong.enterprises.rules.periods import Untold, of_other_periods
from liandong.enterprises.rules.rights import MASKED, may_state
from liandong.enterprises.rules.showing import Against, Line, is_old, shown
from liandong.kit.refusals import Refused


@dataclass(frozen=True)
class Group:
    """Facts under one heading."""

    name: str
    lines: list[Line]


@dataclass(frozen=True)
class Opened:
    """One fact with its history and, for whoever may state it, a form."""

    line: Line
    history: list[Said]
    form: FactForm | None = None
    question: str = ""
    said: str = ""


class Book:
    """The facts of one enterprise for one reader; asked once a page."""

    def __init__(
        self, user: User, enterprise: Enterprise, reach: Reach, *, as_member: bool = False
    ) -> None:
        self.user, self.enterprise, self.reach = user, enterprise, reach
        self.known = queries.catalogue()
        self.as_member = as_member
        self.seats = {Seat.MEMBER} if as_member else reach.seats(enterprise)
        self.own = queries.own_sources(reach) if Seat.OFFICER in self.seats else set[str]()
        self.facts = {f.kind.code: f for f in queries.facts_of(user, enterprise, reach)}
        self.today = today()

    def groups(self) -> list[Group]:
        """Return the facts that are known or can't be worked out, under the catalogue's headings."""
        lines = [self.line(fact.kind) for fact in self.facts.values()]
        return _grouped([*lines, *self._not_worked_out()])

    def _not_worked_out(self) -> Iterator[Untold]:
        """Give the facts that are unknown because what they follow from is of different periods, with the days."""
        days = {code: fact.on for code, fact in self.facts.items()}
        for kind in queries.kinds_seen(self.seats):
            rule = RULES.get(kind.code)
            if rule and kind.code not in self.facts and (told := rule.periods(days)):
                yield Untold(kind, why=of_other_periods(told))

    def missing(self) -> list[Kind]:
        """Return what is not known and the reader may state, in the catalogue's order."""
        return [
            kind
            for kind in queries.kinds_seen(self.seats)
            if kind.code not in self.facts and self.may_state(kind)
        ]

    def missing_groups(self) -> list[Group]:
        """Return the same under the catalogue's headings."""
        return _grouped(Line(kind, may_state=True) for kind in self.missing())

    def line(self, kind: Kind, uncovered: Any = None) -> Line:
        """Return one fact in words; `uncovered` is shown in place of what is covered."""
        may_state = self.may_state(kind)
        fact = self.facts.get(kind.code)
        if fact is None:
            untold = (one for one in self._not_worked_out() if one.kind == kind)
            return next(untold, Line(kind, may_state=may_state))
        covered = fact.masked and uncovered is None
        return Line(
            kind=kind,
            value=str(fact.value) if covered else self._words(fact, uncovered),
            source=fact.source_name,
            on=fact.on,
            old=not kind.computed and is_old(kind, fact.on, self.today),
            masked=covered,
            may_uncover=covered and not MASKED.isdisjoint(self.seats),
            may_state=may_state,
            against=self._against(fact),
        )

    def _words(self, fact: Fact, uncovered: Any) -> str:
        return shown(fact.kind, fact.value if uncovered is None else uncovered, self.known)

    def _against(self, fact: Fact) -> list[Against]:
        names = self.known.source_names
        return [
            Against(
                value=str(c.value) if fact.masked else shown(fact.kind, c.value, self.known),
                source=names.get(c.source, c.source),
                on=c.on,
            )
            for c in fact.conflicts
        ]

    def may_state(self, kind: Kind) -> bool:
        """Return whether the reader may state a fact in anybody's name."""
        return any(self._voices(kind))

    def sources(self, kind: Kind) -> list[tuple[str, str]]:
        """Return in whose name the reader may state a fact, its own sources first; none: not at all."""
        codes = sorted(self._voices(kind), key=lambda code: self.known.rank(kind, code))
        return [(code, self.known.source_names[code]) for code in codes]

    def _voices(self, kind: Kind) -> Iterator[str]:
        if kind.computed:
            return
        own = self.own.intersection(kind.sources)
        for code in self.known.source_names:
            if code != "computed" and may_state(self.seats, code, own):
                yield code

    def open(self, code: str, *, uncovered: Any = None) -> Opened:
        """Return one fact with its history and an empty form, or 404 when it is not for the reader."""
        kind = self._kind(code)
        line, sources = self.line(kind, uncovered), self.sources(kind)
        form = FactForm(kind=kind, sources=sources, before=self._before(kind)) if sources else None
        return Opened(line, self.history(code), form)

    def state(self, request: HttpRequest, code: str) -> tuple[bool, Opened]:
        """Record what was typed; return whether it was, and the fact as it is now, nothing typed lost."""
        kind = self._kind(code)
        sources = self.sources(kind)
        if not sources:
            raise Http404
        form = FactForm(request.POST, kind=kind, sources=sources, before=self._before(kind))
        question = ""
        if form.is_valid():
            given = form.cleaned_data
            try:
                record(
                    self.enterprise,
                    source=given["source"],
                    on=given["on"],
                    facts={code: given["value"]},
                    by=self.user,
                    sure=given["sure"],
                )
            except Refused as refused:
                if refused.code == "fact.odd":
                    question = self._question(kind, given["value"])
                else:
                    form.add_error(None, refused.message)
            else:
                return True, self._said(kind, given["source"])
        return False, Opened(self.line(kind), self.history(code), form, question)

    def history(self, code: str) -> list[Said]:
        """Return all that was said of a fact, each value in words."""
        said = queries.history_of(self.user, self.enterprise, code, self.reach)
        kind, covered = self.known.kinds[code], self._covered(code)
        words = [str(s.value) if covered else shown(kind, s.value, self.known) for s in said]
        return [
            Said(w, s.source, s.source_name, s.on, s.recorded_at, s.by)
            for w, s in zip(words, said, strict=True)
        ]

    def _covered(self, code: str) -> bool:
        return code in self.facts and self.facts[code].masked

    def _kind(self, code: str) -> Kind:
        kind = self.known.kinds.get(code)
        if kind is None or kind not in queries.kinds_seen(self.seats):
            raise Http404
        return kind

    def _before(self, kind: Kind) -> Any:
        fact = self.facts.get(kind.code)
        return None if fact is None or fact.masked else fact.value

    def _question(self, kind: Kind, value: Any) -> str:
        fact = self.facts[kind.code]
        return _(
            "您填的是 %(value)s，现有的是 %(before)s（%(source)s，%(on)s），相差约一万倍。是不是把万元和元弄混了？"
        ) % {
            "value": shown(kind, value, self.known),
            "before": shown(kind, fact.value, self.known),
            "source": fact.source_name,
            "on": fact.on,
        }

    def _said(self, kind: Kind, source: str) -> Opened:
        """Return a fact after something was said of it, and what became of that."""
        fresh = queries.enterprise_file_for(self.user, self.enterprise.uscc, self.reach)
        book = Book(self.user, fresh, self.reach, as_member=self.as_member)
        opened = book.open(kind.code)
        fact = book.facts[kind.code]
        if fact.source == source:
            said = _("已记下，现在用的就是这个数。")
        elif opened.line.against:
            said = _("已记下。%(source)s %(on)s 的数仍在用，两个数都显示，等核对。") % {
                "source": fact.source_name,
                "on": fact.on,
            }
        else:
            said = _("已记下，在来历里；现在用的仍是%(source)s %(on)s 的数。") % {
                "source": fact.source_name,
                "on": fact.on,
            }
        return Opened(opened.line, opened.history, None, said=said)


def _grouped(lines: Iterable[Line]) -> list[Group]:
    """Return lines under their headings, each heading where it first comes in the catalogue."""
    order = {
        kind.group: n for n, kind in enumerate(reversed([*queries.catalogue().kinds.values()]))
    }
    kept = sorted(lines, key=lambda line: -order[line.kind.group])
    return [Group(name, list(of)) for name, of in groupby(kept, key=lambda line: line.kind.group)]
