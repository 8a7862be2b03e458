def outer_function(x):
    local_var = x * 2

    def inner_function(y):
        inner_var = y + local_var
        return inner_var

    result = inner_function(5)
    return result

# Call stack demonstration
final_result = outer_function(10)
