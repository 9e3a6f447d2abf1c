"""Resolving: frames become records; who, when and where they name, and how much."""
