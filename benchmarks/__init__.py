"""Measurements: ratios within one run, CPU seconds, never a timed test."""
