"""Boards: declared as YAML, found on a shelf, drawn part by part."""
