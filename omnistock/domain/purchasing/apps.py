from django.apps import AppConfig


class PurchasingConfig(AppConfig):
    name = "omnistock.domain.purchasing"
    label = "purchasing"

    def ready(self) -> None:
        from omnistock.domain.purchasing.access import open_work
        from omnistock.domain.warehouses.occupancy import OPEN_WORK

        OPEN_WORK.append(open_work)
