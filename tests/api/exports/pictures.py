"""Whole graphs for Graphviz: what is shown is what retains most, with the references that DevTools' export has, and what is left out is said.

    pictures.py --heapd PROGRAM
"""
import argparse
import re
import shutil
import subprocess
import sys

import daemon

PROGRAM = """
import gc; gc.disable()
class Row:
    def __init__(self, i):
        self.i, self.name = i + 1000, 'a "quoted" \\\\ name\\n%d \\u00e9\\U0001f600' % i * 3
cache = {"rows": [Row(i) for i in range(60)], "k\\"ey": [[[[1.5]]]]}
class Node: pass
a = Node(); a.me = a; a.load = list(range(1000, 2000))
lost = Node(); lost.me = lost; lost.load = ["lost"] * 200; del lost
import weakref
ref = weakref.ref(a)
"""
NODE = re.compile(r'  n(\d+) \[label="((?:[^"\\]|\\.)*)"(.*)\];')
EDGE = re.compile(r'  n(\d+) -> n(\d+) \[label="((?:[^"\\]|\\.)*)"(, style=dashed)?\];')
ROOT = re.compile(r'  r(\d+)_(\d+) \[shape=ellipse, label="((?:[^"\\]|\\.)*)"\];')
HELD = re.compile(r'  r(\d+)_(\d+) -> n(\d+);')
LEFT = re.compile(r'  label="(\d+) of (\d+) objects, those that retain most, and (\d+) of (\d+) references. Left out: (\d+) objects with (\d+) bytes."')


def read(text):
    lines = text.split("\n")
    assert lines[0] == "digraph heap {" and lines[-2:] == ["}", ""]
    nodes, edges, roots, held, left = {}, [], {}, [], None
    for line in lines[2:-2]:
        match = NODE.fullmatch(line)
        if match:
            words = match.group(2).split("\\n")
            address, sizes = words[-2], re.fullmatch(r"(\d+) of (\d+) bytes", words[-1])
            nodes[match.group(1)] = address, int(sizes.group(1)), int(sizes.group(2)), "style=bold" in match.group(3)
        elif EDGE.fullmatch(line):
            edges.append(EDGE.fullmatch(line).groups()[:2])
        elif ROOT.fullmatch(line):
            roots[ROOT.fullmatch(line).groups()[:2]] = ROOT.fullmatch(line).group(3)
        elif HELD.fullmatch(line):
            held.append(HELD.fullmatch(line).groups())
        else:
            left = list(map(int, LEFT.match(line).groups()))
    return nodes, edges, roots, held, left


def reference_counts(document):
    """Of an export for DevTools: {(from, to): how many} by the numbers that DOT's nodes have, and all of them."""
    nodes, edges, found, at = document["nodes"], document["edges"], {}, 0
    synthetic = next(i for i in range(0, len(nodes), 7) if nodes[i] != 9) // 7
    total = 0
    for i in range(0, len(nodes), 7):
        for _ in range(nodes[i + 4]):
            pair = str(i // 7 - synthetic), str(edges[at + 2] // 7 - synthetic)
            at += 3
            if i // 7 >= synthetic:
                found[pair] = found.get(pair, 0) + 1
                total += 1
    return found, total


def check_graph(client, at):
    document = client.get(at + "/graph").json
    references, total = reference_counts(document)
    types = client.get(at + ("/types" if "snapshots" in at else "/types?retained")).json
    for limit in 1, 7, 60, 5000:
        answer = client.get("%s/graph?format=dot&limit=%d" % (at, limit))
        assert answer.media == "text/vnd.graphviz"
        nodes, edges, roots, held, left = read(answer.text)
        assert len(nodes) == left[0] == min(limit, left[1]) and left[4] == left[1] - left[0]
        assert len(edges) == left[2] and left[3] == total
        shown = {}
        for pair in edges:
            assert pair[0] in nodes and pair[1] in nodes
            shown[pair] = shown.get(pair, 0) + 1
        if len(edges) < 20 * limit:
            assert shown == {pair: n for pair, n in references.items() if pair[0] in nodes and pair[1] in nodes}
        assert all(node in nodes and (node, i) in roots for node, i, to in held if node == to) and len(held) == len(roots)
        assert {node for node, _, _ in held} == {node for node, (_, _, _, bold) in nodes.items() if bold}
        # Those that retain most: none of what is at the top of the dominator tree is larger and missing.
        least = min(retained for _, _, retained, _ in nodes.values())
        addresses = {address: (size, retained) for address, size, retained, _ in nodes.values()}
        for row in client.get(at + "/dominators?limit=1000").json["items"]:
            if row["retained_size"] > least and row["id"] in addresses:
                assert addresses[row["id"]] == (row["size"], row["retained_size"])
        all_bytes = sum(size for _, size, _, _ in nodes.values()) + left[5]
        assert all_bytes == types["bytes"] and left[1] == types["objects"]
        if shutil.which("dot") and limit <= 60:
            subprocess.run(["dot", "-Tplain"], input=answer.body, stdout=subprocess.PIPE, check=True)
    texts = client.get(at + "/graph?format=dot&limit=5000").text
    assert 'label="name cache"' in texts and "garbage" in texts and 'a \\"quoted\\" \\\\ name' in texts
    return len(nodes)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heapd", required=True)
    program = parser.parse_args().heapd
    with daemon.folder() as path, daemon.daemon(program, path) as client:
        for version in client.get("/v1/versions").json["items"]:
            s = "/v1/sessions/" + client.post("/v1/sessions", {"python": version["python"], "trace": {"tracing": True}}).json["name"]
            client.post(s + "/exec", {"source": PROGRAM}, 200)
            client.post(s + "/snapshots", {"objects": True})
            client.post(s + "/snapshots", {})
            nodes = check_graph(client, s)
            assert check_graph(client, s + "/snapshots/1") == nodes
            assert client.get(s + "/graph", Accept="text/vnd.graphviz").text.startswith("digraph")
            near = client.get(s + "/objects/cache/graph?format=dot&limit=3").text
            assert "The 3 objects that are nearest; there are more." in near
            for query in "format=svg", "limit=0", "limit=5001", "format=dot&limit=x", "depth=1":
                client.refused("%s/graph?%s" % (s, query), 400, "invalid-parameter")
            client.refused(s + "/snapshots/9/graph?format=dot", 404, "no-such-snapshot")
            client.call("GET", s + "/snapshots/2/graph?format=dot", None, 409)
        client.refused("/v1/sessions/nobody/graph?format=dot", 404, "no-such-session")
    print("pictures show what retains most, and say what they leave out")


sys.exit(main())
