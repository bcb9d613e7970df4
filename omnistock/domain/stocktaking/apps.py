from django.apps import AppConfig


class StocktakingConfig(AppConfig):
    name = "omnistock.domain.stocktaking"
    label = "stocktaking"

    def ready(self) -> None:
        from omnistock.domain.stocktaking.access import open_work
        from omnistock.domain.warehouses.occupancy import OPEN_WORK

        OPEN_WORK.append(open_work)
