"""Pages of figures: the enterprise's phone, the desk's overview, needs and supply."""
