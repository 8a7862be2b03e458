import sys

def string_interning_exploration():
    # Automatic interning for identifiers
    a = "hello_world"
    b = "hello_world"
    print(f"Identifier-like strings: {a is b}")  # True

    # Non-identifier strings may not be interned
    x = "hello world!"
    y = "hello world!"
    print(f"Non-identifier strings: {x is y}")  # May be False

    # Manual interning
    x_interned = sys.intern(x)
    y_interned = sys.intern(y)
    print(f"Manually interned: {x_interned is y_interned}")  # True

    # Compile-time vs runtime string creation
    compile_time_1 = "constant"
    compile_time_2 = "constant"
    print(f"Compile-time constants: {compile_time_1 is compile_time_2}")  # True

    # Runtime string creation
    prefix = "run"
    suffix = "time"
    runtime_1 = prefix + suffix
    runtime_2 = prefix + suffix
    print(f"Runtime strings: {runtime_1 is runtime_2}")  # May be False

    # String interning criteria
    def test_interning(s):
        s1 = s
        s2 = s
        return s1 is s2

    test_cases = [
        "simple",           # Likely interned
        "hello_world",      # Identifier-like, likely interned
        "hello world",      # Contains space, may not be interned
        "a" * 20,          # Long string, likely not interned
        "π",               # Unicode, may not be interned
        "",                # Empty string, interned
    ]

    for case in test_cases:
        print(f"'{case}': {test_interning(case)}")

# Practical implications of string interning
def interning_performance():
    import time

    # Large number of repeated strings
    strings = ["identifier_" + str(i % 100) for i in range(100000)]

    # Without interning - many duplicate string objects
    start = time.time()
    unique_count = len(set(strings))
    no_intern_time = time.time() - start

    # With interning - shared string objects
    start = time.time()
    interned_strings = [sys.intern(s) for s in strings]
    unique_interned = len(set(interned_strings))
    intern_time = time.time() - start

    print(f"Without interning: {no_intern_time:.4f}s")
    print(f"With interning: {intern_time:.4f}s")
    print(f"Memory savings: {unique_count == unique_interned}")
