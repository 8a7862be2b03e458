# Understanding object creation
def object_creation_analysis():
    # Integer creation
    x = 42
    # CPython checks small integer cache first
    # If cached, returns existing object
    # Otherwise, allocates new PyLongObject

    # String creation
    s = "hello"
    # CPython may intern string literals
    # Interned strings share memory

    # List creation
    lst = [1, 2, 3]
    # Allocates PyListObject
    # Allocates array for object pointers
    # Each element points to existing integer objects

    return x, s, lst

# Demonstrate object sharing
def object_sharing():
    # Small integers are shared
    a = 100
    b = 100
    print(f"Small int sharing: {a is b}")  # True

    # Large integers may not be shared
    x = 1000
    y = 1000
    print(f"Large int sharing: {x is y}")  # May be False

    # String interning
    s1 = "hello"
    s2 = "hello"
    print(f"String interning: {s1 is s2}")  # True
