# An array of characters holds whatever bytes are put there; what is no character crashed.
import array
a = array.array('u', b'abcd')
try: print(a)
except Exception as e: print(type(e), e)
try: print(a[0])
except Exception as e: print(type(e), e)
try: print(a.tounicode())
except Exception as e: print(type(e), e)
try: print(a.tolist())
except Exception as e: print(type(e), e)
try: print(list(a), a == a, a.index('x'))
except Exception as e: print(type(e), e)
