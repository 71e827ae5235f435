"""Guests and their waivers."""
