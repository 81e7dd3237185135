"""Many rules as one graph: what two rules have in common is one node, looked at once."""

from collections.abc import Iterable

from liandong.policies.engine.language import Condition, Group, Measure, Rule


class Plan:
    """The distinct conditions and groups of many measures; parts come before what they are part of.

    Node `i` is a condition, or a pair of a group's kind and the numbers of its parts. `roots` has one
    node a measure; `sayers[i]` is the measure that said condition `i` first, to be named when it is refused.
    """

    def __init__(self, measures: Iterable[Measure]) -> None:
        self.measures = list(measures)
        self.nodes: list[Condition | tuple[str, tuple[int, ...]]] = []
        self.sayers: dict[int, str] = {}
        self._known: dict[object, int] = {}
        self.roots = [self._node(measure.rule, measure.id) for measure in self.measures]

    def _node(self, rule: Rule, measure: str) -> int:
        if isinstance(rule, Condition):
            key = _key(rule)
            if key not in self._known:
                self.sayers[len(self.nodes)] = measure
            return self._new(key, rule)
        parts = sorted({self._node(part, measure) for part in self._flat(rule)})
        if len(parts) == 1 and rule.kind != "none":
            return parts[0]
        return self._new((rule.kind, *parts), (rule.kind, tuple(parts)))

    def node_of(self, condition: Condition) -> int:
        """Return the node of a condition that one of the measures says."""
        return self._known[_key(condition)]

    def _flat(self, group: Group) -> Iterable[Rule]:
        """Yield a group's parts; those of an `all` within an `all` are its own, of an `any` within a `none` too."""
        inner = "any" if group.kind == "none" else group.kind
        for part in group.parts:
            if isinstance(part, Group) and part.kind == inner:
                yield from self._flat(part)
            else:
                yield part

    def _new(self, key: object, node: Condition | tuple[str, tuple[int, ...]]) -> int:
        number = self._known.setdefault(key, len(self.nodes))
        if number == len(self.nodes):
            self.nodes.append(node)
        return number

    def conditions(self) -> dict[int, Condition]:
        """Return the distinct conditions by their node."""
        return {i: node for i, node in enumerate(self.nodes) if isinstance(node, Condition)}


def _key(condition: Condition) -> object:
    """Return what makes two conditions the same; True is not 1."""
    return condition.fact, condition.op, repr(condition.value), condition.unit
