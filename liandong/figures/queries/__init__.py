"""Reads of figures: what an enterprise is asked, its own past, its industry's middle, needs and supply."""

from liandong.figures.queries.asks import (
    Line,
    ask_for,
    ask_of_period,
    empty_of,
    is_over,
    items_of,
    last_answer,
    lines_of,
    own_asks,
    terms_of,
    waiting_for,
)
from liandong.figures.queries.middles import peers_for
from liandong.figures.queries.needs import Place, needs_in, places_in_need, quarters_of
from liandong.figures.queries.overview import (
    Tally,
    answers_of,
    middles_of,
    missing_of,
    periods_of,
    places_of,
)
from liandong.figures.queries.reach import (
    Desk,
    all_regions,
    figures_desk_of,
    item_for,
    needs_desk_of,
    regions_coordinated,
    supplies,
)
from liandong.figures.queries.series import series

__all__ = [
    "Desk",
    "Line",
    "Place",
    "Tally",
    "all_regions",
    "answers_of",
    "ask_for",
    "ask_of_period",
    "empty_of",
    "figures_desk_of",
    "is_over",
    "item_for",
    "items_of",
    "last_answer",
    "lines_of",
    "middles_of",
    "missing_of",
    "needs_desk_of",
    "needs_in",
    "own_asks",
    "peers_for",
    "periods_of",
    "places_in_need",
    "places_of",
    "quarters_of",
    "regions_coordinated",
    "series",
    "supplies",
    "terms_of",
    "waiting_for",
]
