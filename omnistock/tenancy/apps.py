from django.apps import AppConfig


class TenancyConfig(AppConfig):
    name = "omnistock.tenancy"
    label = "tenancy"

    def ready(self) -> None:
        from django.utils.translation import gettext

        from omnistock.kernel.words import speak_by

        speak_by(gettext)
