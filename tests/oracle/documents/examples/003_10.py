import tracemalloc

# ---- Start tracing ----
tracemalloc.start()

# Your code here
my_list = [i**2 for i in range(100_000)]
my_dict = {i: i**2 for i in range(50_000)}

# ---- Get memory snapshot ----
snapshot = tracemalloc.take_snapshot()
top_stats = snapshot.statistics("lineno")

print("Top 5 memory consumers:")
for stat in top_stats[:5]:
    print(f"  {stat}")

# ---- Compare snapshots (find leaks!) ----
tracemalloc.start()
snapshot1 = tracemalloc.take_snapshot()

# ... do some work ...
data = [list(range(1000)) for _ in range(1000)]

snapshot2 = tracemalloc.take_snapshot()
diff = snapshot2.compare_to(snapshot1, "lineno")

print("Memory changes:")
for stat in diff[:5]:
    print(f"  {stat}")

# ---- Current memory usage ----
current, peak = tracemalloc.get_traced_memory()
print(f"Current: {current / 1024:.1f} KB")
print(f"Peak: {peak / 1024:.1f} KB")

tracemalloc.stop()
