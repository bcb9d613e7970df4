from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "omnistock.domain.webhooks"
    label = "webhooks"
