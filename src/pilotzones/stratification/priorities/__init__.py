"""Priorities (S02) and needs as people tell them (S05b): released figures and declared rows only.

Nothing here says anything of one person: the figures have passed the gate, the rows are what the
consortium wrote for everybody to read.
"""
