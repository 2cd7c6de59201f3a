"""Where in a report something stands: its outline, its printed page numbers, and which pages to read for what."""
