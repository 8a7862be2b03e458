# Where format_exc() of 3.11 has its marks: operands in parentheses, texts that are not ASCII.
import traceback
def t(f):
    try: f()
    except Exception: print(''.join(traceback.format_exc().splitlines(True)[4:]))
é=1; d={}
t(lambda: "é" + 1)
t(lambda: ("é" +
   1))
t(lambda: "ééé"   +   1)
t(lambda: "ééé" // 1)
t(lambda: ("a") + ("b", 2))
t(lambda: (("a")) + (("b", 2)))
t(lambda: ("a") // 2 + 3)
t(lambda: (1) + ("é"))
t(lambda: d["é"]["b"])
t(lambda: d ["é"] ["b"])
t(lambda: (d)["a"])
t(lambda: ((d)  ["a" ] ) ["b"])
t(lambda: "漢字" + 1)
t(lambda: "漢字"   <<   1)
t(lambda: é + "é" )
t(lambda: (é) + ( "é" ))
t(lambda: ( "a" ) + 1)
t(lambda: ( 1 )  **  "a" )
t(lambda: 1+ ("ab" "é"))
t(lambda: ("a" # ) comment
   + 1))
t(lambda: "a"  % (1, "é"))
t(lambda: print(1)+print("é"))
