"""Values to sheets, sheets to formats: what a person or a program gets to see."""
