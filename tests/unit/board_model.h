/*
 * What a board should say of itself, counted from its articles alone: used
 * after any sequence of changes.
 */
#ifndef TESTS_UNIT_BOARD_MODEL_H
#define TESTS_UNIT_BOARD_MODEL_H

#include <stdint.h>
#include <stdlib.h>

#include "tests/unit/thread_walk.h"

struct model_thread {
	uint64_t id, last, articles;
	int64_t active;
};

struct model {
	struct model_thread *thread;
	uint64_t threads, articles, low;
};

static inline struct model_thread *
model_find(const struct model *m, uint64_t id)
{
	for (uint64_t i = 0; i < m->threads; i++)
		if (m->thread[i].id == id)
			return &m->thread[i];
	return NULL;
}

static inline bool
model_stands(const struct article_row *row, uint32_t board)
{
	for (int i = 0; i < row->nplaces; i++)
		if (row->place[i].board == board)
			return true;
	return false;
}

/* Adds one article of the board; what is wrong with it, or NULL. */
static inline const char *
model_add(struct model *m, struct view *v, uint32_t board,
    const struct placed *p)
{
	struct model_thread *t;
	struct article_row row;

	if (!view_article_row(v, p->id, &row) || row.state != ARTICLE_HERE ||
	    !model_stands(&row, board))
		return "an overview line of an article that is not there";
	t = model_find(m, row.thread);
	if (t == NULL) {
		m->thread = realloc(m->thread, (m->threads + 1) * sizeof(*t));
		t = &m->thread[m->threads++];
		*t = (struct model_thread){
			.id = row.thread, .active = INT64_MIN };
	}
	t->articles++;
	t->last = p->id > t->last ? p->id : t->last;
	t->active = row.date > t->active ? row.date : t->active;
	m->low = m->articles++ == 0 ? p->number : m->low;
	return NULL;
}

/* Whether nothing above the root stands in the board, and it does. */
static inline bool
model_root(struct view *v, uint32_t board, const struct thread_row *t)
{
	struct article_row row;
	uint64_t id = t->root;

	if (!view_article_row(v, id, &row) || !model_stands(&row, board) ||
	    row.thread != t->id)
		return false;
	while (row.parent != 0) {
		if (!view_article_row(v, row.parent, &row))
			break;
		if (model_stands(&row, board))
			return false;
	}
	return true;
}

static inline const char *
model_compare(const struct model *m, struct view *v, const struct board *b)
{
	struct thread_cursor c = { 0 };
	struct thread_row t;
	uint64_t threads = 0;

	if (m->articles != b->count || m->threads != b->threads)
		return "the board counts wrong";
	if (b->low != (m->articles != 0 ? m->low : b->high + 1))
		return "the low mark is wrong";
	for (; view_thread_next(v, b->id, &c, &t); threads++) {
		const struct model_thread *want = model_find(m, t.id);

		if (want == NULL || threads == m->threads)
			return "a thread that is not there";
		if (t.articles != want->articles || t.last != want->last)
			return "a thread counts wrong";
		if (t.active != want->active)
			return "a thread's newest date is wrong";
		if (!model_root(v, b->id, &t))
			return "a thread's root is wrong";
	}
	return threads == m->threads ? NULL : "a thread is missing";
}

/* What is wrong with a board; NULL when nothing is. */
static inline const char *
model_check(struct view *v, const struct board *b)
{
	struct model m = { 0 };
	const char *wrong = NULL;
	uint64_t number = 1;
	struct placed p;

	for (; wrong == NULL && view_placed_near(v, b->id, number, 1, &p);
	    number = p.number + 1)
		wrong = model_add(&m, v, b->id, &p);
	if (wrong == NULL)
		wrong = model_compare(&m, v, b);
	free(m.thread);
	return wrong;
}

/* The same for all boards. */
static inline const char *
model_check_all(struct view *v)
{
	char name[LIMIT_BOARD_NAME + 1] = "";
	const char *wrong = NULL;
	struct board b;

	while (wrong == NULL && view_board_next(v, slice_of(name), &b)) {
		/* standing_model.h knows what is in views. */
		if (!slice_is(b.kind, "view"))
			wrong = model_check(v, &b);
		slice_copy(b.name, name, sizeof(name));
	}
	return wrong;
}

#endif
