"""Draw, check and defend care zones for integrated care in Belgium."""

__version__ = "0.1.0"
