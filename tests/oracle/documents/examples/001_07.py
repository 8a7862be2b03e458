import tracemalloc

tracemalloc.start()

objs = [Normal() for _ in range(50000)]
snapshot = tracemalloc.take_snapshot()
top_stats = snapshot.statistics('lineno')

print("Top 5 memory lines:")
for stat in top_stats[:5]:
    print(stat)
