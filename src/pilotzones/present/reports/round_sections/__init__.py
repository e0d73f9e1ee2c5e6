"""Sections of the report on a call: each module has ``ORDER`` and ``sections(subject)``."""
