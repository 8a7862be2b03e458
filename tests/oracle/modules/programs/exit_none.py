import sys


class N:
    def __del__(self):
        print("gone")


n = N()
sys.exit()
