"""Plain tools that know nothing of the product: time, codes, hashes, text, files."""
