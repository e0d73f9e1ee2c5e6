"""Proposals: complete, repair, partition, ensemble, stranded areas, settlement of overlaps."""
