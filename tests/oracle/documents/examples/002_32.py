import sys
import ctypes

def explore_reference_counting():
    # Create an object
    data = [1, 2, 3]
    print(f"Initial ref count: {sys.getrefcount(data)}")

    # Get memory address
    addr = id(data)
    print(f"Object address: {hex(addr)}")

    # Add references
    ref1 = data
    ref2 = data
    print(f"After adding refs: {sys.getrefcount(data)}")

    # Reference count is first 8 bytes of object
    # (This is for educational purposes - don't do this in production!)
    if sys.platform == 'win32':
        # Windows-specific low-level access
        pass  # Simplified for safety

    return data

# Demonstrate reference counting behavior
obj = explore_reference_counting()
