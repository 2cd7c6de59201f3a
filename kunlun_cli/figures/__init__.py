"""A printed figure: its value, its last place, what it can stand for, and what slips could have made of it.

Shared by checks and comparisons; there is no other last place, interval or slip.
"""
