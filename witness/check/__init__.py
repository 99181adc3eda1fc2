"""Programs held to their promises: run, kept, counted."""
