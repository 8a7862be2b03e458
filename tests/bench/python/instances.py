class Node:
    def __init__(self, value, following):
        self.value = value
        self.following = following


def make(n):
    first = None
    for i in range(n):
        first = Node(i, first)
        if i % 1000 == 0:
            first = None


make(300000)
