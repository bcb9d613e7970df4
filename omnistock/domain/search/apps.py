from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "omnistock.domain.search"
    label = "search"
