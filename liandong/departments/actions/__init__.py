"""Verbs of departments: load the reference data, set and end a stand-in."""

from liandong.departments.actions.reference import load_reference
from liandong.departments.actions.stand_ins import ask_for_another, end_stand_in, set_stand_in

__all__ = ["ask_for_another", "end_stand_in", "load_reference", "set_stand_in"]
