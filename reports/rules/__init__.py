"""The rules, one module for each family (pure): see `reports.findings`."""
