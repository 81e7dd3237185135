"""How one sample appeal will go, drawn from a seed: who is quick, what is asked, how it ends."""

from dataclasses import dataclass
from random import Random

# What a lead does on the way, each by itself; shares of all appeals in hand.
QUESTION, ASSIST, SUPPLEMENT, URGE, REMARK = 0.11, 0.08, 0.05, 0.07, 0.05
EXTEND, PROMISE, SUSPEND, MEETING, REFER_UP = 0.12, 0.5, 0.03, 0.02, 0.015
WITHDRAWN_EARLY, WITHDRAWN_IN_HAND = 0.012, 0.022
SILENT, DISPUTED, DISPUTED_TWICE = 0.13, 0.065, 0.014
EXPLAINED, CONFIDENTIAL, HOTLINE, CHOOSES = 0.2, 0.04, 0.12, 0.3
LATE, LATE_ACCEPT, LATE_CONTACT = 0.06, 0.045, 0.04
LONG = ("complex", "long_term")


@dataclass(frozen=True)
class Plan:
    """What is drawn for one appeal. Hours are working hours; `pace` is the share of the limit used."""

    hotline: bool
    confidential: bool
    chooses: bool
    accept_hours: float
    contact_hours: float
    pace: float
    question: str  # "", "answered", "silent"
    assist: bool
    supplement: bool
    urge: bool
    remark: bool
    extend: str  # "", "agreed", "refused"
    suspend: bool
    meeting: bool
    refer_up: bool
    withdraw: str  # "", "early", "in_hand"
    outcome: str
    reaction: str  # "rate", "silence", "dispute", "dispute_twice"


def draw_plan(random: Random, quality: float) -> Plan:
    """Draw a plan; `quality` of a department, from 0 to 1, makes it quicker and better liked."""
    chance = random.random
    late = chance() < LATE * (1.6 - 1.2 * quality)
    hotline = chance() < HOTLINE
    return Plan(
        hotline=hotline,
        confidential=not hotline and chance() < CONFIDENTIAL,
        chooses=not hotline and chance() < CHOOSES,
        accept_hours=_accept_hours(random, quality),
        contact_hours=7.2 + 5 * chance() if chance() < LATE_CONTACT else 0.2 + 3.5 * chance(),
        pace=1.02 + 0.7 * chance() ** 2 if late else _pace(random, quality),
        question=_one_of(random, QUESTION, ("answered",) * 5 + ("silent",)),
        assist=chance() < ASSIST,
        supplement=chance() < SUPPLEMENT,
        urge=chance() < URGE,
        remark=chance() < REMARK,
        extend=_one_of(random, EXTEND, ("agreed",) * 4 + ("refused",)),
        suspend=chance() < SUSPEND,
        meeting=chance() < MEETING,
        refer_up=chance() < REFER_UP,
        withdraw=_withdraw(chance()),
        outcome="explained" if chance() < EXPLAINED else "solved",
        reaction=_reaction(random),
    )


def _accept_hours(random: Random, quality: float) -> float:
    if random.random() < LATE_ACCEPT * (1.5 - quality):
        return 2.05 + 3 * random.betavariate(1, 2)
    return 0.05 + 1.4 * random.betavariate(1, 1.5)


def _pace(random: Random, quality: float) -> float:
    pace: float = random.betavariate(3.2, 2.4 + 1.6 * quality)
    return min(0.98, pace)


def _one_of(random: Random, share: float, choices: tuple[str, ...]) -> str:
    return random.choice(choices) if random.random() < share else ""


def _withdraw(chance: float) -> str:
    if chance < WITHDRAWN_EARLY:
        return "early"
    return "in_hand" if chance < WITHDRAWN_EARLY + WITHDRAWN_IN_HAND else ""


def _reaction(random: Random) -> str:
    chance = random.random()
    for share, name in (
        (DISPUTED_TWICE, "dispute_twice"),
        (DISPUTED, "dispute"),
        (SILENT, "silence"),
    ):
        if chance < share:
            return name
        chance -= share
    return "rate"


@dataclass(frozen=True)
class Rating:
    """What an enterprise says of the answer at the end."""

    verdict: str
    speed: int
    attitude: int
    result: int


def draw_rating(random: Random, *, outcome: str, late: bool, quality: float) -> Rating:
    """Draw a rating: better where it was solved in time, never all fives."""
    level = 3.15 + 1.1 * quality - 0.8 * late - 0.6 * (outcome == "explained")
    marks = [_mark(random, level + shift) for shift in (0.0, 0.35, 0.1)]
    return Rating(_verdict(random, outcome, marks[2]), *marks)


def _mark(random: Random, level: float) -> int:
    return max(1, min(5, round(random.gauss(level + 0.45, 0.85))))


def _verdict(random: Random, outcome: str, result: int) -> str:
    if result <= 2:
        return random.choice(("partly", "not_solved"))
    if outcome == "explained":
        return random.choices(("solved", "partly", "not_solved"), (5, 4, 2))[0]
    return random.choices(("solved", "partly"), (12, 2 if result > 3 else 6))[0]
