#include "daemon/python/rules.h"

#include <stddef.h>

/* clang-format off */
#define FROM_3_8 .walrus = true, .star_in_return = true
#define FROM_3_9 FROM_3_8, .star_in_loops = true, .walrus_in_sets = true, .any_decorator = true, .with_items_in_parentheses = true
#define FROM_3_10 FROM_3_9, .match = true, .walrus_in_index = true
#define FROM_3_11 FROM_3_10, .star_in_index = true, .parameter_messages = true, .expression_required = true
#define FROM_3_12 FROM_3_11, .fstring_tokens = true, .newline_has_width = true, .type_parameters = true, .parameter_wording = true, \
    .argument_value_expected = true, .escape_errors_in_strings = true, .unpacking_assignment = true, .import_from_message = true
#define FROM_3_13 FROM_3_12, .files_count_characters = true, .type_parameter_defaults = true, .in_expected = true, .not_after_operator = true, .unpacking_range = true, .escaped_quote = true, .invalid_star = true, .import_messages = true
#define FROM_3_14 FROM_3_13, .escape_warning_explains = true, .except_without_parentheses = true, .template_strings = true, \
    .newline_in_spec_is_told = true, .statement_in_condition = true, .pieces_of_strings = true, .statement_messages = true, .last_line_is_told = true
#define FROM_3_15 FROM_3_14, .parameter_is_no_argument = true

static const struct syntax_rules versions[] = {
    {.minor = 6, .unicode_version = 90, .async_is_name = true},
    {.minor = 7, .unicode_version = 110},
    {.minor = 8, .unicode_version = 121, FROM_3_8},
    {.minor = 9, .unicode_version = 130, FROM_3_9},
    {.minor = 10, .unicode_version = 130, FROM_3_10},
    {.minor = 11, .unicode_version = 140, FROM_3_11},
    {.minor = 12, .unicode_version = 150, FROM_3_12},
    {.minor = 13, .unicode_version = 151, FROM_3_13},
    {.minor = 14, .unicode_version = 160, FROM_3_14},
    {.minor = 15, .unicode_version = 160, FROM_3_15},
};
/* clang-format on */

const struct syntax_rules *syntax_rules(unsigned minor)
{
    size_t last = sizeof versions / sizeof *versions - 1;
    if (minor <= versions[0].minor)
        return &versions[0];
    if (minor >= versions[last].minor)
        return &versions[last];
    return &versions[minor - versions[0].minor];
}
