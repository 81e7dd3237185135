"""What enterprises and offices write: templates with slots, filled from a seed, long and short."""

from dataclasses import dataclass
from random import Random
from typing import Any

from liandong.demo.rules.firms import Firm
from liandong.kit.text import title_of

SCALE_WORDS = {"micro": "小微", "small": "小型", "medium": "中型", "large": "大型"}


@dataclass(frozen=True)
class Writer:
    """Writes in the place of one enterprise and of whoever answers it."""

    random: Random
    words: dict[str, Any]
    firm: Firm

    def fill(self, template: str) -> str:
        """Return a template with its slots filled by the enterprise's own facts or by chance."""
        if "{" not in template:
            return template
        slots = {name: self.random.choice(kept) for name, kept in self.words["slots"].items()}
        return template.format_map(
            slots
            | {
                "street": self.firm.street,
                "road": self.firm.road,
                "word": self.firm.short[-4:] if len(self.firm.short) > 6 else self.firm.short[2:],
                "staff": self.firm.employees,
                "scale": SCALE_WORDS[self.firm.scale],
            }
        )

    def pick(self, *path: str) -> str:
        """Return one of the common phrases under a name, filled."""
        found: Any = self.words
        for name in path:
            found = found[name]
        return self.fill(self.random.choice(found))

    def pair(self, name: str) -> tuple[Any, ...]:
        """Return one of the common phrases that belong together, such as a question and its answer."""
        return tuple(
            self.fill(part) if isinstance(part, str) else part
            for part in self.random.choice(self.words[name])
        )

    def appeal(self, topic: dict[str, Any], *, hotline: bool = False) -> tuple[str, str]:
        """Return what an enterprise files on a topic, with its title: bare, or with why it presses."""
        body = self.fill(self.random.choice(topic["texts"])).rstrip("。")
        stop = "" if body.endswith(("？", "！")) else "。"
        if topic.get("bare"):
            return title_of(body), body + stop
        introduced = not hotline and self.random.random() < 0.22
        opener = self.pick("openers", "long" if introduced else "")
        if hotline:
            opener = self.words["hotline"]
        details = self.words["details"][self.firm.group]
        if introduced:  # and so has said how many they are
            details = [d for d in details if "{staff}" not in d]
        said = [self.fill(d) for d in self.random.sample(details, self._details())]
        return title_of(body), "".join([opener, body, stop, *said, self.pick("closers")])

    def _details(self) -> int:
        return self.random.choices((0, 1, 2, 3), (55, 27, 13, 5))[0]
