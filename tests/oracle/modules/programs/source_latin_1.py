# -*- coding: latin-1 -*-
print(ascii("é"), len("é"))
1/0 # é
