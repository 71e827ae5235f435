"""Waivers signed on paper: printed blank, filed as a photo or PDF, looked at once more."""
