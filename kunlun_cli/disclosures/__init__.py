"""Tables bound to what their headings say: columns by role, rows of cells by role."""
