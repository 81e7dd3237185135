"""By what a region scores its enterprises: three weights, points of prospects, how many it takes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

TAX, GROWTH, PROSPECTS = "tax", "growth", "prospects"
PARTS = (TAX, GROWTH, PROSPECTS)
GROWTHS = ("revenue_growth", "tax_growth")
RANKED = "rd_ratio"  # of prospects the one that is told by place, not by yes or no
POINTS = {
    "srdi_national": 40,
    "champion": 40,
    "high_tech": 25,
    "srdi_province": 20,
    "gazelle": 20,
    "headquarters": 15,
    "tech_sme": 10,
    RANKED: 30,
}


@dataclass(frozen=True)
class Terms:
    """Weights make 100; of `size` enterprises the `first` are in tier A, the `second` next in B."""

    tax: int = 40
    growth: int = 30
    prospects: int = 30
    size: int = 100
    first: int = 20
    second: int = 40
    points: Mapping[str, int] = field(default_factory=lambda: dict(POINTS))

    @property
    def weights(self) -> dict[str, int]:
        """The weight of each part."""
        return {TAX: self.tax, GROWTH: self.growth, PROSPECTS: self.prospects}

    @property
    def is_sound(self) -> bool:
        """Whether one can score by them."""
        return (
            sum(self.weights.values()) == 100
            and min(self.weights.values()) >= 0
            and self.size >= max(1, self.first + self.second)
        )


USUAL = Terms()
