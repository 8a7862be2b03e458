import bisect
import heapq
import random


def attempt(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


a = [1, 3, 3, 5, 7]
for x in (0, 1, 3, 4, 8):
    print(bisect.bisect(a, x), bisect.bisect_left(a, x), bisect.bisect_right(a, x, 1, 3), bisect.bisect_left(a, -x, key=lambda v: -v))
bisect.insort(a, 3.0)
bisect.insort_left(a, 5.0)
print(a)
words = ["a", "bbb"]
bisect.insort(words, "cc", key=len)
print(words)
attempt(bisect.bisect, a, 1, -1)
attempt(bisect.bisect, a, "x")
random.seed(3)
data = [random.randrange(100) for _ in range(30)]
heap = list(data)
heapq.heapify(heap)
print(heap)
heapq.heappush(heap, 5)
print(heapq.heappop(heap), heapq.heapreplace(heap, 50), heapq.heappushpop(heap, 1), heapq.heappushpop(heap, 99), heap)
print([heapq.heappop(heap) for _ in range(len(heap))])
attempt(heapq.heappop, [])
attempt(heapq.heapreplace, [], 1)
print(heapq.nsmallest(3, data), heapq.nlargest(3, data), heapq.nlargest(2, ["a", "ccc", "bb"], key=len), heapq.nsmallest(0, data))
print(list(heapq.merge([1, 4, 7], [2, 5], [], [0, 9])), list(heapq.merge([7, 4], [5, 2], reverse=True)), list(heapq.merge(["a", "bbb"], ["cc"], key=len)))
h = []
for i in range(20):
    heapq.heappush(h, (i * 7 % 5, i))
print(h)
