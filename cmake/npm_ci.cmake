# cmake -DNPM=… -DFROM=… -DINTO=… -P npm_ci.cmake: installs what FROM/package-lock.json names into INTO/node_modules,
# exactly those versions, running no script of any package. INTO/installed is the stamp.
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
