"""The flush between tests on committed rows, made quick: Django's own truncates every table, this what holds rows."""
