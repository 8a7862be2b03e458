def allocate(n):
    keep = None
    for i in range(n):
        pair = [i, keep]
        keep = {"pair": pair, "size": i}
        keep["pair"] = None
        (i, pair, keep)


allocate(200000)
