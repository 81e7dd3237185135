"""Tables of visits: what anyone does to an enterprise: visits, calls, surveys, inspections; its budget of them."""
