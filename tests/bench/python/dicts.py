def work(n):
    table = {}
    for i in range(n):
        table[i] = i
    for i in range(n):
        table[i] += 1
    words = {}
    for i in range(n):
        word = "abcdefgh"[i & 7]
        words[word] = words.get(word, 0) + 1
    return sum(value for key, value in table.items() if key in table)


for _ in range(3):
    work(100000)
