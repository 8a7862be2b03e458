import sys
def cap(l): return (len(l),(sys.getsizeof(l)-sys.getsizeof([]))//8)
for n in range(0,30): print(n, cap(" ".join("a"*n).split()), cap(",".join("a"*n).split(",")), cap("\n".join("a"*n).splitlines()), cap(",".join("a"*n).rsplit(",")), cap(",".join("a"*n).rsplit(None,3)), cap(",".join("a"*n).split(",",3)),cap(" ".join("a"*n).split(None,3)), cap(b",".join([b"a"]*n).split(b",")), cap("a b".split(",")), cap("".split()))
