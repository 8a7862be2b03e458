def oneline(): return 1


def lines():
    oneline(); oneline()
    x = (1 +
         oneline() +
         2)
    if x: y = 1
    else: y = 2
    for i in (1, 2): pass
    y = 1 if x else 2
    y = x and y or 3
    assert x
    lambda: 3
    (lambda: 4)()
    try: pass
    finally: z = 1
    del z


run(lines)
