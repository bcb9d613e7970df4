"""With which stories a practice workspace is filled. They are played through every room of the domain by a door
(`interfaces/cli/demo`), which says so when the product starts; here they are known by name alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from omnistock.domain.identity.operations.workspaces import NewWorkspace

OPENED: Final = dt.timedelta(days=120)
"""So long a practice workspace has been at work when it is filled."""


@dataclass(frozen=True, slots=True)
class Story:
    """`play(organization_id, owner_id, now)` fills the workspace, inside its boundary; None leaves it empty."""

    workspace: NewWorkspace
    play: Callable[[UUID, UUID, dt.datetime], None] | None


_STORIES: Final[dict[str, Story]] = {}


def add_story(story: Story) -> None:
    _STORIES[story.workspace.name] = story


def story_of(name: str = "") -> Story:
    """The story of a workspace by its name; the first one where it has another name by now."""
    return _STORIES.get(name) or next(iter(_STORIES.values()))
