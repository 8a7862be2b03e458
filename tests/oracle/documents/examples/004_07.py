import gc
print(f"GC generations thresholds: {gc.get_threshold()}")
# (700, 10, 10) by default
