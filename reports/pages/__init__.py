"""The pages of the bridge, under /reports/."""
