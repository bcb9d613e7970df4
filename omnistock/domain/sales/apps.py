from django.apps import AppConfig


class SalesConfig(AppConfig):
    name = "omnistock.domain.sales"
    label = "sales"

    def ready(self) -> None:
        from omnistock.domain.sales.access import open_work
        from omnistock.domain.warehouses.occupancy import OPEN_WORK

        OPEN_WORK.append(open_work)
