"""The words of liaison."""
