# -*- coding: utf-8 -*-
print("äöü€😀"); é = + * 3
