"""Chinese text: words found in one pass and appeals routed by rules; no models, no Django."""
