"""Trials: pooling their results, how many people one needs, whom a design lets in, survival curves."""
