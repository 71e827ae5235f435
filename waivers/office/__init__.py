"""Desks of the admin."""
