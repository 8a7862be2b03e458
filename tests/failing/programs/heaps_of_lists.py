import bisect
import heapq


class Item:
    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        return self.value + 0.5 < other.value + 0.5


heap = [Item(i * 7 % 11) for i in range(11)]
heapq.heapify(heap)
heapq.heappush(heap, Item(3))
heapq.heappop(heap)
heapq.heapreplace(heap, Item(5))
heapq.heappushpop(heap, Item(6))
heapq._heapify_max(heap) if hasattr(heapq, "_heapify_max") else heapq.heapify_max(heap)
values = [item.value for item in heapq.nsmallest(3, iter(heap))] + list(heapq.merge([1000, 3000], [2000, 4000]))
values.sort()
bisect.insort(values, 2500)
bisect.insort(values, -2600, key=abs)
bisect.bisect_left(range(1000, 2000), 1500)
