from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "omnistock.interfaces.jobs"
    label = "jobs"
