"""Languages: their data and tables, and what works alike in all of them."""
