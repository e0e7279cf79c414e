"""python -P -m service: the same as the ``relato`` command."""

from service.cli import main

main()
