"""The API: one document, one door, one module for each kind of resource."""

from __future__ import annotations

from ninja import NinjaAPI

from omnistock.interfaces.api import problems
from omnistock.interfaces.api.door import ApiKeyScheme, inside_tenant

api = NinjaAPI(
    title="OmniStock",
    version="1",
    description="Quantities and money are strings of exact decimals; ids are UUIDs; errors are application/problem+json.",
    openapi_url="/openapi.json",
    docs_url=None,
    urls_namespace="api",
    auth=ApiKeyScheme(),
)
problems.install(api)
api.add_decorator(inside_tenant, mode="view")
