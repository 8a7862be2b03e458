# Step-by-step memory allocation
def create_objects():
    # 1. Stack frame created for function

    # 2. Heap objects allocated
    my_list = [1, 2, 3]  # List object on heap
    my_dict = {"a": 1}   # Dict object on heap

    # 3. Stack holds references to heap objects
    print(f"List at: {hex(id(my_list))}")
    print(f"Dict at: {hex(id(my_dict))}")

    # 4. Local references stored on stack
    another_ref = my_list  # Another stack reference to same heap object

    return my_list  # Stack reference copied to caller

# Memory after function call
returned_list = create_objects()
# Function stack frame destroyed, but heap object persists
