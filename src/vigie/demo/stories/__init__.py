"""What the demo company hides in its figures, one story a module; see STORIES.md."""
