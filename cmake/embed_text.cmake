# Run as a script: writes the text files of FILES (a list) into the C source INTO, as an array `SYMBOL` of strings
# in the order of the list, ended by NULL.
set(body "")
foreach(file ${FILES})
  file(READ ${file} text)
  string(REPLACE "\\" "\\\\" text "${text}")
  string(REPLACE "\"" "\\\"" text "${text}")
  string(REPLACE "\n" "\\n\"\n    \"" text "${text}")
  string(APPEND body "    \"${text}\",\n")
endforeach()
file(WRITE ${INTO} "/* Made from text files at build time. */\n#include <stddef.h>\n\nextern const char *const ${SYMBOL}[];\nconst char *const ${SYMBOL}[] = {\n${body}    NULL,\n};\n")
