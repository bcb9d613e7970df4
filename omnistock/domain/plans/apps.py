from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "omnistock.domain.plans"
    label = "plans"
