"""Tables of figures: what enterprises are asked to report: monthly indicators and next quarter's needs."""
