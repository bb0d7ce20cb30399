/* Commands of the client and where their answers go. */
#include "client/fetch.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/boards.h"
#include "client/net.h"
#include "client/threads.h"
#include "common/xalloc.h"
#include "proto/event.h"
#include "proto/limits.h"
#include "proto/query.h"
#include "proto/range.h"
#include "proto/reply.h"

struct fetch {
	struct net *net;
	void *owner;
	fetch_done *done;
	enum net_priority priority;
	struct boards *boards;
	struct threads *threads;
	size_t page;
	uint64_t low;		/* of the board, for OVER */
	char mid[256];
};

static void
ask(struct fetch *f, const char *group, net_done *done, char *line)
{
	net_ask(f->net,
	    &(struct net_ask){
		.line = line,
		.group = group,
		.priority = f->priority,
		.owner = f->owner,
		.done = done,
		.arg = f,
		.own_arg = true,
	    });
	free(line);
}

static struct fetch *
fetch_new(struct net *n, enum net_priority priority, void *owner,
    fetch_done *done)
{
	struct fetch *f = xcalloc(1, sizeof(*f));

	f->net = n;
	f->owner = owner;
	f->done = done;
	f->priority = priority;
	return f;
}

/* For the next step of a fetch: the first one is freed with its request. */
static struct fetch *
fetch_again(const struct fetch *f)
{
	struct fetch *copy = xmalloc(sizeof(*copy));

	*copy = *f;
	return copy;
}

/* The number in front is for programs. */
static struct slice
sentence(int code, struct slice text)
{
	if (code == REPLY_ACT_SYNTAX || code == REPLY_ACT_SLOW ||
	    code == REPLY_ACT_ALREADY)
		slice_word(&text);
	return slice_trim(text);
}

static void
tell(struct fetch *f, const struct net_answer *a)
{
	struct fetch_result r = {
		.code = a->code,
		.ok = a->code / 100 == 2,
		.text = sentence(a->code, a->text),
		.body = a->body,
	};

	f->done(f->owner, &r);
}

static bool
is_stoa(struct net *n)
{
	struct net_status s;

	net_status(n, &s);
	return s.stoa;
}

void
fetch_cancel(struct net *n, const void *owner)
{
	net_cancel(n, owner);
}

bool
fetch_busy(const struct net *n, const void *owner)
{
	return net_busy(n, owner);
}

/* --- boards ------------------------------------------------------------ */

static void
on_titles(void *arg, const struct net_answer *a)
{
	struct fetch *f = arg;
	struct net_answer fine = { REPLY_LIST, a->text, a->body };

	if (a->code == REPLY_LIST)
		boards_take_titles(f->boards, a->body);
	/* A server without titles still has boards. */
	tell(f, a->code == 0 ? a : &fine);
}

static void
on_active(void *arg, const struct net_answer *a)
{
	struct fetch *f = arg;

	if (a->code != REPLY_LIST) {
		tell(f, a);
		return;
	}
	boards_take_active(f->boards, a->body);
	boards_end(f->boards);
	ask(fetch_again(f), NULL, on_titles, xstrdup("LIST NEWSGROUPS"));
}

static void
on_boards(void *arg, const struct net_answer *a)
{
	struct fetch *f = arg;
	struct slice more;

	if (a->code != REPLY_ROWS) {
		/* No stoad: the standard commands. */
		if (a->code == REPLY_UNKNOWN || a->code == REPLY_UNAVAILABLE)
			ask(fetch_again(f), NULL, on_active,
			    xstrdup("LIST ACTIVE"));
		else
			tell(f, a);
		return;
	}
	boards_take(f->boards, a->body, &more);
	if (more.len != 0) {
		ask(fetch_again(f), NULL, on_boards,
		    xasprintf("XLIST board limit:1000 %.*s", SLICE_ARG(more)));
		return;
	}
	boards_end(f->boards);
	tell(f, a);
}

void
fetch_boards(struct net *n, struct boards *b, bool background, void *owner,
    fetch_done *done)
{
	struct fetch *f;

	f = fetch_new(n, background ? NET_PREFETCH : NET_INTERACTIVE, owner,
	    done);
	f->boards = b;
	boards_begin(b);
	ask(f, NULL, on_boards, xstrdup("XLIST board limit:1000"));
}

/* --- threads ----------------------------------------------------------- */

static void
on_over(void *arg, const struct net_answer *a)
{
	struct fetch *f = arg;
	char token[32] = "";

	if (a->code != REPLY_OVER && a->code != REPLY_NO_NUMBER &&
	    a->code != REPLY_NO_CURRENT) {
		f->threads->page[f->page].state = PAGE_ABSENT;
		tell(f, a);
		return;
	}
	if (f->low > 0)
		snprintf(token, sizeof(token), "%" PRIu64, f->low);
	threads_take_over(f->threads, f->page, a->body, token);
	tell(f, a);
}

static void
ask_over(struct fetch *f, uint64_t low, uint64_t high)
{
	uint64_t from = high > FETCH_OVER && high - FETCH_OVER > low
	    ? high - FETCH_OVER
	    : low;

	f->low = from > low ? from - 1 : 0;
	ask(f, f->threads->board, on_over,
	    xasprintf("OVER %" PRIu64 "-%" PRIu64, from, high));
}

static void
on_group(void *arg, const struct net_answer *a)
{
	struct fetch *f = arg;
	struct slice rest = a->text;
	struct slice s_low, s_high;
	const char *token = f->threads->page[f->page].token;
	uint64_t low, high;

	slice_word(&rest);
	s_low = slice_word(&rest);
	s_high = slice_word(&rest);
	if (a->code != REPLY_GROUP || !slice_u64(s_low, &low) ||
	    !slice_u64(s_high, &high)) {
		f->threads->page[f->page].state = PAGE_ABSENT;
		tell(f, a);
		return;
	}
	if (token != NULL && !slice_u64(slice_of(token), &high))
		high = 0;
	ask_over(fetch_again(f), low, high);
}

static void
on_page(void *arg, const struct net_answer *a)
{
	struct fetch *f = arg;

	if (a->code == REPLY_ROWS)
		threads_take_page(f->threads, f->page, a->body);
	else
		f->threads->page[f->page].state = PAGE_ABSENT;
	tell(f, a);
}

/* Of a view articles, the newest first, as they stand there without words. */
static const char *
kind_of(const struct threads *t)
{
	return t->flat ? "article" : "thread";
}

static const char *
order_of(const struct threads *t)
{
	return t->flat && strstr(t->words, "sort:") == NULL ? " sort:-date"
							     : "";
}

void
fetch_page(struct net *n, struct threads *t, size_t page, int limit,
    void *owner, fetch_done *done)
{
	struct fetch *f = fetch_new(n, NET_INTERACTIVE, owner, done);
	const char *token = t->page[page].token;

	f->threads = t;
	f->page = page;
	t->page[page].state = PAGE_ASKED;
	if (!is_stoa(n) || (t->flat && t->words[0] == '\0'))
		ask(f, NULL, on_group, xasprintf("GROUP %s", t->board));
	else
		ask(f, NULL, on_page,
		    xasprintf("XLIST %s board:%s%s%s%s limit:%d%s%s",
			kind_of(t), t->board,
			t->words[0] != '\0' ? " " : "", t->words,
			order_of(t), limit, token != NULL ? " " : "",
			token != NULL ? token : ""));
}

static void
on_articles(void *arg, const struct net_answer *a)
{
	struct fetch *f = arg;

	if (a->code == REPLY_ROWS)
		threads_take_articles(f->threads, f->mid, a->body);
	tell(f, a);
}

void
fetch_articles(struct net *n, struct threads *t, const char *mid, void *owner,
    fetch_done *done)
{
	struct fetch *f = fetch_new(n, NET_INTERACTIVE, owner, done);

	f->threads = t;
	slice_copy(slice_of(mid), f->mid, sizeof(f->mid));
	ask(f, NULL, on_articles,
	    xasprintf("XLIST article thread:%s limit:100000", mid));
}

static void
on_plain(void *arg, const struct net_answer *a)
{
	tell(arg, a);
}

/* The numbers of threads that came by OVER. */
static void
numbers_of(const struct page *p, size_t from, size_t to, uint64_t *low,
    uint64_t *high)
{
	*low = UINT64_MAX;
	*high = 0;
	for (size_t i = from; i < to && i < p->n; i++)
		for (size_t k = 0; k < p->thread[i].nrows; k++) {
			uint64_t n = p->thread[i].row[k].number;

			*low = n < *low ? n : *low;
			*high = n > *high ? n : *high;
		}
}

#define META_COLS "mid,state,role,votes,metoo,sla,solution,holder,marks,title"

static void
ask_over_meta(struct net *n, const struct threads *t, size_t page,
    size_t from, size_t to, void *owner, fetch_done *done)
{
	uint64_t low, high;

	numbers_of(&t->page[page], from, to, &low, &high);
	if (low <= high)
		ask(fetch_new(n, NET_VISIBLE, owner, done), t->board, on_plain,
		    xasprintf("OVER %" PRIu64 "-%" PRIu64, low, high));
}

void
fetch_page_meta(struct net *n, const struct threads *t, size_t page,
    size_t from, size_t to, void *owner, fetch_done *done)
{
	const struct page *p = &t->page[page];

	if (t->flat) {
		ask_over_meta(n, t, page, from, to, owner, done);
		return;
	}
	/* A list can be had from where its page begins; that may be far. */
	if (to <= FETCH_PAGE) {
		ask(fetch_new(n, NET_VISIBLE, owner, done), NULL, on_plain,
		    xasprintf("XLIST thread board:%s %s limit:%zu %s cols:"
			META_COLS, t->board, t->words, to,
			p->token != NULL ? p->token : ""));
		return;
	}
	for (size_t i = from; i < to && i < p->n; i++)
		ask(fetch_new(n, NET_VISIBLE, owner, done), NULL, on_plain,
		    xasprintf("XLIST thread thread:%s limit:1 cols:" META_COLS,
			p->thread[i].mid));
}

void
fetch_thread_rows(struct net *n, const char *mid, size_t rows, void *owner,
    fetch_done *done)
{
	ask(fetch_new(n, NET_VISIBLE, owner, done), NULL, on_plain,
	    xasprintf("XLIST article thread:%s limit:%zu cols:mid,"
		"state,role,votes,metoo,sla,solution", mid, rows));
}

void
fetch_matches(struct net *n, const char *board, const char *words, void *owner,
    fetch_done *done)
{
	ask(fetch_new(n, NET_INTERACTIVE, owner, done), NULL, on_plain,
	    xasprintf("XLIST thread board:%s %s limit:1000 cols:mid,active",
		board, words));
}

/* --- articles ---------------------------------------------------------- */

void
fetch_article(struct net *n, const char *mid, void *owner, fetch_done *done)
{
	ask(fetch_new(n, NET_INTERACTIVE, owner, done), NULL, on_plain,
	    xasprintf("ARTICLE %s", mid));
}

void
fetch_meta(struct net *n, const char *mid, void *owner, fetch_done *done)
{
	ask(fetch_new(n, NET_VISIBLE, owner, done), NULL, on_plain,
	    xasprintf("OVER %s", mid));
}

void
fetch_thread(struct net *n, const char *mid, void *owner, fetch_done *done)
{
	ask(fetch_new(n, NET_VISIBLE, owner, done), NULL, on_plain,
	    xasprintf("XLIST thread thread:%s limit:1", mid));
}

bool
fetch_act_line(struct buf *line, const char *act, const char *text)
{
	size_t head;

	buf_printf(line, "XACT %s", act);
	head = line->len;
	if (text[0] != '\0')
		event_put_text(line, slice_of(text));
	if (line->len <= LIMIT_LINE - 2)
		return false;
	line->len = head;
	buf_puts(line, " -");
	return true;
}

void
fetch_act(struct net *n, const char *act, const char *text, void *owner,
    fetch_done *done)
{
	struct fetch *f = fetch_new(n, NET_INTERACTIVE, owner, done);
	struct buf line = BUF_INIT(65536);
	bool block = fetch_act_line(&line, act, text);

	net_ask(n,
	    &(struct net_ask){
		.line = buf_cstr(&line),
		.block = block ? slice_of(text) : slice_make(NULL, 0),
		.priority = NET_INTERACTIVE,
		.once = true,
		.owner = owner,
		.done = on_plain,
		.arg = f,
		.own_arg = true,
	    });
	buf_clear(&line);
}

void
fetch_post(struct net *n, struct slice text, void *owner, fetch_done *done)
{
	struct fetch *f = fetch_new(n, NET_INTERACTIVE, owner, done);

	net_ask(n,
	    &(struct net_ask){
		.line = "POST",
		.block = text,
		.priority = NET_INTERACTIVE,
		.once = true,
		.owner = owner,
		.done = on_plain,
		.arg = f,
		.own_arg = true,
	    });
}

void
fetch_stat(struct net *n, const char *mid, void *owner, fetch_done *done)
{
	ask(fetch_new(n, NET_INTERACTIVE, owner, done), NULL, on_plain,
	    xasprintf("STAT %s", mid));
}

void
fetch_queue(struct net *n, void *owner, fetch_done *done)
{
	ask(fetch_new(n, NET_VISIBLE, owner, done), NULL, on_plain,
	    xstrdup("XLIST queue limit:1000"));
}

void
fetch_flags(struct net *n, const char *mid, void *owner, fetch_done *done)
{
	ask(fetch_new(n, NET_VISIBLE, owner, done), NULL, on_plain,
	    xasprintf("XLIST flag thread:%s limit:1000 cols:mid,time,by,reason,"
		"state,text", mid));
}

void
fetch_read(struct net *n, void *owner, fetch_done *done)
{
	ask(fetch_new(n, NET_PREFETCH, owner, done), NULL, on_plain,
	    xasprintf("XLIST read limit:%d", LIMIT_LIST_ROWS_MAX));
}

void
fetch_places(struct net *n, const char *board, uint64_t low, uint64_t high,
    void *owner, fetch_done *done)
{
	ask(fetch_new(n, NET_PREFETCH, owner, done), board, on_plain,
	    xasprintf("HDR Xref %" PRIu64 "-%" PRIu64, low, high));
}

void
fetch_me(struct net *n, void *owner, fetch_done *done)
{
	ask(fetch_new(n, NET_INTERACTIVE, owner, done), NULL, on_plain,
	    xstrdup("XINFO @me"));
}

void
fetch_info(struct net *n, const char *target, void *owner, fetch_done *done)
{
	ask(fetch_new(n, NET_INTERACTIVE, owner, done), NULL, on_plain,
	    xasprintf("XINFO %s", target));
}

/* "is:open", "-votes:>=3": what articles can be asked for. */
static bool
is_term(struct slice word)
{
	struct query q;
	int column;

	return query_parse(word, &q, &column) == OK && q.n == 1 &&
	    q.term[0].key != QUERY_WORD && q.term[0].key != QUERY_BOARD &&
	    (query_key_domains(q.term[0].key) & QUERY_OF_ARTICLE) != 0;
}

/*
 * Any other word with a colon would be a bad key and "-" in front would
 * negate, so it is quoted; quotes themselves cannot be said.
 */
char *
fetch_words(const char *typed)
{
	struct buf b = BUF_INIT(2048);
	struct slice rest = slice_of(typed), word;
	char *words;

	while ((word = slice_word(&rest)).len != 0) {
		bool term = is_term(word);

		if (b.len != 0)
			buf_putc(&b, ' ');
		if (!term)
			buf_putc(&b, '"');
		for (size_t i = 0; i < word.len; i++)
			if (word.p[i] != '"')
				buf_putc(&b, word.p[i]);
		if (!term)
			buf_putc(&b, '"');
	}
	words = xstrdup(buf_cstr(&b));
	buf_clear(&b);
	return words;
}
