"""Who is here, and the walls between organizations."""
