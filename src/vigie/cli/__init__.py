"""The command line: `vigie …`."""
