/* /problems: what each kind of problem means. */
#include "api/resources/resources.h"

static void write_kind(struct json_writer *w, const struct problem_kind *kind)
{
    json_begin_object(w);
    json_key(w, "type");
    json_format(w, "/problems/%s", kind->slug);
    json_member_text(w, "title", kind->title);
    json_member_uint(w, "status", kind->status);
    json_member_text(w, "text", kind->text);
    json_end_object(w);
}

enum api_result list_problems(struct api_request *request)
{
    struct json_writer *w = &request->json;
    json_begin_object(w);
    json_key(w, "items");
    json_begin_array(w);
    for (int i = 0; i < PROBLEM_COUNT; i++)
        write_kind(w, problem_kind((enum problem)i));
    json_end_array(w);
    json_member_null(w, "next");
    json_end_object(w);
    return API_DONE;
}

enum api_result get_problem(struct api_request *request)
{
    const char *slug = request->param[PARAM_NAME].text;
    int problem = problem_by_slug(slug);
    if (problem < 0)
        return api_fail(request, PROBLEM_NO_SUCH_PROBLEM, "no problem is called \"%s\"", slug);
    write_kind(&request->json, problem_kind((enum problem)problem));
    return API_DONE;
}
