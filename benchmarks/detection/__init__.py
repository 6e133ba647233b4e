"""How early a silent home is found, how often for nothing: `python -m benchmarks.detection DIR`."""
