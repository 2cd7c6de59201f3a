"""Pages to tables: edges, grid, cells with spans, tables without rules, stitching over pages."""
