"""Measured, not tested: ``make bench`` prints the figures of this machine, with ratios taken in the same run."""
