"""Rules of liaison."""
