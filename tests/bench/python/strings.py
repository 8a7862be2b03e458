def work(n):
    parts = []
    for i in range(n):
        word = "word" + str(i)
        parts.append(word.upper())
        parts.append(f"{word}: {i}")
    text = ", ".join(parts)
    words = text.split(", ")
    return sum(len(w) for w in words if w.startswith("WORD")), text.replace("word", "w").find("zz")


work(100000)
