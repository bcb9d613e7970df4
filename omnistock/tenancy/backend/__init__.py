"""A thin PostgreSQL backend for Django that protects a tenant table from the moment it exists."""
