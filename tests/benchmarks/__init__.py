"""Benchmarks: each compares with the stock way in the same run and prints a table; none is a test."""
