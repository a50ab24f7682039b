"""Statistical disclosure control of the clean tables: how alike records are, what is coarsened or left out, what that costs."""
