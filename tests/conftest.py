"""Puts `factories` on the path of every test."""
