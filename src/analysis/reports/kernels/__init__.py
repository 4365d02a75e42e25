"""Real Jupyter kernels for reports: forked from a warm server where that works, started anew where not."""
