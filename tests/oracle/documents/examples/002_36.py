# Understanding Python's type system
class BaseClass:
    def method(self):
        return "base"

class DerivedClass(BaseClass):
    def method(self):
        return "derived"

    def derived_only(self):
        return "derived only"

def type_system_exploration():
    obj = DerivedClass()

    # Method resolution order
    print("MRO:", DerivedClass.__mro__)

    # Type object examination
    print("Type:", type(obj))
    print("Type of type:", type(type(obj)))

    # Attribute lookup process
    print("Method lookup:")
    print("  obj.method:", obj.method)
    print("  Type method:", DerivedClass.method)
    print("  Base method:", BaseClass.method)

    # Dynamic attribute access
    method_name = "method"
    dynamic_method = getattr(obj, method_name)
    print("Dynamic access:", dynamic_method())

# Demonstrate method caching
def method_caching():
    class Example:
        def __init__(self):
            self.call_count = 0

        def expensive_method(self):
            self.call_count += 1
            return f"Called {self.call_count} times"

    obj = Example()

    # First call
    result1 = obj.expensive_method()
    print(result1)

    # Method object is cached in instance __dict__
    # for subsequent faster lookups
    result2 = obj.expensive_method()
    print(result2)
