# Libraries from npm, by lock file, into the build folder.
#
#   npm_packages(FROM INTO WHAT OTHERWISE [FILE...])
#       a build rule whose outputs are INTO/installed and the FILEs: what FROM/package-lock.json names, exactly those
#       versions, in INTO/node_modules; no script of any package is run. WHAT is made from them (for messages),
#       OTHERWISE says how to build heapd without it, or is empty.
#
# The rule runs this same file as a script, so that a failure can say what to do.
if(CMAKE_SCRIPT_MODE_FILE STREQUAL CMAKE_CURRENT_LIST_FILE)
  file(COPY ${FROM}/package.json ${FROM}/package-lock.json DESTINATION ${INTO})
  execute_process(
    COMMAND ${NPM} ci --ignore-scripts --prefer-offline --no-audit --no-fund --loglevel=error
    WORKING_DIRECTORY ${INTO}
    RESULT_VARIABLE failed)
  if(failed)
    message(FATAL_ERROR
      "${WHAT}: npm could not install what ${FROM}/package-lock.json names (its own message is above).\n"
      "If the registry cannot be reached from here: set npm's registry or proxy (npm config set registry …, "
      "npm config set proxy …) and build again${OTHERWISE}")
  endif()
  file(TOUCH ${INTO}/installed)
  return()
endif()

set(npm_script ${CMAKE_CURRENT_LIST_FILE} CACHE INTERNAL "")
function(npm_packages from into what otherwise)
  find_program(NODE node)
  find_program(NPM npm)
  if(NOT NODE OR NOT NPM)
    message(FATAL_ERROR
      "${what}: made with node and npm, and at least one of them is missing.\n"
      "Install them (Debian: apt-get install nodejs npm)${otherwise}")
  endif()
  add_custom_command(
    OUTPUT ${into}/installed ${ARGN}
    COMMAND ${CMAKE_COMMAND} -DNPM=${NPM} -DFROM=${from} -DINTO=${into} "-DWHAT=${what}" "-DOTHERWISE=${otherwise}" -P ${npm_script}
    DEPENDS ${from}/package.json ${from}/package-lock.json ${npm_script}
    COMMENT "${what}: packages from npm" VERBATIM)
endfunction()
