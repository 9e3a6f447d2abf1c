"""Records as a person reads them in a terminal: legible without colour, nothing cut off."""
