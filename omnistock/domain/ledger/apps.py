from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "omnistock.domain.ledger"
    label = "ledger"

    def ready(self) -> None:
        from omnistock.domain.identity.zones import ZONE_FOLLOWERS
        from omnistock.domain.ledger.operations.periods import forget_written
        from omnistock.domain.ledger.queries.places import occupied_locations
        from omnistock.domain.warehouses.occupancy import OCCUPANCY_CHECKS

        OCCUPANCY_CHECKS.append(occupied_locations)
        ZONE_FOLLOWERS.append(forget_written)
