# Libraries from npm, by lock file, into the build folder.
#
#   npm_packages(FROM INTO COMMENT)   a build rule whose output is INTO/installed: what FROM/package-lock.json names,
#                                     exactly those versions, in INTO/node_modules; no script of any package is run
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
      "npm could not install what ${FROM}/package-lock.json names (its own message is above).\n"
      "If the registry cannot be reached from here: set npm's registry or proxy (npm config set registry …, "
      "npm config set proxy …) and build again, or build heapd without its dashboard: cmake -DHEAPD_WEB=OFF …")
  endif()
  file(TOUCH ${INTO}/installed)
  return()
endif()

find_program(NODE node)
find_program(NPM npm)
if(NOT NODE OR NOT NPM)
  message(FATAL_ERROR
    "The dashboard is built with node and npm, and at least one of them is missing.\n"
    "Install them (Debian: apt-get install nodejs npm), or build without the dashboard: -DHEAPD_WEB=OFF")
endif()

set(npm_script ${CMAKE_CURRENT_LIST_FILE} CACHE INTERNAL "")
function(npm_packages from into comment)
  add_custom_command(
    OUTPUT ${into}/installed
    COMMAND ${CMAKE_COMMAND} -DNPM=${NPM} -DFROM=${from} -DINTO=${into} -P ${npm_script}
    DEPENDS ${from}/package.json ${from}/package-lock.json ${npm_script}
    COMMENT ${comment} VERBATIM)
endfunction()
