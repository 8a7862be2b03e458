import sys

def memory_management_demo():
    # Create object
    data = [1, 2, 3, 4, 5]
    print(f"Initial ref count: {sys.getrefcount(data)}")

    # Add references
    backup = data
    another = data
    print(f"After adding refs: {sys.getrefcount(data)}")

    # Remove references
    del backup
    print(f"After del backup: {sys.getrefcount(data)}")

    del another
    print(f"After del another: {sys.getrefcount(data)}")

    # Function parameter adds temporary reference
    return data

result = memory_management_demo()
print(f"Final ref count: {sys.getrefcount(result)}")
