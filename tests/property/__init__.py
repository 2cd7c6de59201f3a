"""The property: every cell of a perturbed page is given right, or a problem names it."""
