"""Expectations: what a finished table must look like, as data, and the one function that holds a table against it."""
