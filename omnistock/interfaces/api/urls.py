"""The API's routes."""

from __future__ import annotations

from ninja import NinjaAPI

api = NinjaAPI(title="OmniStock", version="1", openapi_url="/openapi.json", docs_url=None, urls_namespace="api")
