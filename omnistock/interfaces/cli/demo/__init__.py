"""`omnistock demo`: workspaces to practise in. `docs/demo.md` tells their stories and the screens that show them."""

from omnistock.interfaces.cli.demo.command import command, load

__all__ = ["command", "load"]
