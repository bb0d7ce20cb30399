/*
 * A question a line: {id, board, title, body, author, created, score,
 * accepted_answer_id, answers: [{id, body, author, created, score}],
 * duplicate_of: [id], tags: [text]}. Other keys are passed over; all but id
 * may be missing or null.
 */
#include "server/ctl/jsonl.h"

#include <jansson.h>
#include <stdlib.h>

#include "common/xalloc.h"
#include "proto/date.h"

enum { FAULT = 200 };

struct reader {
	struct jsonl_question q;
	struct jsonl_post *answers;
	struct slice *dups, *tags;
	char fault[FAULT];
};

/* A string; empty when it is none. */
static struct slice
text_of(const json_t *v)
{
	if (!json_is_string(v))
		return slice_make("", 0);
	return slice_make(json_string_value(v), json_string_length(v));
}

/* An id, which may be written as a number; that becomes a string in place. */
static struct slice
id_of(json_t *object, const char *key)
{
	json_t *v = json_object_get(object, key);

	if (json_is_integer(v)) {
		json_object_set_new(object, key, json_sprintf(
		    "%" JSON_INTEGER_FORMAT, json_integer_value(v)));
		v = json_object_get(object, key);
	}
	return text_of(v);
}

/* What nobody's votes come to counts as the most there may be. */
static int64_t
number_of(const json_t *object, const char *key)
{
	json_int_t n = json_integer_value(json_object_get(object, key));

	return n > INT32_MAX ? INT32_MAX : n < -INT32_MAX ? -INT32_MAX : n;
}

static const char *
take_post(json_t *o, struct jsonl_post *p)
{
	struct slice created = text_of(json_object_get(o, "created"));

	*p = (struct jsonl_post){
		.id = id_of(o, "id"),
		.author = text_of(json_object_get(o, "author")),
		.body = text_of(json_object_get(o, "body")),
		.score = number_of(o, "score"),
		.number = number_of(o, "post_number"),
		.reply_to = number_of(o, "reply_to_post"),
	};
	if (p->id.len == 0)
		return "no \"id\"";
	if (created.len != 0 && !date_parse_rfc3339(created, &p->created))
		return "\"created\" is no time like 2026-11-22T03:00:00Z";
	if (p->created < 0)
		return "\"created\" lies before 1970";
	return NULL;
}

/* The strings of an array; *n of them. */
static struct slice *
take_texts(const json_t *array, size_t *n)
{
	size_t size = json_array_size(array);
	struct slice *out = xcalloc(size + 1, sizeof(*out));

	*n = 0;
	for (size_t i = 0; i < size; i++) {
		struct slice s = text_of(json_array_get(array, i));

		if (s.len != 0)
			out[(*n)++] = s;
	}
	return out;
}

static const char *
take_answers(json_t *array, struct reader *r)
{
	size_t size = json_array_size(array);
	const char *fault;

	r->answers = xcalloc(size + 1, sizeof(*r->answers));
	r->q.answers = r->answers;
	for (size_t i = 0; i < size; i++) {
		fault = take_post(json_array_get(array, i),
		    &r->answers[r->q.nanswers++]);
		if (fault != NULL)
			return fault;
	}
	return NULL;
}

static const char *
take_question(json_t *o, struct reader *r)
{
	struct jsonl_question *q = &r->q;
	const char *fault = take_post(o, &q->post);

	if (fault != NULL)
		return fault;
	q->board = text_of(json_object_get(o, "board"));
	q->title = text_of(json_object_get(o, "title"));
	q->accepted = id_of(o, "accepted_answer_id");
	r->dups = take_texts(json_object_get(o, "duplicate_of"), &q->ndups);
	r->tags = take_texts(json_object_get(o, "tags"), &q->ntags);
	q->dups = r->dups;
	q->tags = r->tags;
	return take_answers(json_object_get(o, "answers"), r);
}

static json_t *
parse(struct slice line, struct reader *r)
{
	json_error_t e;
	json_t *o;

	if (line.len >= SOURCE_WINDOW) {
		r->q.fault = "longer than a line may be";
		return NULL;
	}
	o = json_loadb(line.p, line.len, 0, &e);
	if (o != NULL && !json_is_object(o)) {
		r->q.fault = "no JSON object";
	} else if (o == NULL) {
		snprintf(r->fault, sizeof(r->fault), "no JSON: %s", e.text);
		r->q.fault = r->fault;
	}
	return o;
}

static bool
take_line(struct slice line, uint64_t number, jsonl_fn *fn, void *arg)
{
	struct reader r = { .q = { .line = number } };
	json_t *o = parse(line, &r);
	bool go_on;

	if (r.q.fault == NULL)
		r.q.fault = take_question(o, &r);
	go_on = fn(&r.q, arg);
	free(r.answers);
	free(r.dups);
	free(r.tags);
	json_decref(o);
	return go_on;
}

/* The rest of a line that was too long. */
static void
pass_over(struct source *s)
{
	struct slice rest;

	while (source_line(s, SOURCE_WINDOW, &rest) &&
	    rest.len >= SOURCE_WINDOW)
		;
}

enum err
jsonl_read(struct source *s, jsonl_fn *fn, void *arg)
{
	struct slice line;
	uint64_t number = 0;

	while (source_line(s, SOURCE_WINDOW, &line)) {
		bool cut = line.len >= SOURCE_WINDOW;

		number++;
		if (slice_trim(line).len == 0)
			continue;
		if (!take_line(line, number, fn, arg))
			break;
		if (cut)
			pass_over(s);
	}
	return s->err;
}
