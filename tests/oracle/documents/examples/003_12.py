import sys

# ---- Without __slots__ (default) ----
class UserNormal:
    def __init__(self, name, age, email):
        self.name = name
        self.age = age
        self.email = email

# ---- With __slots__ ----
class UserSlots:
    __slots__ = ("name", "age", "email")
    
    def __init__(self, name, age, email):
        self.name = name
        self.age = age
        self.email = email

# Memory comparison
normal = UserNormal("Sid", 25, "sid@example.com")
slotted = UserSlots("Sid", 25, "sid@example.com")

print(sys.getsizeof(normal))                   # 48 bytes
print(sys.getsizeof(normal.__dict__))           # 232 bytes (the dict!)
print(sys.getsizeof(slotted))                   # 56 bytes (NO dict!)

# With 1 million objects:
# Normal:  ~280 bytes Ã— 1M = ~280MB
# Slots:   ~56 bytes Ã— 1M  = ~56MB  (5x less memory!)
