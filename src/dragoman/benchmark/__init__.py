"""Benchmarks: how well times and places are found and resolved, against annotated texts."""
