"""The bridge: records and the reports computed from them."""
