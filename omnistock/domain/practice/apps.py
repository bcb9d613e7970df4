from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "omnistock.domain.practice"
    label = "practice"
