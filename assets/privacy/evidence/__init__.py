"""What a house can show for its privacy: canaries, what may remain, marks of a person. Not here: finding or replacing anything."""
