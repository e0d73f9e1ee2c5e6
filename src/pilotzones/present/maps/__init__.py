"""Maps of a zone: what is drawn, layer by layer, and the offline page part that shows it."""
