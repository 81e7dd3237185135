"""Rules of keylists."""
