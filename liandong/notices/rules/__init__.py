"""Rules of notices: who is told what, in which words, when they may be disturbed, and by which way."""
