"""The compositional reader: an order becomes frames, and frames become commands of this home (ADR 35)."""
