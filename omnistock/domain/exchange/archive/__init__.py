"""The whole workspace in one file, and back: docs/decisions/0013."""
