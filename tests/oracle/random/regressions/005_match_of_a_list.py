# The subject of a match in brackets was an index of something called match; in parentheses, a call of it.
def told(n, v):
    match [n, v]:
        case [1, (1.5, *_)]:
            return "a"
        case [*_, [x, y]]:
            return "b", x, y
    match (n, v)[0]:
        case (1, 2):
            return "c"
        case -1:
            return "d"
    match [n, v].pop():
        case {"k": [z]}:
            return "e", z
    match [n], 5:
        case [1, 2], 3:
            return "f"
        case [q], 5:
            return "g", q
print(told(1, (1.5, 2)), told(2, [3, 4]), told((1, 2), 0), told(-1, 0), told(3, {"k": [7]}), told(4, 4))
match = {(1, 2): 3}
case: match[1, 2]
match[3]: int = 4
print(match)
