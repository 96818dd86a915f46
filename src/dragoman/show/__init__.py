"""Views of a reading for a person: the terminal and one HTML page."""
