/*
 * The readers of stoactl's imports and what is made of their messages. The
 * first byte chooses the format, the second how the input is cut. However it
 * is cut, the same messages come out, and what is mended can be fed.
 */
#include <stdint.h>
#include <stdlib.h>

#include "common/crc32c.h"
#include "proto/account.h"
#include "proto/act.h"
#include "proto/article.h"
#include "proto/date.h"
#include "proto/msgid.h"
#include "server/ctl/jsonl.h"
#include "server/ctl/mbox.h"
#include "server/ctl/person.h"
#include "server/ctl/question_text.h"
#include "server/ctl/repair.h"
#include "server/ctl/rnews.h"
#include "server/ctl/spool.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seen {
	struct repair *repair;	/* NULL: count and compare only */
	struct buf *out;
	uint32_t sum;
	uint64_t n;
};

#define MUST(x)              \
	do {                 \
		if (!(x))    \
			abort(); \
	} while (0)

static void
check_article(const struct repair *r, const struct buf *out)
{
	static struct article a;
	struct slice boards, name;
	int64_t t;
	int n = 0;

	MUST(out->len <= LIMIT_ARTICLE);
	MUST(article_parse(buf_slice(out), &a) == OK);
	MUST(msgid_valid(buf_slice(&r->msgid)));
	MUST(slice_eq(article_value(&a, "Message-ID"),
	    buf_slice(&r->msgid)));
	MUST(date_parse(article_value(&a, "Date"), &t));
	MUST(article_value(&a, "From").len > 0);
	MUST(article_value(&a, "Subject").len > 0);
	MUST(article_value(&a, "Path").len > 0);
	boards = article_value(&a, "Newsgroups");
	while (article_next_board(&boards, &name)) {
		MUST(article_board_valid(name));
		n++;
	}
	MUST(n >= 1 && n <= LIMIT_BOARDS);
	for (size_t i = 0; i < out->len; i++) {
		MUST(out->p[i] != '\0');
		MUST(out->p[i] != '\n' || (i > 0 && out->p[i - 1] == '\r'));
		MUST(out->p[i] != '\r' ||
		    (i + 1 < out->len && out->p[i + 1] == '\n'));
	}
}

static bool
see(const struct message *m, void *arg)
{
	struct seen *s = arg;

	MUST(m->number == ++s->n);
	s->sum = crc32c(s->sum, m->raw.p, m->raw.len);
	s->sum = crc32c(s->sum, m->name.p, m->name.len);
	s->sum = crc32c(s->sum, m->fault != NULL ? "!" : "-", 1);
	if (s->repair != NULL && m->fault == NULL &&
	    repair_message(s->repair, m, s->out) == OK)
		check_article(s->repair, s->out);
	return true;
}

static enum err
read_input(int format, struct slice text, size_t chunk, struct seen *seen)
{
	struct spool p = { .any_name = format & 4, .fn = see, .arg = seen };
	struct source s;
	enum err e;

	source_memory(&s, text, chunk);
	switch (format & 3) {
	case 0:
		e = mbox_read(&s, see, seen);
		break;
	case 1:
		e = rnews_read(&s, see, seen);
		break;
	case 2:
		e = spool_read_tar(&p, &s);
		break;
	default:
		seen->n = 0;
		see(&(struct message){ .raw = text, .number = 1 }, seen);
		e = OK;
		break;
	}
	source_clear(&s);
	return e;
}

/* --- questions ------------------------------------------------------------ */

struct asked {
	struct buf *out;
	uint32_t sum;
	uint64_t line;
};

static void
check_post(const struct jsonl_question *q, const struct jsonl_post *p,
    const struct jsonl_post *parent, struct buf *out)
{
	static struct article a;
	struct person who = { .name = "" };
	struct question_article form = {
		.server = "forum.example", .account = who.name,
		.board = SLICE("a.b"), .title = q->title, .post = p,
		.root = &q->post, .parent = parent,
	};

	if (slice_trim(p->author).len != 0) {
		person_name(slice_trim(p->author), &who);
		MUST(account_name_valid(slice_of(who.name)));
		MUST(!account_name_reserved(slice_of(who.name)));
	}
	if (question_put_article(out, &form) != OK)
		return;
	MUST(article_parse(buf_slice(out), &a) == OK);
	MUST(msgid_valid(article_value(&a, "Message-ID")));
	MUST(article_value(&a, "Subject").len > 0);
	MUST(article_value(&a, "From").len > 0);
	for (size_t i = 0; i < out->len; i++)
		MUST(out->p[i] != '\n' || (i > 0 && out->p[i - 1] == '\r'));
}

/* What is said of a question is an act that can be read. */
static void
check_act(const struct question_act *act)
{
	struct buf out = BUF_INIT(LIMIT_LINE), id = BUF_INIT(4 * LIMIT_LINE);
	struct act_request r;
	int column;

	question_put_msgid(&id, act->id);
	question_put_act(&out, act);
	if (buf_ok(&out) && buf_ok(&id) && msgid_valid(buf_slice(&id)))
		MUST(act_parse(slice_trim(slice_from(buf_slice(&out), 5)), &r,
		    &column) == OK);
	buf_clear(&out);
	buf_clear(&id);
}

static void
check_acts(const struct jsonl_question *q)
{
	struct buf tags = BUF_INIT(LIMIT_LINE);
	struct question_act act = { .name = "tag", .id = q->post.id,
		.at = q->post.created, .key = "tags" };

	question_put_tags(&tags, q->tags, q->ntags);
	act.text = buf_slice(&tags);
	if (tags.len != 0)
		check_act(&act);
	act = (struct question_act){ .name = "score", .id = q->post.id,
		.score = q->post.score };
	if (act.score != 0)
		check_act(&act);
	buf_clear(&tags);
}

static bool
see_question(const struct jsonl_question *q, void *arg)
{
	struct asked *s = arg;

	MUST(q->line > s->line);
	s->line = q->line;
	s->sum = crc32c(s->sum, q->fault != NULL ? "!" : "-", 1);
	if (q->fault != NULL)
		return true;
	s->sum = crc32c(s->sum, q->post.id.p, q->post.id.len);
	s->sum = crc32c(s->sum, q->post.body.p, q->post.body.len);
	if (s->out == NULL)
		return true;
	check_post(q, &q->post, NULL, s->out);
	for (size_t i = 0; i < q->nanswers; i++)
		check_post(q, &q->answers[i], &q->post, s->out);
	check_acts(q);
	return true;
}

static uint32_t
read_questions(struct slice text, size_t chunk, struct buf *out)
{
	struct asked asked = { .out = out };
	struct source s;

	source_memory(&s, text, chunk);
	MUST(jsonl_read(&s, see_question, &asked) == OK);
	source_clear(&s);
	return asked.sum;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf out = BUF_INIT(REPAIR_OUT);
	struct seen whole = { .out = &out }, cut = { 0 };
	struct slice text;
	struct repair r;
	enum err e;

	if (size < 2)
		return 0;
	text = slice_make((const char *)data + 2, size - 2);
	if (data[0] & 16) {
		MUST(read_questions(text, 1 << 16, &out) ==
		    read_questions(text, data[1] + 1u, NULL));
		buf_clear(&out);
		return 0;
	}
	repair_init(&r, data[0] & 8 ? SLICE("a.board") : SLICE(""), 1);
	whole.repair = &r;
	e = read_input(data[0], text, 1 << 16, &whole);
	MUST(read_input(data[0], text, data[1] + 1u, &cut) == e);
	MUST(cut.n == whole.n && cut.sum == whole.sum);
	repair_clear(&r);
	buf_clear(&out);
	return 0;
}
