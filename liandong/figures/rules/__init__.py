"""Rules of figures."""
