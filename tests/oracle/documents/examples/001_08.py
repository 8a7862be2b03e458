# !pip install objgraph
import objgraph

class Tree:
    def __init__(self, child=None):
        self.child = child

t = Tree(Tree(Tree()))
objgraph.show_refs([t], filename='tree_refs.png')  # generates a PNG visualization
