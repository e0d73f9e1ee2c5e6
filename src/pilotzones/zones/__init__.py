"""Zones: what a zone is, how it measures, and what the rules of chapter Z say of it."""
