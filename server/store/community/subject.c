/* What acts, rules, views and lists are about. */
#include "server/store/community/rows.h"

#include "common/endian.h"
#include "server/store/key.h"

static void
take_board(struct txn *t, uint32_t board, struct subject *s)
{
	struct slice text;

	s->board = board;
	if (!board_row_get(t, board, &s->row, &text))
		return;
	s->board_name = slice_cut(&text, '\t');
	s->kind = slice_cut(&text, '\t');
	s->title = text;
}

/* One more board of an article, behind its first one. */
static void
take_also(struct txn *t, uint32_t board, struct subject *s)
{
	struct board_row row;
	struct slice text;

	if (board == s->board || s->nalso == LIMIT_BOARDS ||
	    !board_row_get(t, board, &row, &text))
		return;
	s->also[s->nalso].name = slice_cut(&text, '\t');
	s->also[s->nalso++].kind = slice_cut(&text, '\t');
}

/* Whether the event that brought an article says so. */
static bool
was_sent(struct txn *t, uint64_t article, uint32_t board)
{
	struct slice name;
	struct event e;
	size_t at = 0;

	if (!journal_event(t, article, &e))
		return false;
	while (view_event_board(&e, &at, &name))
		if (board_id(t, name) == board)
			return true;
	return false;
}

/*
 * Of an article that stands nowhere, as the event says that brought it:
 * where it was sent, unless its thread was moved since, and who wrote it,
 * when it never came there.
 */
static void
take_sent(struct txn *t, struct subject *s)
{
	bool moved = s->board != 0 && !was_sent(t, s->root, s->board);
	bool first = true;
	struct slice name;
	struct event e;
	size_t at = 0;
	uint32_t board;

	if (!journal_event(t, s->article, &e))
		return;
	while (!moved && view_event_board(&e, &at, &name)) {
		board = board_id(t, name);
		if (first && board != 0)
			take_board(t, board, s);
		else
			take_also(t, board, s);
		first = first && board == 0;
	}
	if (!s->marked && slice_starts(e.actor, "@"))
		s->mark.author = account_id(t, slice_from(e.actor, 1));
}

bool
subject_article(struct txn *t, uint64_t article, struct subject *s)
{
	*s = (struct subject){ .domain = DOMAIN_ARTICLE, .article = article };
	if (article == 0 ||
	    !article_rec_get(t, article, &s->rec, s->place))
		return false;
	s->marked = mark_get(t, article, &s->mark, &s->labels);
	s->root = s->mark.root;
	s->asks = question_get(t, s->root, &s->question, &s->text);
	if (s->rec.nplaces != 0)
		take_board(t, s->place[0].board, s);
	else if (s->asks)
		take_board(t, s->question.board, s);
	for (int i = 1; i < s->rec.nplaces; i++)
		take_also(t, s->place[i].board, s);
	if (s->rec.state != ARTICLE_HERE || s->rec.nplaces == 0)
		take_sent(t, s);
	return true;
}

bool
subject_user(struct txn *t, uint32_t account, struct subject *s)
{
	struct slice text;

	*s = (struct subject){ .domain = DOMAIN_USER, .account = account };
	if (!account_get(t, account, &s->user, &text))
		return false;
	s->name = slice_cut(&text, '\t');
	s->roles = slice_cut(&text, '\t');
	s->person = text;
	return true;
}

bool
subject_board(struct txn *t, uint32_t board, struct subject *s)
{
	*s = (struct subject){ .domain = DOMAIN_BOARD };
	take_board(t, board, s);
	return s->board_name.len != 0;
}

bool
subject_of(struct txn *t, enum domain domain, uint64_t id, struct subject *s)
{
	switch (domain) {
	case DOMAIN_ARTICLE:
		return subject_article(t, id, s);
	case DOMAIN_USER:
		return subject_user(t, (uint32_t)id, s);
	case DOMAIN_BOARD:
		return subject_board(t, (uint32_t)id, s);
	}
	return false;
}

enum domain
target_domain(struct txn *t, struct slice target, uint64_t *id)
{
	if (slice_starts(target, "@")) {
		*id = account_id(t, slice_from(target, 1));
		return DOMAIN_USER;
	}
	if (slice_starts(target, "<")) {
		*id = target_id(t, target);
		return DOMAIN_ARTICLE;
	}
	*id = board_id(t, target);
	return DOMAIN_BOARD;
}

bool
subject_target(struct txn *t, struct slice target, struct subject *s)
{
	uint64_t id;
	enum domain domain = target_domain(t, target, &id);

	return subject_of(t, domain, id, s);
}

bool
view_subject_article(struct view *v, uint64_t article, struct subject *s)
{
	return subject_article(v->txn, article, s);
}

bool
view_subject_user(struct view *v, uint32_t account, struct subject *s)
{
	return subject_user(v->txn, account, s);
}

bool
view_subject_board(struct view *v, uint32_t board, struct subject *s)
{
	return subject_board(v->txn, board, s);
}
