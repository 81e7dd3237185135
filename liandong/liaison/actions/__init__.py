"""Writes of liaison."""
