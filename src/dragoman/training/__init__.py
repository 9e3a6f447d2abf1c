"""Training: annotated units to a coder; needs the `train` extra, but for its scores."""
