"""The parts of the table that speak of other things than appeals, one file for each."""

from liandong.notices.rules.told import figures, keylists, liaison, membership, risks, visits

PARTS = tuple(part.TABLE for part in (membership, visits, figures, keylists, liaison, risks))
