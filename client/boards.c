/* The list of boards, from XLIST or from the standard LIST commands. */
#include "client/boards.h"

#include <stdlib.h>

#include "client/table.h"
#include "common/xalloc.h"
#include "proto/limits.h"
#include "proto/rfc2047.h"

/* A server may name many boards, not endless ones. */
#define BOARDS_MAX 200000

static void
board_clear(struct board *b)
{
	free(b->name);
	free(b->title);
	free(b->kind);
}

void
boards_clear(struct boards *b)
{
	for (size_t i = 0; i < b->n; i++)
		board_clear(&b->board[i]);
	free(b->board);
	*b = (struct boards){ 0 };
}

void
boards_begin(struct boards *b)
{
	b->round++;
}

void
boards_end(struct boards *b)
{
	size_t kept = 0;

	for (size_t i = 0; i < b->n; i++) {
		if (b->board[i].seen == b->round)
			b->board[kept++] = b->board[i];
		else
			board_clear(&b->board[i]);
	}
	b->n = kept;
	b->loaded = true;
}

static size_t
find(const struct boards *b, struct slice name)
{
	size_t low = 0, high = b->n;

	while (low < high) {
		size_t at = low + (high - low) / 2;

		if (slice_cmp(slice_of(b->board[at].name), name) < 0)
			low = at + 1;
		else
			high = at;
	}
	return low;
}

struct board *
boards_find(const struct boards *b, struct slice name)
{
	size_t at = find(b, name);

	if (at < b->n && slice_is(name, b->board[at].name))
		return &b->board[at];
	return NULL;
}

static struct board *
get(struct boards *b, struct slice name)
{
	size_t at = find(b, name);

	if (at < b->n && slice_is(name, b->board[at].name)) {
		b->board[at].seen = b->round;
		return &b->board[at];
	}
	if (b->n >= BOARDS_MAX || name.len == 0 ||
	    name.len > LIMIT_BOARD_NAME || slice_chr(name, ' ') >= 0)
		return NULL;
	if (b->n == b->cap) {
		b->cap = b->cap != 0 ? b->cap * 2 : 64;
		b->board = xrealloc(b->board, b->cap * sizeof(*b->board));
	}
	memmove(&b->board[at + 1], &b->board[at],
	    (b->n - at) * sizeof(*b->board));
	b->n++;
	b->board[at] = (struct board){
		.name = xstrndup(name.p, name.len),
		.title = xstrdup(""),
		.kind = xstrdup(""),
		.seen = b->round,
	};
	return &b->board[at];
}

static void
set(char **field, char *value)
{
	free(*field);
	*field = value;
}

void
boards_take(struct boards *b, struct slice block, struct slice *more)
{
	struct table t;

	table_open(&t, block);
	while (table_next(&t)) {
		struct slice name = table_field(&t, table_column(&t, "name"));
		struct slice status =
		    table_field(&t, table_column(&t, "status"));
		struct board *board = get(b, name);

		if (board == NULL)
			continue;
		set(&board->title, table_text(&t, table_column(&t, "title")));
		set(&board->kind, table_text(&t, table_column(&t, "kind")));
		board->status = status.len != 0 ? status.p[0] : 'y';
		board->low = table_number(&t, table_column(&t, "low"));
		board->high = table_number(&t, table_column(&t, "high"));
		board->count = table_number(&t, table_column(&t, "count"));
		board->threads = table_number(&t, table_column(&t, "threads"));
		board->open = table_number(&t, table_column(&t, "open"));
		board->view = strcmp(board->kind, "view") == 0;
	}
	b->has_open = table_column(&t, "open") >= 0;
	*more = t.more;
}

static struct slice
next_line(struct slice *block)
{
	struct slice line = slice_cut(block, '\n');

	return slice_trim(line);
}

void
boards_take_active(struct boards *b, struct slice block)
{
	while (block.len > 0) {
		struct slice line = next_line(&block);
		struct slice name = slice_word(&line);
		struct slice high = slice_word(&line), low = slice_word(&line);
		struct board *board = get(b, name);

		if (board == NULL)
			continue;
		if (!slice_u64(high, &board->high) ||
		    !slice_u64(low, &board->low))
			board->high = board->low = 0;
		board->count = board->high >= board->low && board->high != 0
		    ? board->high - board->low + 1
		    : 0;
		board->status = line.len > 1 ? slice_trim(line).p[0] : 'y';
	}
}

void
boards_take_titles(struct boards *b, struct slice block)
{
	while (block.len > 0) {
		struct slice line = next_line(&block);
		struct slice name = slice_word(&line);
		struct board *board = boards_find(b, name);
		struct buf title = BUF_INIT(4 * LIMIT_TITLE);

		if (board == NULL)
			continue;
		rfc2047_decode(slice_trim(line), &title);
		set(&board->title, xstrdup(buf_cstr(&title)));
		buf_clear(&title);
	}
}
