"""Leaving: a workspace, an account, a person's data inside a workspace (promise P14; docs/decisions/0011)."""
