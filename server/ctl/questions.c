/*
 * A question becomes an article, its answers replies; votes, solutions, tags
 * and duplicates become acts. Each act has an id=, so that another import
 * does not do again what somebody undid since.
 */
#include "server/ctl/questions.h"

#include <stdlib.h>

#include "common/clock.h"
#include "common/xalloc.h"
#include "proto/date.h"
#include "proto/reply.h"
#include "server/ctl/ctl.h"
#include "server/ctl/idmap.h"
#include "server/ctl/person.h"
#include "server/ctl/question_text.h"

enum {
	PENDING = 1024,		/* commands in flight */
	UNSENT = 262144,	/* bytes gathered before they are sent */
};

enum kind { ARTICLE, JOIN, SOLVE, SCORE, TAG, DUP };

/* What a refusal is reported with. */
struct pending {
	enum kind kind;
	uint64_t line;
	char id[80];
};

/* Said when both questions are there. */
struct dup {
	struct dup *next;
	uint64_t line;
	int64_t at;
	char *id, *of;
};

struct questions {
	struct remote *remote;
	const char *file;
	struct slice board;
	const struct source *source;
	char server[LIMIT_BOARD_NAME + 1];	/* its name on the net */
	int64_t now;		/* by the clock of the daemon */
	struct idmap people;	/* names of accounts that were met */
	struct dup *dups, **last_dup;
	struct buf article, command;
	struct progress progress;
	struct questions_count count;
	struct pending pending[PENDING];
	unsigned first, n;
	enum err err;
};

/* --- the beginning -------------------------------------------------------- */

/* From and Injection-Info have it. */
static enum err
ask_name(struct questions *q)
{
	struct slice text;
	int code;
	enum err e = remote_command(q->remote, &code, &text, "XINFO server");

	while (e == OK && (e = remote_block_line(q->remote, &text)) == OK)
		if (slice_starts(text, "Name: "))
			slice_copy(slice_from(text, 6), q->server,
			    sizeof(q->server));
	if (e == ERR_NOTFOUND)
		e = q->server[0] != '\0' ? OK :
		    err_set(ERR_IO, "the daemon does not say its name");
	return e;
}

/* What is of later is refused by it, article and acts one by one. */
static enum err
ask_time(struct questions *q)
{
	struct slice text;
	int code;
	enum err e = remote_command(q->remote, &code, &text, "DATE");

	text = slice_trim(text);
	if (e == OK && (code != REPLY_DATE || text.len < 8 ||
	    !date_parse_nntp(slice_make(text.p, 8), slice_from(text, 8),
		clock_now(), &q->now)))
		e = err_set(ERR_IO, "the daemon does not say its time");
	return e;
}

struct questions *
questions_new(struct remote *remote, const char *file, struct slice board,
    const struct source *source)
{
	struct questions *q = xcalloc(1, sizeof(*q));

	q->remote = remote;
	q->file = file;
	q->board = board;
	q->source = source;
	q->last_dup = &q->dups;
	buf_init(&q->article, LIMIT_ARTICLE);
	buf_init(&q->command, LIMIT_LINE);
	q->now = clock_now();
	if (remote != NULL && (ask_name(q) != OK || ask_time(q) != OK)) {
		ctl_failed(ERR_IO);
		questions_free(&q);
		return NULL;
	}
	progress_begin(&q->progress, file, "articles");
	return q;
}

void
questions_free(struct questions **qp)
{
	struct questions *q = *qp;

	if (q == NULL)
		return;
	for (struct dup *d; (d = q->dups) != NULL;) {
		q->dups = d->next;
		free(d->id);
		free(d->of);
		free(d);
	}
	idmap_clear(&q->people);
	buf_clear(&q->article);
	buf_clear(&q->command);
	free(q);
	*qp = NULL;
}

/* --- answers -------------------------------------------------------------- */

static void
report(struct questions *q, uint64_t line, struct slice id, struct slice why)
{
	q->count.refused++;
	progress_hide(&q->progress);
	ctl_error("%s:%llu: %.*s%s%.*s", q->file, (unsigned long long)line,
	    SLICE_ARG(id), id.len != 0 ? ": " : "", SLICE_ARG(why));
}

static void
count_act(struct questions *q, enum kind kind)
{
	uint64_t *const counts[] = {
		[JOIN] = &q->count.accounts, [SOLVE] = &q->count.solved,
		[SCORE] = &q->count.scores, [TAG] = &q->count.tags,
		[DUP] = &q->count.dups,
	};

	(*counts[kind])++;
}

static void
take_article(struct questions *q, const struct pending *p, int code,
    struct slice text)
{
	slice_cut(&text, ' ');
	if (code == REPLY_TAKETHIS_OK)
		q->count.fresh++;
	else if (slice_is(text, "already there"))
		q->count.known++;
	else
		report(q, p->line, slice_of(p->id), text);
}

static void
take_act(struct questions *q, const struct pending *p, int code,
    struct slice text)
{
	if (code == REPLY_ACT_OK)
		count_act(q, p->kind);
	else if (code == REPLY_ACT_SYNTAX) {
		slice_word(&text);
		text = slice_trim(text);
	}
	/* Of what a question duplicates not all need be in the file. */
	if (code != REPLY_ACT_OK && code != REPLY_ACT_ALREADY &&
	    (p->kind != DUP || (code != REPLY_ACT_NOTFOUND &&
	    code != REPLY_ACT_STATE)))
		report(q, p->line, slice_of(p->id), text);
}

/* The daemon's answer to the oldest command in flight. */
static enum err
take_answer(struct questions *q, struct slice line)
{
	const struct pending *p = &q->pending[q->first];
	struct slice text = line;
	int code = 0;
	bool good = reply_parse(line, &code, &text) && q->n != 0;

	if (good && p->kind == ARTICLE)
		good = code == REPLY_TAKETHIS_OK || code == REPLY_TAKETHIS_NO;
	else if (good)
		good = code / 10 == REPLY_ACT_OK / 10 ||
		    code / 10 == REPLY_ACT_DENIED / 10;
	if (!good) {
		progress_hide(&q->progress);
		q->err = ctl_refused(code, text) == CTL_DENIED ? ERR_DENIED :
		    ERR_IO;
		return q->err;
	}
	if (p->kind == ARTICLE)
		take_article(q, p, code, text);
	else
		take_act(q, p, code, text);
	q->first = (q->first + 1) % PENDING;
	q->n--;
	return OK;
}

/* Sends and reads once, then takes all answers that are there. */
static enum err
turn(struct questions *q)
{
	enum err e = remote_wait(q->remote);
	struct slice line;

	if (e != OK) {
		progress_hide(&q->progress);
		ctl_failed(e);
		q->err = e;
		return e;
	}
	while (e == OK && remote_peek(q->remote, &line))
		e = take_answer(q, line);
	return e;
}

/* Room for one more command; false when the daemon takes no more. */
static bool
begin(struct questions *q, enum kind kind, uint64_t line, struct slice id)
{
	struct pending *p;

	while (q->n == PENDING || remote_unsent(q->remote) > UNSENT)
		if (turn(q) != OK)
			return false;
	p = &q->pending[(q->first + q->n++) % PENDING];
	p->kind = kind;
	p->line = line;
	slice_copy(id, p->id, sizeof(p->id));
	return true;
}

/* --- what is sent --------------------------------------------------------- */

static void
author_of(const struct jsonl_post *p, struct person *who)
{
	who->name[0] = '\0';
	if (slice_trim(p->author).len != 0)
		person_name(slice_trim(p->author), who);
}

/* Sends the line in q->command, or tells that it cannot be. */
static bool
send_command(
    struct questions *q, enum kind kind, uint64_t line, struct slice id)
{
	if (!buf_ok(&q->command)) {
		report(q, line, id, SLICE("too long for a command"));
		return true;
	}
	if (!begin(q, kind, line, id))
		return false;
	buf_put_slice(remote_out(q->remote), buf_slice(&q->command));
	return true;
}

/* The account of an author who was not met yet. */
static bool
send_join(struct questions *q, uint64_t line, const struct jsonl_post *p)
{
	struct person who;

	author_of(p, &who);
	if (who.name[0] == '\0' ||
	    !idmap_put(&q->people, slice_of(who.name), 0) ||
	    q->remote == NULL)
		return true;
	question_put_join(&q->command, who.name, slice_trim(p->author),
	    p->created);
	return send_command(q, JOIN, line, slice_of(who.name));
}

static bool
send_act(struct questions *q, enum kind kind, uint64_t line,
    const struct jsonl_post *p, const struct question_act *a)
{
	question_put_act(&q->command, a);
	return send_command(q, kind, line, p->id);
}

/* parent: what it answers, NULL for the question itself. */
static bool
send_post(struct questions *q, const struct jsonl_question *of,
    const struct jsonl_post *p, const struct jsonl_post *parent)
{
	struct question_article a = {
		.server = q->server,
		.board = q->board.len != 0 ? q->board : of->board,
		.title = of->title,
		.post = p,
		.root = &of->post,
		.parent = parent,
	};
	struct person who;

	author_of(p, &who);
	a.account = who.name;
	q->count.read++;
	if (question_put_article(&q->article, &a) != OK) {
		report(q, of->line, p->id, slice_of(err_detail()));
		return true;
	}
	if (q->remote == NULL) {
		q->count.fresh++;
		return true;
	}
	if (!begin(q, ARTICLE, of->line, p->id))
		return false;
	buf_puts(remote_out(q->remote), "TAKETHIS ");
	question_put_msgid(remote_out(q->remote), p->id);
	buf_puts(remote_out(q->remote), "\r\n");
	dot_write(remote_out(q->remote), buf_slice(&q->article));
	return true;
}

static bool
send_score(
    struct questions *q, uint64_t line, const struct jsonl_post *p)
{
	const struct question_act a = {
		.name = "score", .id = p->id, .at = p->created,
		.score = p->score,
	};

	return p->score == 0 || q->remote == NULL ||
	    send_act(q, SCORE, line, p, &a);
}

/* By who asked, when the answer came: nothing else is known. */
static bool
send_solve(struct questions *q, const struct jsonl_question *of,
    const struct jsonl_post *p)
{
	struct person asker;
	const struct question_act a = {
		.name = "solve", .id = p->id, .at = p->created,
		.as = asker.name,
	};

	author_of(&of->post, &asker);
	return !slice_eq(of->accepted, p->id) || q->remote == NULL ||
	    send_act(q, SOLVE, of->line, p, &a);
}

static bool
send_tags(struct questions *q, const struct jsonl_question *of)
{
	struct buf tags = BUF_INIT(LIMIT_LINE);
	struct question_act a = {
		.name = "tag", .id = of->post.id, .at = of->post.created,
		.key = "tags",
	};
	bool sent;

	question_put_tags(&tags, of->tags, of->ntags);
	a.text = buf_slice(&tags);
	sent = tags.len == 0 || q->remote == NULL ||
	    send_act(q, TAG, of->line, &of->post, &a);
	buf_clear(&tags);
	return sent;
}

/* Whom an answer answers: the question, or an answer in front of it. */
static const struct jsonl_post *
parent_of(const struct jsonl_question *of, size_t i)
{
	enum { LOOK = 1000 };
	int64_t number = of->answers[i].reply_to;

	for (size_t k = 0; number != 0 && k < i && k < LOOK; k++)
		if (of->answers[i - 1 - k].number == number)
			return &of->answers[i - 1 - k];
	return &of->post;
}

static bool
send_answers(struct questions *q, const struct jsonl_question *of)
{
	for (size_t i = 0; i < of->nanswers; i++) {
		const struct jsonl_post *p = &of->answers[i];

		if (!send_join(q, of->line, p) ||
		    !send_post(q, of, p, parent_of(of, i)) ||
		    !send_score(q, of->line, p) || !send_solve(q, of, p))
			return false;
	}
	return true;
}

static void
keep_dups(struct questions *q, const struct jsonl_question *of)
{
	for (size_t i = 0; i < of->ndups && q->remote != NULL; i++) {
		struct dup *d = xcalloc(1, sizeof(*d));

		d->line = of->line;
		d->at = of->post.created;
		d->id = xstrndup(of->post.id.p, of->post.id.len);
		d->of = xstrndup(of->dups[i].p, of->dups[i].len);
		*q->last_dup = d;
		q->last_dup = &d->next;
	}
}

static const char *
fault_of(const struct questions *q, const struct jsonl_question *of)
{
	bool ahead = of->post.created > q->now;

	if (of->fault != NULL)
		return of->fault;
	for (size_t i = 0; i < of->nanswers && !ahead; i++)
		ahead = of->answers[i].created > q->now;
	return ahead ? "\"created\" is a time to come" : NULL;
}

bool
questions_take(const struct jsonl_question *of, void *arg)
{
	struct questions *q = arg;
	const char *fault = fault_of(q, of);

	if (fault != NULL) {
		q->count.read++;
		report(q, of->line, of->post.id, slice_of(fault));
		return true;
	}
	progress_step(&q->progress, q->source->taken, q->source->total,
	    q->count.read);
	keep_dups(q, of);
	return send_join(q, of->line, &of->post) &&
	    send_post(q, of, &of->post, NULL) &&
	    send_score(q, of->line, &of->post) && send_tags(q, of) &&
	    send_answers(q, of);
}

/* --- the end -------------------------------------------------------------- */

static bool
send_dup(struct questions *q, const struct dup *d)
{
	const struct jsonl_post p = { .id = slice_of(d->id) };
	struct buf of = BUF_INIT(LIMIT_LINE);
	struct question_act a = {
		.name = "dup", .id = p.id, .at = d->at, .key = "of",
	};
	bool sent;

	question_put_msgid(&of, slice_of(d->of));
	a.text = buf_slice(&of);
	sent = send_act(q, DUP, d->line, &p, &a);
	buf_clear(&of);
	return sent;
}

enum err
questions_end(struct questions *q)
{
	for (const struct dup *d = q->dups; d != NULL && q->err == OK;
	    d = d->next)
		if (!send_dup(q, d))
			break;
	while (q->err == OK && q->n > 0)
		turn(q);
	progress_hide(&q->progress);
	return q->err;
}

const struct questions_count *
questions_count(const struct questions *q)
{
	return &q->count;
}

const struct progress *
questions_progress(const struct questions *q)
{
	return &q->progress;
}
