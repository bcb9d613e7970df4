"""Backups of the whole database: made by the role backup, restored by the role owner, tried every night."""
