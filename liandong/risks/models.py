"""Tables of risks: signs that an enterprise is in trouble, and what was done about each."""
