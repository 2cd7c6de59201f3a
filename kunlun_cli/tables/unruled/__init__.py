"""Tables that no lines are drawn around: columns by the ink of their figures, rows by how their labels are set."""
