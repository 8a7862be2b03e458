for i in range(5):
    print(f"id({i+1}) - id({i}) = {id(i+1) - id(i)}")
