"""Benchmarks: run by hand and by `make bench`, never as timed tests."""
