"""The fictional house: people, archives, conversations and records that nobody ever wrote, with the truth beside them."""
