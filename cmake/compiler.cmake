# Compiler options that every target shares. What a build kind adds is here and nowhere else.
add_library(heapd_options INTERFACE)
target_compile_options(heapd_options INTERFACE
  -Wall -Wextra -Wshadow -Wconversion -Wmissing-prototypes -Wstrict-prototypes -Wvla -Werror
  -fno-strict-aliasing -fstack-protector-strong)
target_include_directories(heapd_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_definitions(heapd_options INTERFACE _GNU_SOURCE HEAPD_VERSION="${PROJECT_VERSION}")

if(CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_options(heapd_options INTERFACE -O2 -g -fno-tree-reassoc)
  target_compile_definitions(heapd_options INTERFACE _FORTIFY_SOURCE=2)
  target_link_options(heapd_options INTERFACE -Wl,-z,relro,-z,now)
  # The libraries are many small files, and what is hot crosses them all: programs with the property HEAPD_WHOLE are optimized
  # at link time. It takes long, so that tests are linked without.
  target_compile_options(heapd_options INTERFACE -flto=auto -ffat-lto-objects)
  target_link_options(heapd_options INTERFACE $<IF:$<BOOL:$<TARGET_PROPERTY:HEAPD_WHOLE>>,-flto=auto,-fno-lto>)
endif()
if(HEAPD_SANITIZE)
  # Optimized as far as a debugger does not mind: tests take a third of the time. The warnings guess about values, wrongly where sanitizers'
  # checks are in their way; release builds have them.
  target_compile_options(heapd_options INTERFACE -Og $<$<C_COMPILER_ID:GNU>:-Wno-maybe-uninitialized> $<$<C_COMPILER_ID:GNU>:-Wno-format-truncation>)
  target_compile_options(heapd_options INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(heapd_options INTERFACE -fsanitize=address,undefined)
  # A fixed address: thousands of processes need not relocate their tables, nor search them for leaks.
  target_compile_options(heapd_options INTERFACE -fno-pie)
  target_link_options(heapd_options INTERFACE -no-pie)
  target_compile_definitions(heapd_options INTERFACE HEAPD_DEBUG=1)
  add_library(heapd_sanitizers OBJECT ${CMAKE_CURRENT_LIST_DIR}/sanitizers.c)
  target_sources(heapd_options INTERFACE $<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:$<TARGET_OBJECTS:heapd_sanitizers>>)
endif()
if(HEAPD_STRESS)
  target_compile_definitions(heapd_options INTERFACE HEAPD_STRESS=1)
endif()
if(HEAPD_TSAN)
  target_compile_options(heapd_options INTERFACE -fsanitize=thread -fno-omit-frame-pointer)
  target_link_options(heapd_options INTERFACE -fsanitize=thread)
endif()
if(HEAPD_FUZZ)
  target_compile_options(heapd_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

# Some 150 programs, most of them tests, have the same libraries: the linker that takes half the time. What is optimized as a whole, and other
# compilers, have their usual one.
find_program(LD_GOLD ld.gold)
if(LD_GOLD AND CMAKE_C_COMPILER_ID STREQUAL "GNU")
  target_link_options(heapd_options INTERFACE $<$<NOT:$<BOOL:$<TARGET_PROPERTY:HEAPD_WHOLE>>>:-fuse-ld=gold>)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  # One cache for all clones, wherever they lie: paths are taken relative to the tree.
  set(CMAKE_C_COMPILER_LAUNCHER env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=true ${CCACHE})
endif()
