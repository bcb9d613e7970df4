"""The reports over stock: each asks the domain once and says what its page shows."""
