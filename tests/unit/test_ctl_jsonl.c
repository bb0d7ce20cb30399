/* Questions of JSON Lines: read, and as the articles and acts they become. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "proto/article.h"
#include "server/ctl/idmap.h"
#include "server/ctl/jsonl.h"
#include "server/ctl/person.h"
#include "server/ctl/question_text.h"

/* --- reading -------------------------------------------------------------- */

static void
put_post(struct buf *out, const struct jsonl_post *p)
{
	buf_printf(out, "%.*s|%.*s|%.*s|%lld|%lld", SLICE_ARG(p->id),
	    SLICE_ARG(p->author), SLICE_ARG(p->body),
	    (long long)p->created, (long long)p->score);
}

/* "line id|author|body|time|score board title accepted(answer...)[dup]{tag}" */
static bool
see(const struct jsonl_question *q, void *arg)
{
	struct buf *out = arg;

	buf_printf(out, "%llu ", (unsigned long long)q->line);
	if (q->fault != NULL) {
		buf_printf(out, "!%s\n", q->fault);
		return true;
	}
	put_post(out, &q->post);
	buf_printf(out, " %.*s %.*s %.*s", SLICE_ARG(q->board),
	    SLICE_ARG(q->title), SLICE_ARG(q->accepted));
	for (size_t i = 0; i < q->nanswers; i++) {
		buf_puts(out, " (");
		put_post(out, &q->answers[i]);
		buf_printf(out, "|%lld>%lld)", (long long)q->answers[i].number,
		    (long long)q->answers[i].reply_to);
	}
	for (size_t i = 0; i < q->ndups; i++)
		buf_printf(out, " [%.*s]", SLICE_ARG(q->dups[i]));
	for (size_t i = 0; i < q->ntags; i++)
		buf_printf(out, " {%.*s}", SLICE_ARG(q->tags[i]));
	buf_putc(out, '\n');
	return true;
}

static const struct {
	const char *name, *text, *wanted;
} lines[] = {
	{ "nothing", "", "" },
	{ "empty lines", "\n \n\n", "" },
	{ "all of it",
	  "{\"id\":\"q1\",\"board\":\"tv\",\"title\":\"T\",\"body\":\"B\","
	  "\"author\":\"A\",\"created\":\"2014-01-21T20:26:05.383Z\","
	  "\"score\":17,\"views\":698,\"tags\":[\"x\",\"y\"],"
	  "\"accepted_answer_id\":\"a2\",\"closed\":null,\"answers\":["
	  "{\"id\":\"a1\",\"body\":\"C\",\"author\":null,\"created\":null,"
	  "\"score\":-2,\"post_number\":2},"
	  "{\"id\":\"a2\",\"body\":\"D\",\"author\":\"E\",\"score\":null,"
	  "\"post_number\":3,\"reply_to_post\":2}],"
	  "\"duplicate_of\":[\"q0\"],\"related\":[\"q9\"]}\n",
	  "1 q1|A|B|1390335965|17 tv T a2 (a1||C|0|-2|2>0) "
	  "(a2|E|D|0|0|3>2) [q0] {x} {y}\n" },
	{ "the least", "{\"id\":\"q\"}", "1 q|||0|0   \n" },
	{ "ids that are numbers",
	  "{\"id\":7,\"accepted_answer_id\":8,\"answers\":[{\"id\":8}]}\n",
	  "1 7|||0|0   8 (8|||0|0|0>0)\n" },
	{ "wrong types are as missing",
	  "{\"id\":\"q\",\"title\":[],\"score\":\"9\",\"tags\":{},"
	  "\"duplicate_of\":[1,\"a\",null]}\n", "1 q|||0|0    [a]\n" },
	{ "a bad line does not hurt the next",
	  "{\"id\":\n[]\n{\"title\":\"x\"}\n{\"id\":\"q\"}\n",
	  "1 !no JSON: unexpected token near end of file\n"
	  "2 !no JSON object\n3 !no \"id\"\n4 q|||0|0   \n" },
	{ "no time", "{\"id\":\"q\",\"created\":\"yesterday\"}\n",
	  "1 !\"created\" is no time like 2026-11-22T03:00:00Z\n" },
	{ "no time of ours", "{\"id\":\"q\",\"created\":"
	  "\"1969-01-01T00:00:00Z\"}\n",
	  "1 !\"created\" lies before 1970\n" },
	{ "a number beyond all", "{\"id\":\"q\",\"score\":"
	  "-9223372036854775808}\n", "1 q|||0|-2147483647   \n" },
	{ "an answer without an id", "{\"id\":\"q\",\"answers\":[{}]}\n",
	  "1 !no \"id\"\n" },
	{ "answers that are none", "{\"id\":\"q\",\"answers\":[3,null]}\n",
	  "1 !no \"id\"\n" },
	{ "NUL", "{\"id\":\"q\",\"body\":\"a\\u0000b\"}\n",
	  "1 !no JSON: \\u0000 is not allowed without JSON_ALLOW_NUL near "
	  "'\"a\\u0000b\"'\n" },
};

static void
test_read(void **state)
{
	static const size_t chunks[] = { 1, 7, 65536 };

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		for (size_t k = 0; k < 3; k++) {
			struct buf out = BUF_INIT(65536);
			struct source s;

			source_memory(&s, slice_of(lines[i].text), chunks[k]);
			assert_int_equal(jsonl_read(&s, see, &out), OK);
			if (!slice_is(buf_slice(&out), lines[i].wanted))
				fail_msg("%s: %s", lines[i].name,
				    buf_cstr(&out));
			source_clear(&s);
			buf_clear(&out);
		}
}

static void
test_long_line(void **state)
{
	struct buf text = BUF_INIT(3 * SOURCE_WINDOW), out = BUF_INIT(4096);
	struct source s;

	(void)state;
	buf_puts(&text, "{\"id\":\"");
	for (size_t i = 0; i < 2 * SOURCE_WINDOW; i++)
		buf_putc(&text, 'x');
	buf_puts(&text, "\"}\n{\"id\":\"q\"}\n");
	source_memory(&s, buf_slice(&text), 65536);
	assert_int_equal(jsonl_read(&s, see, &out), OK);
	assert_string_equal(buf_cstr(&out),
	    "1 !longer than a line may be\n2 q|||0|0   \n");
	source_clear(&s);
	buf_clear(&text);
	buf_clear(&out);
}

/* --- accounts ------------------------------------------------------------- */

static void
test_person(void **state)
{
	static const struct {
		const char *author, *wanted;
	} names[] = {
		{ "anna", "anna" },
		{ "Tom Medley", "tom.medley" },
		{ "Sarvraj_Kohli", "sarvraj_kohli" },
		{ "f.rota", "f.rota" },
		{ "x", "x-[0-9a-f]{8}" },
		{ "System", "system-[0-9a-f]{8}" },
		{ "me", "me-[0-9a-f]{8}" },
		{ "deleted-17", "xeleted-17-[0-9a-f]{8}" },
		{ "J\xc3\xbcrgen", "jrgen-[0-9a-f]{8}" },
		{ "\xd0\x9f\xd0\xb5\xd1\x82\xd1\x80", "x-[0-9a-f]{8}" },
		{ "A very long name that no account may have here",
		  "a.very.long.name.that.n-[0-9a-f]{8}" },
	};
	struct person p, again;

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const char *w = names[i].wanted;
		size_t n = strcspn(w, "[");

		person_name(slice_of(names[i].author), &p);
		person_name(slice_of(names[i].author), &again);
		assert_string_equal(p.name, again.name);
		assert_memory_equal(p.name, w, n);
		assert_int_equal(strlen(p.name), w[n] != '\0' ? n + 8 : n);
		assert_true(strlen(p.name) <= LIMIT_ACCOUNT_NAME);
	}
	/* What is lost makes a difference. */
	person_name(SLICE("J\xc3\xb6rgen"), &p);
	person_name(SLICE("J\xc3\xbcrgen"), &again);
	assert_string_not_equal(p.name, again.name);
}

static void
test_people(void **state)
{
	struct idmap met = { 0 };
	struct person who;

	(void)state;
	for (int round = 0; round < 2; round++)
		for (int i = 0; i < 5000; i++) {
			snprintf(who.name, sizeof(who.name), "name-%d", i);
			assert_int_equal(idmap_put(&met,
			    slice_of(who.name), 0), round == 0);
		}
	assert_int_equal(met.n, 5000);
	idmap_clear(&met);
}

/* --- articles ------------------------------------------------------------- */

static void
check_article(const struct question_article *a, const char *wanted)
{
	struct buf out = BUF_INIT(LIMIT_ARTICLE);
	struct article *parsed = calloc(1, sizeof(*parsed));

	assert_int_equal(question_put_article(&out, a), OK);
	assert_string_equal(buf_cstr(&out), wanted);
	assert_int_equal(article_parse(buf_slice(&out), parsed), OK);
	free(parsed);
	buf_clear(&out);
}

#define MIME "MIME-Version: 1.0\r\n" \
	"Content-Type: text/plain; charset=utf-8\r\n" \
	"Content-Transfer-Encoding: 8bit\r\n\r\n"
#define THEN "Date: Tue, 21 Jan 2014 20:26:05 +0000\r\n"

static void
test_article(void **state)
{
	const struct jsonl_post q = {
		.id = SLICE("q1"), .author = SLICE("Tom \"T\" Medley"),
		.body = SLICE("One\r\n\n.\nFour"), .created = 1390335965,
	};
	const struct jsonl_post r = {
		.id = SLICE("a 1/2"), .body = SLICE("x\ry\n"),
		.created = 1390335965,
	};
	struct question_article a = {
		.server = "forum.example", .account = "tom",
		.board = SLICE("tv.x"), .title = SLICE("Wh\xc3\xa4t\r\nX: y"),
		.post = &q, .root = &q,
	};

	(void)state;
	check_article(&a, "From: \"Tom \\\"T\\\" Medley\" "
	    "<tom@forum.example>\r\nInjection-Info: forum.example; "
	    "posting-account=\"tom\"\r\nNewsgroups: tv.x\r\n"
	    "Subject: =?UTF-8?Q?Wh=C3=A4t_?= X: y\r\n" THEN
	    "Message-ID: <q1@jsonl.invalid>\r\n" MIME
	    "One\r\n\r\n.\r\nFour\r\n");
	a.post = &r;
	a.parent = &q;
	a.account = "";
	a.title = SLICE("");
	check_article(&a, "From: nobody <nobody@jsonl.invalid>\r\n"
	    "Newsgroups: tv.x\r\nSubject: Re: One\r\n" THEN
	    "Message-ID: <a=201=2f2@jsonl.invalid>\r\n"
	    "References: <q1@jsonl.invalid>\r\n" MIME "x y\r\n");
}

static void
test_article_refused(void **state)
{
	struct buf out = BUF_INIT(LIMIT_ARTICLE), id = BUF_INIT(1024);
	struct jsonl_post q = { .id = SLICE("q"), .body = SLICE("x") };
	struct question_article a = {
		.server = "f.example", .account = "", .title = SLICE("t"),
		.board = SLICE("No Board"), .post = &q, .root = &q,
	};

	(void)state;
	assert_int_equal(question_put_article(&out, &a), ERR_SYNTAX);
	a.board = SLICE("tv");
	for (int i = 0; i < 300; i++)
		buf_putc(&id, 'x');
	q.id = buf_slice(&id);
	assert_int_equal(question_put_article(&out, &a), ERR_SYNTAX);
	buf_clear(&out);
	buf_clear(&id);
}

/* --- acts ----------------------------------------------------------------- */

static void
test_acts(void **state)
{
	static const struct {
		struct question_act a;
		const char *wanted;
	} acts[] = {
		{ { .name = "solve", .id = { "a1", 2 }, .as = "anna",
		    .at = 1390335965 },
		  "XACT solve <a1@jsonl.invalid> as=@anna at=1390335965 "
		  "id=solve.a1\r\n" },
		{ { .name = "score", .id = { "a1", 2 }, .as = "",
		    .score = 12 },
		  "XACT score <a1@jsonl.invalid> up=12 id=score.a1\r\n" },
		{ { .name = "score", .id = { "a 1", 3 }, .score = -3 },
		  "XACT score <a=201@jsonl.invalid> up=0 down=3 "
		  "id=score.a=201\r\n" },
		{ { .name = "tag", .id = { "q", 1 }, .key = "tags",
		    .text = { "a,b", 3 } },
		  "XACT tag <q@jsonl.invalid> tags=a,b id=tag.q\r\n" },
	};
	struct buf out = BUF_INIT(LIMIT_LINE);

	(void)state;
	for (size_t i = 0; i < sizeof(acts) / sizeof(*acts); i++) {
		question_put_act(&out, &acts[i].a);
		assert_string_equal(buf_cstr(&out), acts[i].wanted);
	}
	question_put_join(&out, "tom.medley", SLICE("Tom\tMedley"), 7);
	assert_string_equal(buf_cstr(&out),
	    "XACT join @tom.medley at=7 :Tom\\tMedley\r\n");
	question_put_join(&out, "anna", SLICE("anna"), 0);
	assert_string_equal(buf_cstr(&out), "XACT join @anna\r\n");
	buf_clear(&out);
}

static void
test_tags(void **state)
{
	static const struct slice tags[] = {
		{ "ipa", 3 }, { "two words", 9 }, { "a,b", 3 }, { "", 0 },
		{ "hangover", 8 },
	};
	struct buf out = BUF_INIT(LIMIT_LINE);

	(void)state;
	question_put_tags(&out, tags, 5);
	assert_string_equal(buf_cstr(&out), "ipa,hangover");
	buf_clear(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_long_line),
		cmocka_unit_test(test_person),
		cmocka_unit_test(test_people),
		cmocka_unit_test(test_article),
		cmocka_unit_test(test_article_refused),
		cmocka_unit_test(test_acts),
		cmocka_unit_test(test_tags),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
