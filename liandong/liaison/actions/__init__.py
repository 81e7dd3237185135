"""Verbs of liaison."""

from liandong.liaison.actions.setting import hand_over, set_liaisons

__all__ = ["hand_over", "set_liaisons"]
