"""Reads of figures: what an enterprise is asked, its own past, its industry's middle, needs and supply."""

from liandong.figures.queries.series import series

__all__ = ["series"]
