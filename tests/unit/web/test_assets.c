/* The embedded dashboard: every asset is found by its path and by no other, and is what it says it is. */
#include "web/web.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "web/assets.h"

static void every_asset_is_found_by_its_path(void **state)
{
    (void)state;
    assert_true(web_asset_count > 0);
    for (size_t i = 0; i < web_asset_count; i++)
        assert_ptr_equal(web_asset_find(web_assets[i].path), &web_assets[i]);
}

static void paths_of_nothing_are_not_found(void **state)
{
    (void)state;
    const char *const paths[] = {"", "/nothing", "//", "/index.htm", "/../etc/passwd", "\x01", "\xff\xff"};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
        assert_null(web_asset_find(paths[i]));
}

static void the_page_is_html_and_asked_for_again_each_time(void **state)
{
    (void)state;
    const struct web_asset *page = web_asset_find("/");
    assert_non_null(page);
    assert_string_equal(page->media_type, "text/html; charset=utf-8");
    assert_string_equal(page->cache_control, "no-cache");
    assert_memory_equal(page->bytes, "<!doctype html>", 15);
}

static void etags_are_quoted_and_differ(void **state)
{
    (void)state;
    for (size_t i = 0; i < web_asset_count; i++) {
        const char *etag = web_assets[i].etag;
        assert_true(strlen(etag) > 2 && etag[0] == '"' && etag[strlen(etag) - 1] == '"');
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(etag, web_assets[j].etag);
    }
}

/* RFC 1952: the magic number first, the length before compression in the last four bytes. */
static void compressed_forms_are_smaller_and_of_the_same_length_inside(void **state)
{
    (void)state;
    for (size_t i = 0; i < web_asset_count; i++) {
        const struct web_asset *asset = &web_assets[i];
        if (!asset->gzip)
            continue;
        assert_true(asset->gzip_length > 18 && asset->gzip_length < asset->length);
        assert_memory_equal(asset->gzip, "\x1f\x8b\x08", 3);
        const unsigned char *end = asset->gzip + asset->gzip_length - 4;
        uint32_t inside =
            (uint32_t)end[0] | (uint32_t)end[1] << 8 | (uint32_t)end[2] << 16 | (uint32_t)end[3] << 24;
        assert_int_equal(inside, asset->length);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_asset_is_found_by_its_path),
        cmocka_unit_test(paths_of_nothing_are_not_found),
        cmocka_unit_test(the_page_is_html_and_asked_for_again_each_time),
        cmocka_unit_test(etags_are_quoted_and_differ),
        cmocka_unit_test(compressed_forms_are_smaller_and_of_the_same_length_inside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
