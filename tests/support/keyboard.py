"""Hands on a keyboard, and a scanner gun beside it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

# A gun types all of it within a few milliseconds; on a busy machine only the page itself is as quick, and only where it makes
# the events, which tells their time, before it works any of them off.
_BURST = """code => {
    const keys = [...code, "Enter"].map(key => new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    for (const key of keys) (document.activeElement ?? document.body).dispatchEvent(key);
}"""


class Keyboard:
    """Types, and counts what is a decision: Ctrl+Enter. Typing into a field and walking between fields is none."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.actions = 0

    def type(self, text: str) -> None:
        self.page.keyboard.type(text, delay=45)  # slower than a scanner, whose bursts are scans

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def act(self, words: str) -> None:
        """The page's primary button, which must be the one with these words."""
        primary = self.page.locator("[data-primary]")
        expect(primary).to_contain_text(words)
        self.actions += 1
        with self.page.expect_navigation():
            self.press("Control+Enter")

    def scan(self, code: str) -> None:
        """A burst of keys that ends in Enter, wherever the focus is."""
        self.page.evaluate(_BURST, code)
