# Displays of dicts with more than five keys that are all strings were as large as those of other keys.
import sys
for n in (1, 5, 6, 8, 10, 11, 21, 22, 40):
    keys = ", ".join("'k%d': %d" % (i, i) for i in range(n))
    sizes = [eval("{%s}" % keys), eval("{%s}" % keys.replace(": ", ": n + ")), eval("{%s, 5: 6}" % keys), eval("{f'': 0, %s}" % keys), eval("{**{%s}}" % keys), eval("dict({%s})" % keys)]
    print(n, *map(sys.getsizeof, sizes))
