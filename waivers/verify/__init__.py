"""Genuine, altered or not ours."""
