"""What a mail looks like. Its text is written once; the HTML is made of it, so the two cannot differ.

A paragraph that is one of our own links alone becomes a link: the first one the button, the others small. Nothing else
does, nothing is loaded from anywhere, and what people wrote (names) can neither break a header nor smuggle an address in.
"""

from __future__ import annotations

import re
from typing import Final

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

SUBJECT_LONGEST: Final = 200
NAME_LONGEST: Final = 80
# What follows ends the mails: never the button.
ENDING_PATH: Final = "/unsubscribe/"
_UNPRINTABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")
_SPACES: Final = re.compile(r"\s+")
_ADDRESS_IN_NAME: Final = re.compile(r"\S*(?:://|www\.|@|\.[A-Za-z]{2,}(?=[/\s]|$))\S*", re.IGNORECASE)

_BODY: Final = "margin:0;padding:24px;background:#fbfaf7;color:#142128;font:16px/1.5 system-ui,sans-serif"
_SHEET: Final = "max-width:560px;margin:0 auto;padding:24px;background:#ffffff;border-radius:8px"
_BUTTON: Final = (
    "display:inline-block;padding:10px 18px;border-radius:6px;background:#005a6a;color:#ffffff;text-decoration:none"
)
_HEAD: Final = "margin:0 0 16px;font-weight:600"
_PARAGRAPH: Final = "margin:0 0 16px;white-space:pre-line;overflow-wrap:anywhere"
_SMALL: Final = "margin:4px 0 16px;font-size:13px;color:#5b676d;overflow-wrap:anywhere"


def one_line(text: str, *, longest: int = SUBJECT_LONGEST) -> str:
    """Text that may stand in a header: one line, no control characters, cut at `longest`."""
    found = _SPACES.sub(" ", _UNPRINTABLE.sub(" ", text)).strip()
    return found if len(found) <= longest else found[: longest - 1].rstrip() + "…"


def told_name(name: str) -> str:
    """A name that somebody typed, as a mail may say it: an address in it becomes an ellipsis, so that nobody mails
    strangers a link of theirs in our name."""
    return one_line(_ADDRESS_IN_NAME.sub("…", one_line(name)), longest=NAME_LONGEST)


def html_of(*, subject: str, text: str, language: str) -> str:
    """The HTML of a mail whose text is paragraphs with an empty line between; its own words are in the language that is
    active."""
    parts = [each.strip() for each in text.strip().split("\n\n")]
    first_link = next((each for each in parts if is_own_link(each) and not _ends_mails(each)), "")
    paragraphs = format_html_join("", "{}", ((_paragraph(each, is_button=each == first_link),) for each in parts))
    return format_html(
        '<!doctype html><html lang="{}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>{}</title></head>'
        '<body style="{}"><div style="{}"><p style="{}">OmniStock</p>{}</div></body></html>',
        language,
        subject,
        _BODY,
        _SHEET,
        _HEAD,
        paragraphs,
    )


def _paragraph(text: str, *, is_button: bool) -> SafeString:
    if is_button:
        button = format_html(
            '<p style="margin:0"><a href="{}" style="{}">{}</a></p>', text, _BUTTON, _("Open OmniStock")
        )
        return format_html('{}<p style="{}">{}</p>', button, _SMALL, text)
    if _ends_mails(text):
        return format_html('<p style="{}"><a href="{}">{}</a></p>', _SMALL, text, _("End these mails"))
    if is_own_link(text):
        return format_html('<p style="{0}"><a href="{1}">{1}</a></p>', _SMALL, text)
    return format_html('<p style="{}">{}</p>', _PARAGRAPH, text)


def _ends_mails(text: str) -> bool:
    return is_own_link(text) and text.startswith(f"{settings.BASE_URL}{ENDING_PATH}")


def is_own_link(text: str) -> bool:
    """Whether a paragraph is an address of this installation and nothing else."""
    return text.startswith(f"{settings.BASE_URL}/") and not re.search(r"\s", text)
