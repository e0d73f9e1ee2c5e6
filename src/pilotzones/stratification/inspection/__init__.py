"""A finished folder read as a stranger would: what stands in it, and what follows from it."""
