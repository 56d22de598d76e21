"""Reports for people: what was found and what differs, on a terminal and as Markdown."""
