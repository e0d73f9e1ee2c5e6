"""Units: the layer a zone is drawn on, its coverage, contiguity, dated codes and rurality."""
