"日本語"; é = "\N{no such character}"
