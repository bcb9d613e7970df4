from django.apps import AppConfig


class CliConfig(AppConfig):
    """Tells the domain which stories there are, so that the worker can play them for whoever wants to practise."""

    name = "omnistock.interfaces.cli"
    label = "cli"

    def ready(self) -> None:
        from omnistock.domain.practice.stories import Story, add_story
        from omnistock.interfaces.cli.demo.command import PRACTICES
        from omnistock.interfaces.cli.demo.own_copy import player

        for practice in PRACTICES:
            add_story(Story(practice.workspace, player(practice.play) if practice.play else None))
