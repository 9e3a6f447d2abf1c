"""From many reports to one picture: duplicates, stories and happenings."""
