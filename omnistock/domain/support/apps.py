from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "omnistock.domain.support"
    label = "support"

    def ready(self) -> None:
        from omnistock.domain.identity.leaving import LEAVING_FOLLOWERS
        from omnistock.domain.support.operations.ending import end_grants_by

        LEAVING_FOLLOWERS.append(end_grants_by)
