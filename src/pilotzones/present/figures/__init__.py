"""Figures as SVG inside the page: shapes by classes, words in four languages, fixed decimals."""
