"""Tables of extracted text: row by row, column by column, or laid out in columns."""
