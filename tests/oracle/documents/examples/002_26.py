def demonstrate_stack():
    # These are references stored on the stack
    number_ref = 42           # Reference to integer object
    string_ref = "hello"      # Reference to string object
    list_ref = [1, 2, 3]      # Reference to list object

    # The actual objects live on the heap
    print(f"Number object id: {id(number_ref)}")
    print(f"String object id: {id(string_ref)}")
    print(f"List object id: {id(list_ref)}")

    return list_ref  # Returns reference, not the object

# Stack frame is destroyed when function returns
# But heap objects may persist if referenced elsewhere
