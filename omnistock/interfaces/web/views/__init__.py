"""The pages. One module a room: `@tenant_view` functions, and the `urlpatterns` that `web/urls.py` joins."""
