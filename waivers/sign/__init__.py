"""The waiver: read, sign, review, receipt."""
