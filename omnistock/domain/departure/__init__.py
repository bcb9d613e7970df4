"""A workspace's way out: asked for, frozen, warned of, deleted (promise P14)."""
