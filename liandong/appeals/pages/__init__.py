"""Pages of appeals: the enterprise's phone, the desks, the hotline."""
