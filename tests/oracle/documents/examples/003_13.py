class User:
    __slots__ = ("name", "age")
    
    def __init__(self, name, age):
        self.name = name
        self.age = age

u = User("Sid", 25)

# âŒ Can't add new attributes!
# u.email = "sid@example.com"    â†’ AttributeError!

# âŒ No __dict__
# print(u.__dict__)              â†’ AttributeError!

# âœ… Can still have methods, properties, class variables
class Product:
    __slots__ = ("name", "_price")
    category = "General"    # Class variable (OK!)
    
    def __init__(self, name, price):
        self.name = name
        self._price = price
    
    @property
    def price(self):
        return self._price

# âœ… Slots with inheritance (add parent slots)
class Admin(User):
    __slots__ = ("role",)    # Adds to parent's slots
    # Admin has: name, age, role
