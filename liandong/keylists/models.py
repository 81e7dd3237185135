"""Tables of keylists: the yearly list of key enterprises, each place on it explained."""
