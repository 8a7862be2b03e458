import weakref

class Data:
    def __del__(self):
        print("Data object deleted")

d = Data()
r = weakref.ref(d)
print("Weakref points to:", r())

del d
print("Weakref after deletion:", r())
