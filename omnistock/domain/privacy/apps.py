from django.apps import AppConfig
from django.conf import settings


class PrivacyConfig(AppConfig):
    name = "omnistock.domain.privacy"
    label = "privacy"

    def ready(self) -> None:
        """Every process of the product comes by here: web, worker and commands."""
        if settings.SENTRY_DSN:  # the SDK is loaded only where it is used
            from omnistock.domain.privacy.error_reports import start

            start(settings.SENTRY_DSN)
