from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "omnistock.domain.ledger"
    label = "ledger"

    def ready(self) -> None:
        from omnistock.domain.ledger.queries.places import occupied_locations
        from omnistock.domain.warehouses.occupancy import OCCUPANCY_CHECKS

        OCCUPANCY_CHECKS.append(occupied_locations)
