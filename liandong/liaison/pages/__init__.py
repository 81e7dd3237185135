"""Pages of liaison: a liaison's day on the phone, the enterprise's answer, the coordinator's desk."""
