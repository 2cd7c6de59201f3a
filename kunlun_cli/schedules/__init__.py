"""Every table of a report as figures: what it is, its columns and rows, and where each cell is printed."""
