"""A demo company to try Vigie on."""
