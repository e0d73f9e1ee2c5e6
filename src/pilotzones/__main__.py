"""Run the commands: ``python -m pilotzones``."""

from pilotzones.cli import main

main()
