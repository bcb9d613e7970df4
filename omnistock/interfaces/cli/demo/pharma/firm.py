"""The firm itself: its address, forty bins, eight suppliers and twenty-five customers. All names are invented."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from omnistock.domain.identity.operations import change_workspace
from omnistock.domain.parties.inputs import AddressInput, ContactInput
from omnistock.domain.parties.models import Customer, Supplier
from omnistock.domain.parties.operations import create_customer, create_supplier
from omnistock.domain.warehouses.operations import change_registration, change_warehouse, create_location
from omnistock.interfaces.cli.demo.codes import gstin
from omnistock.interfaces.cli.demo.people import ASHA, MEENA
from omnistock.interfaces.cli.demo.stage import OPENED_DAYS_AGO, Stage

PHONE: Final = "+91 00000 00000"
_RACKS: Final = "ABCD"
_BINS_IN_RACK: Final = 10
_ADDRESS: Final = {
    "address_lines": ("Plot 12, Practice Park", "Sample Road"),
    "city": "Pune",
    "postal_code": "411001",
}

# Name, city, State, PIN code.
_SUPPLIERS: Final = (
    ("Sample Laboratories", "Pune", "27", "411014"),
    ("Example Remedies", "Nashik", "27", "422001"),
    ("Mockwell Pharma", "Ahmedabad", "24", "380015"),
    ("Placeholder Biotech", "Hyderabad", "36", "500032"),
    ("Testbench Formulations", "Mumbai", "27", "400013"),
    ("Rehearsal Healthcare", "Goa", "30", "403001"),
    ("Prototype Medicines", "Bengaluru", "29", "560001"),
    ("Draft & Daughters Drugs", "Nagpur", "27", "440001"),
)

# Name, city, State, PIN code, registered, days of credit, credit limit, least days of life.
_CUSTOMERS: Final = (
    ("Rehearsal City Hospital", "Pune", "27", "411004", True, 45, 500_000, 180),
    ("Overlimit Medicals", "Pune", "27", "411030", True, 30, 20_000, None),
    ("Latepay Chemists", "Satara", "27", "415001", True, 30, 100_000, None),
    ("Sunny Corner Chemist", "Pune", "27", "411016", True, 21, 80_000, None),
    ("Three Lamps Pharmacy", "Mumbai", "27", "400050", True, 30, 150_000, None),
    ("Blue Door Medical Stores", "Thane", "27", "400601", True, 30, 120_000, None),
    ("Old Mill Pharmacy", "Kolhapur", "27", "416001", True, 30, 60_000, None),
    ("Banyan Lane Chemists", "Nashik", "27", "422002", True, 30, 75_000, None),
    ("Paper Boat Clinic", "Pune", "27", "411038", False, 7, 15_000, 90),
    ("Quiet Street Nursing Home", "Pune", "27", "411001", True, 45, 200_000, 120),
    ("Morning Bell Medicals", "Solapur", "27", "413001", True, 30, 50_000, None),
    ("Riverside Drug House", "Sangli", "27", "416416", True, 30, 90_000, None),
    ("Copper Pot Chemist", "Ahmednagar", "27", "414001", True, 21, 40_000, None),
    ("Lantern Pharmacy", "Surat", "24", "395003", True, 30, 110_000, None),
    ("Seven Steps Medical Hall", "Vadodara", "24", "390001", True, 30, 70_000, None),
    ("Palm Court Pharmacy", "Panaji", "30", "403001", True, 30, 65_000, None),
    ("Red Kite Medicals", "Belagavi", "29", "590001", True, 30, 85_000, None),
    ("Harbour View Chemist", "Mangaluru", "29", "575001", True, 30, 95_000, None),
    ("Little Finch Dispensary", "Pune", "27", "411006", False, 0, None, None),
    ("Stone Bridge Pharmacy", "Aurangabad", "27", "431001", True, 30, 55_000, None),
    ("Mango Tree Medicals", "Ratnagiri", "27", "415612", False, 15, 20_000, None),
    ("First Light Eye Clinic", "Pune", "27", "411052", False, 15, 30_000, 120),
    ("Green Gate Drugstore", "Mumbai", "27", "400022", True, 30, 130_000, None),
    ("Kite Field Health Camp", "Pune", "27", "411028", False, 0, None, None),
    ("Last Stop Pharmacy", "Pune", "27", "411044", True, 21, 45_000, None),
)


def settle_in(stage: Stage) -> None:
    """What stands on papers: addresses of the workspace's registration and warehouse, contact, terms."""
    owner = stage.acting(ASHA, days_ago=OPENED_DAYS_AGO)
    warehouse = stage.warehouse()
    change_workspace(
        actor=owner,
        changes={
            "phone": PHONE,
            "email": "accounts@example.com",
            "upi_id": "demopharma@example",
            "bank_details": "Demo Pharma Distributors\nA/c 00000000000 · IFSC EXMP0000000\nExample Bank, Pune",
            "invoice_terms": "Goods once sold are taken back by credit note only.",
        },
    )
    change_warehouse(actor=owner, warehouse_id=warehouse.pk, changes={"name": "Pune depot", **_ADDRESS})
    change_registration(actor=owner, registration_id=str(warehouse.registration_id), changes=_ADDRESS)


def make_bins(stage: Stage) -> list[UUID]:
    """Four racks of ten bins."""
    owner = stage.acting(ASHA, days_ago=OPENED_DAYS_AGO)
    warehouse = stage.warehouse()
    codes = [f"{rack}-{at:02d}" for rack in _RACKS for at in range(1, _BINS_IN_RACK + 1)]
    return [create_location(actor=owner, warehouse_id=warehouse.pk, code=code).pk for code in codes]


def make_suppliers(stage: Stage) -> list[Supplier]:
    owner = stage.acting(ASHA, days_ago=OPENED_DAYS_AGO)
    return [
        create_supplier(
            actor=owner,
            values={
                **_party(name, city, state, postal_code, holder=f"AAS{'C'}{chr(ord('A') + at)}"),
                "code": f"S{at + 1:02d}",
                "credit_days": 30,
                "lead_time_days": 3 + at % 5,
            },
        )
        for at, (name, city, state, postal_code) in enumerate(_SUPPLIERS)
    ]


def make_customers(stage: Stage) -> list[Customer]:
    """The customers in the order of the list above; the stories know the first ones by their names."""
    meena = stage.acting(MEENA, days_ago=OPENED_DAYS_AGO)
    made = []
    for at, (name, city, state, postal_code, registered, days, limit, life) in enumerate(_CUSTOMERS):
        holder = f"ABC{'F'}{chr(ord('A') + at)}" if registered else ""
        values = _party(name, city, state, postal_code, holder=holder) | {
            "code": f"C{at + 1:02d}",
            "credit_days": days,
            "credit_limit": None if limit is None else Decimal(limit),
            "minimum_shelf_life_days": life,
        }
        made.append(create_customer(actor=meena, values=values))
    return made


def _party(name: str, city: str, state: str, postal_code: str, *, holder: str) -> dict[str, Any]:
    """What suppliers and customers have in common. Without a holder of a PAN they are not registered."""
    address = AddressInput(lines=("1 Sample Street",), city=city, state_code=state, postal_code=postal_code)
    mailbox = "".join(letter for letter in name.lower() if letter.isalpha())
    return {
        "name": name,
        "gstin": gstin(state, holder) if holder else "",
        "addresses": (address,),
        "contacts": (ContactInput(name="Purchase desk", email=f"{mailbox}@example.com", phone=PHONE),),
        "email": f"{mailbox}@example.com",
        "phone": PHONE,
    }
