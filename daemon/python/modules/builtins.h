/* Between the files of the module builtins. */
#ifndef HEAPD_PYTHON_BUILTINS_H
#define HEAPD_PYTHON_BUILTINS_H

#include "daemon/python/modules/module.h"

builtin_function builtin_build_class; /* build_class.c */

builtin_function builtin_exec, builtin_eval, builtin_compile, builtin_globals, builtin_locals, builtin_vars,
    builtin_dir, builtin_import; /* builtins_code.c */

builtin_function builtin_abs, builtin_all, builtin_any, builtin_divmod, builtin_max, builtin_min, builtin_pow,
    builtin_round, builtin_sum; /* builtins_number.c */

builtin_function builtin_print, builtin_input; /* builtins_print.c */

#endif
