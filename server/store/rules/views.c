/*
 * Who stands in which view. A view shows what everybody may read; an
 * account's own is looked at for those who have to do with the article.
 */
#include "server/store/rules/views_row.h"

#include "common/endian.h"
#include "server/store/key.h"
#include "server/store/query/match.h"
#include "server/store/community/rows.h"

/* Those who may have an article in their own view. */
enum { OWNERS = 4 };

/* --- rows ----------------------------------------------------------------- */

/* Its number in the view; 0 when it is not there. */
static uint32_t
seen_number(struct txn *t, uint32_t view, uint64_t article)
{
	struct key12 k = key_8_4(article, view);
	uint32_t number = 0;
	struct slice v;

	if (txn_get(t, T_SEEN, &k, sizeof(k), &v) &&
	    v.len == sizeof(number))
		memcpy(&number, v.p, sizeof(number));
	return number;
}

/* An account's own has no text. */
bool
view_row(struct txn *t, uint32_t view, struct board_row *row,
    struct slice *text)
{
	if (board_row_get(t, view, row, text))
		return true;
	*row = (struct board_row){ .low = 1, .status = 'n',
		.sla = UINT32_MAX, .hold = UINT32_MAX };
	*text = SLICE("");
	return view >= BOARD_MINE;
}

static void
enter(struct txn *t, uint32_t view, uint64_t article)
{
	struct key12 seen = key_8_4(article, view);
	struct board_row row;
	struct slice text;
	struct key8 over;

	if (!view_row(t, view, &row, &text) || row.high >= LIMIT_NUMBER)
		return;
	row.high++;
	if (row.count++ == 0)
		row.low = row.high;
	board_row_put(t, view, &row, text);
	over = key_4_4(view, row.high);
	txn_put(t, T_OVER, &over, sizeof(over), &article, sizeof(article));
	txn_put(t, T_SEEN, &seen, sizeof(seen), &row.high, sizeof(row.high));
}

static void
leave(struct txn *t, uint32_t view, uint64_t article, uint32_t number)
{
	struct key12 seen = key_8_4(article, view);
	struct key8 over = key_4_4(view, number);

	txn_del(t, T_OVER, &over, sizeof(over));
	txn_del(t, T_SEEN, &seen, sizeof(seen));
	board_shrink(t, view, 1);
}

/* --- whether -------------------------------------------------------------- */

const struct place_rec *
view_home(struct txn *t, const struct article_rec *rec,
    const struct place_rec *place)
{
	struct board_row row;
	struct slice text, name;

	for (int i = 0; rec->state == ARTICLE_HERE && i < rec->nplaces; i++) {
		if (!board_row_get(t, place[i].board, &row, &text))
			continue;
		name = slice_cut(&text, '\t');
		if (board_open_to(slice_cut(&text, '\t'), name, WHO_GUEST,
		    SLICE("")))
			return &place[i];
	}
	return NULL;
}

/* What it would show; nothing that is hidden or closed. */
static bool
is_shown(struct txn *t, const struct subject *a)
{
	static const struct actor guest;

	return view_home(t, &a->rec, a->place) != NULL &&
	    actor_sees(&guest, a);
}

static int
add_owner(uint32_t account, uint32_t owner[OWNERS], int n)
{
	if (account == 0)
		return n;
	for (int i = 0; i < n; i++)
		if (owner[i] == account)
			return n;
	owner[n] = account;
	return n + 1;
}

static int
owners_of(const struct subject *a, uint32_t owner[OWNERS])
{
	int n = add_owner(a->mark.author, owner, 0);

	if (!a->asks)
		return n;
	n = add_owner(a->question.asker, owner, n);
	n = add_owner(a->question.claimer, owner, n);
	return add_owner(a->question.assignee, owner, n);
}

/* --- an account's own ----------------------------------------------------- */

/* In whose it stands: a row that is named by no view. */
static int
get_owners(struct txn *t, uint64_t article, uint32_t owner[OWNERS])
{
	struct key12 k = key_8_4(article, UINT32_MAX);
	struct slice v;

	if (!txn_get(t, T_SEEN, &k, sizeof(k), &v) ||
	    v.len > OWNERS * sizeof(owner[0]))
		return 0;
	memcpy(owner, v.p, v.len);
	return (int)(v.len / sizeof(owner[0]));
}

static void
put_owners(struct txn *t, uint64_t article, const uint32_t *owner, int n)
{
	struct key12 k = key_8_4(article, UINT32_MAX);

	if (n == 0)
		txn_del(t, T_SEEN, &k, sizeof(k));
	else
		txn_put(t, T_SEEN, &k, sizeof(k), owner,
		    (size_t)n * sizeof(owner[0]));
}

static bool
holds_owner(const uint32_t *owner, int n, uint32_t account)
{
	for (int i = 0; i < n; i++)
		if (owner[i] == account)
			return true;
	return false;
}

/* now are those it is to stand in. Whether that changed anything. */
static bool
move_mine(struct txn *t, uint64_t article, const uint32_t *now, int n)
{
	uint32_t was[OWNERS];
	int nwas = get_owners(t, article, was);

	if (nwas == n && memcmp(was, now, (size_t)n * sizeof(now[0])) == 0)
		return false;

	for (int i = 0; i < nwas; i++)
		if (!holds_owner(now, n, was[i]))
			leave(t, BOARD_MINE | was[i], article,
			    seen_number(t, BOARD_MINE | was[i], article));
	for (int i = 0; i < n; i++)
		if (!holds_owner(was, nwas, now[i]))
			enter(t, BOARD_MINE | now[i], article);
	put_owners(t, article, now, n);
	return true;
}

/* Those of owner that are to have it; they come first then. */
static int
keep_mine(struct txn *t, const struct standing_view *w,
    const struct subject *a, uint32_t owner[OWNERS])
{
	int n = owners_of(a, owner), kept = 0;

	for (int i = 0; i < n; i++)
		if (match_mine(t, &w->query, owner[i], a))
			owner[kept++] = owner[i];
	return kept == 0 || is_shown(t, a) ? kept : 0;
}

/* --- one article ---------------------------------------------------------- */

/* What is to be done; all is looked at before anything is changed. */
struct move {
	uint32_t view, number;	/* number 0: it enters */
};

struct moves {
	struct move move[LIMIT_VIEWS];
	int n;
	uint32_t owner[OWNERS];
	int owners;		/* -1: as they are */
};

/*
 * A view that has not come to the article yet takes it in when it does, so
 * that numbers follow the order of the articles.
 */
static void
look(struct step *s, const struct standing_view *w, bool walking,
    const struct subject *a, struct moves *m)
{
	bool fresh = a->article == s->e->seq;	/* it was nowhere */
	uint32_t number;
	bool holds;

	if (w->text[0] == '\0')
		return;
	if (w->mine) {
		if (walking || w->rec.at > a->article)
			m->owners = keep_mine(s->t, w, a, m->owner);
		return;
	}
	number = fresh ? 0 : seen_number(s->t, w->rec.id, a->article);
	if (number == 0 && !walking && w->rec.at <= a->article)
		return;
	holds = match(s->t, &w->query, a, 0) && is_shown(s->t, a);
	if (holds != (number != 0) && m->n < LIMIT_VIEWS)
		m->move[m->n++] = (struct move){ w->rec.id, number };
}

/* Whether there was anything to do. */
static bool
make_moves(struct txn *t, uint64_t article, const struct moves *m)
{
	bool moved = m->n != 0;

	for (int i = 0; i < m->n; i++)
		if (m->move[i].number == 0)
			enter(t, m->move[i].view, article);
		else
			leave(t, m->move[i].view, article,
			    m->move[i].number);
	if (m->owners >= 0 && move_mine(t, article, m->owner, m->owners))
		moved = true;
	return moved;
}

bool
views_refresh(struct step *s, const struct subject *a)
{
	const struct standing *st = standing_of(s->t);
	struct moves m = { .n = 0, .owners = -1 };

	for (int i = 0; i < st->nviews; i++)
		look(s, &st->view[i], false, a, &m);
	return make_moves(s->t, a->article, &m);
}

/* --- what was there before ------------------------------------------------ */

const struct standing_view *
view_find(const struct standing *st, uint32_t id)
{
	for (int i = 0; i < st->nviews; i++)
		if (st->view[i].rec.id == id)
			return &st->view[i];
	return NULL;
}

void
view_look_at(struct step *s, uint32_t id, uint64_t article)
{
	const struct standing_view *w = view_find(standing_of(s->t), id);
	struct moves m = { .owners = -1 };
	struct subject a;

	if (w == NULL || !subject_article(s->t, article, &a))
		return;
	look(s, w, true, &a, &m);
	make_moves(s->t, article, &m);
}

void
view_drop_row(struct txn *t, uint64_t key)
{
	struct key8 k;
	struct slice v;
	uint64_t article;

	put_be64(k.b, key);
	if (!txn_get(t, T_OVER, &k, sizeof(k), &v) ||
	    v.len != sizeof(article))
		return;
	memcpy(&article, v.p, sizeof(article));
	leave(t, (uint32_t)(key >> 32), article, (uint32_t)key);
	if (key >> 32 >= BOARD_MINE)
		put_owners(t, article, NULL, 0);
}
