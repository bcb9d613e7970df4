from django.apps import AppConfig


class SavedViewsConfig(AppConfig):
    name = "omnistock.domain.saved_views"
    label = "saved_views"
