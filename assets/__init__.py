"""What is made: one package per stage, in the order data flows, over the two ground floors `lake` and `text`."""
