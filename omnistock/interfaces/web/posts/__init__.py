"""The blog: one Markdown file a post and language, beside this one. `{slug}.md`, and `{slug}.{language}.md` where it was
translated. Title, day and summary stand at the top, as `name: value` lines up to the first empty one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from markdown_it import MarkdownIt

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Post:
    """`html` is made from our own files, with raw HTML in them switched off."""

    slug: str
    title: str
    published_on: dt.date
    summary: str
    html: SafeString


def all_posts() -> tuple[Post, ...]:
    """Newest first, in the reader's language where there is one."""
    return _posts(get_language() or "en")


def post_named(slug: str) -> Post | None:
    """The post, or None."""
    return next((post for post in all_posts() if post.slug == slug), None)


@lru_cache(maxsize=4)
def _posts(language: str) -> tuple[Post, ...]:
    slugs = {path.name.split(".")[0] for path in FOLDER.glob("*.md")}
    posts = (_read(slug, language) for slug in slugs)
    return tuple(sorted(posts, key=lambda post: (post.published_on, post.slug), reverse=True))


def _read(slug: str, language: str) -> Post:
    translated = FOLDER / f"{slug}.{language}.md"
    head, _, body = (translated if translated.exists() else FOLDER / f"{slug}.md").read_text("utf-8").partition("\n\n")
    facts = dict(line.split(": ", 1) for line in head.splitlines())
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(body)
    return Post(
        slug=slug,
        title=facts["title"],
        published_on=dt.date.fromisoformat(facts["day"]),
        summary=facts["summary"],
        html=mark_safe(html),
    )
