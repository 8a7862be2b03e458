for gen in range(3):
    print(f"Generation {gen} threshold:", gc.get_threshold()[gen])
    print(f"Objects in gen {gen}:", len(gc.get_objects()))
