import weakref

class ExpensiveObject:
    def __init__(self, name):
        self.name = name
    def __repr__(self):
        return f"ExpensiveObject({self.name})"
    def __del__(self):
        print(f"{self.name} destroyed!")

# ---- Normal reference (keeps object alive) ----
obj = ExpensiveObject("strong")
ref = obj        # Strong reference â†’ refcount = 2
del obj          # refcount = 1 â†’ NOT destroyed!
print(ref)       # ExpensiveObject(strong) â€” still alive!
del ref          # refcount = 0 â†’ "strong destroyed!"

# ---- Weak reference (doesn't keep alive) ----
obj = ExpensiveObject("weak")
weak_ref = weakref.ref(obj)    # Weak reference â†’ refcount stays 1

print(weak_ref())     # ExpensiveObject(weak) â€” access via ()
del obj               # refcount = 0 â†’ "weak destroyed!"
print(weak_ref())     # None â€” object is gone!
