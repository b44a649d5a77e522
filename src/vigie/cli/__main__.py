"""`python -m vigie.cli`: the same as `vigie`."""

from vigie.cli.main import main

main()
