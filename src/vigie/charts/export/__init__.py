"""Charts that leave the page: one SVG with everything in it, or the same as PNG."""
