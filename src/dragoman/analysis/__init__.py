"""What the records of many reports add up to: series, positions, gaps, claims side by side."""
