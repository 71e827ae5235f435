"""From the dock to the ledger: what bookings and vouchers mean in debits and credits, and keeping it posted."""
