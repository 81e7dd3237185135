"""Adds what there is in the sample district besides appeals."""

from datetime import datetime

from django.db import transaction

from liandong.demo.actions.beyond_calendar import set_calendar
from liandong.demo.actions.beyond_figures import set_figures
from liandong.demo.actions.beyond_keylist import set_keylist
from liandong.demo.actions.beyond_liaison import set_liaison
from liandong.demo.actions.beyond_membership import set_membership
from liandong.demo.actions.beyond_risks import set_risks
from liandong.demo.actions.cast import Cast

SCENES = (set_keylist, set_liaison, set_calendar, set_figures, set_membership, set_risks)


@transaction.atomic
def set_beyond(cast: Cast, end: datetime) -> None:
    """Set every scene, each on what those before it have left."""
    for scene in SCENES:
        scene(cast, end)
