"""What a browser says of itself, in two words: enough to know one's own again, too little to know anybody by it."""

from __future__ import annotations

from typing import Final

# In this order: a browser names those that it wants to be taken for too.
_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def device_of(user_agent: str) -> str:
    """The browser and system of a User-Agent header, as in "Firefox, Android"; what it does not tell is left out."""
    found = [next((name for sign, name in signs if sign in user_agent), None) for signs in (_BROWSERS, _SYSTEMS)]
    return ", ".join(name for name in found if name)
