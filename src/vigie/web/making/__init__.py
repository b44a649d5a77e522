"""Making a board one's own: the editor in the page, copies, sharing."""
