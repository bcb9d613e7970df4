from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "omnistock.domain.drafts"
    label = "drafts"
