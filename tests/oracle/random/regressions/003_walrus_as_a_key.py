print({(b := 3): 4 for i in [1]}, {(b := 3): (a := b), (c := 4): 1}, a, b, c)
