"""Files as users have them, read into checked tables and layers; all faults of a file at once."""
