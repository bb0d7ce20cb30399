/* One round of the FAQ, board by board, in slices. */
#include "server/faq.h"

#include <stdio.h>

#include "common/log.h"
#include "server/nightly.h"
#include "server/store/community/faq.h"

/* More than stand there may come out of a board that was merged. */
enum { LISTED_MAX = 4 * FAQ_TOP };

/* The article's message-id, which its event knows. */
static bool
msgid_of(struct job *j, uint64_t root, struct buf *out)
{
	struct view *v = view_open(j->reader);
	struct event e;
	bool known = v != NULL && view_article_event(v, root, &e);

	if (known)
		text_unescape(out, e.target);
	view_close(&v);
	return known;
}

static void
say(struct job *j, uint32_t board, uint64_t root, int value)
{
	struct buf msgid = BUF_INIT(LIMIT_HEADER);
	char args[48];
	struct intent i = { .act = ACT_FAQ, .actor = SLICE("system"),
		.admin = true };
	enum err e = OK;

	snprintf(args, sizeof(args), "value=%d board=%lu", value,
	    (unsigned long)board);
	if (msgid_of(j, root, &msgid)) {
		i.target = buf_slice(&msgid);
		i.args = slice_of(args);
		e = job_ask(j, &i);
	}
	if (e != OK && e != ERR_EXISTS && e != ERR_STATE && e != ERR_BUSY)
		log_warn("the FAQ: %s", i.why);
	buf_clear(&msgid);
}

static bool
is_top(const struct faq_walk *w, uint64_t root)
{
	for (int i = 0; i < w->n; i++)
		if (w->top[i].root == root)
			return true;
	return false;
}

static void
do_board(struct job *j, struct faq_walk *w)
{
	struct faq_entry listed[LISTED_MAX];
	bool done = false;
	int n = 0;

	while (!done && !job_over(j)) {
		struct view *v = view_open(j->reader);

		done = v == NULL || view_faq_walk(v, w, j->now);
		if (v != NULL && done)
			n = view_faq(v, w->board, listed, LISTED_MAX);
		view_close(&v);
	}
	if (!done)
		return;
	for (int i = 0; i < n; i++)
		if (!is_top(w, listed[i].root))
			say(j, w->board, listed[i].root, 0);
	for (int i = 0; i < w->n; i++)
		say(j, w->board, w->top[i].root, 1);
}

/* The next board where something may be asked. */
static bool
next_board(struct job *j, char name[LIMIT_BOARD_NAME + 1], uint32_t *id)
{
	struct view *v = view_open(j->reader);
	struct board b;
	bool more = v != NULL && view_board_next(v, slice_of(name), &b);

	if (more) {
		slice_copy(b.name, name, LIMIT_BOARD_NAME + 1);
		*id = slice_is(b.kind, "view") ? 0 : b.id;
	}
	view_close(&v);
	return more;
}

void
faq_round(struct job *j)
{
	char name[LIMIT_BOARD_NAME + 1] = "";
	uint32_t id;

	while (!job_over(j) && next_board(j, name, &id)) {
		struct faq_walk w = { .board = id };

		if (id != 0)
			do_board(j, &w);
	}
}
