é = 1  # a file that declares no encoding
print("äöü€😀", é) if é == 1 else é é
