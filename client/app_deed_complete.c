/* Completion of acts behind ":": names, targets at hand, keys, values. */
#include "client/app.h"

#include <stdlib.h>

#include "client/meta.h"
#include "common/xalloc.h"
#include "proto/act.h"
#include "proto/community.h"

void
app_deed_names(struct slice typed, struct buf *out)
{
	for (int i = 0; i < ACT_COUNT; i++)
		if (act_table[i].who != WHO_NOBODY)
			cmdline_offer(out, slice_of(act_table[i].name), typed);
}

static void
offer_boards(struct app *app, struct slice typed, struct buf *out)
{
	for (size_t i = 0; i < app->boards.n; i++)
		cmdline_offer(out, slice_of(app->boards.board[i].name), typed);
}

/* Article, account or board, whatever the act is about. */
static void
offer_targets(struct app *app, const struct act *a, struct slice typed,
    struct buf *out)
{
	const struct meta *m;
	const char *mid = app_deed_target(app, &m);
	bool any = a->target == TARGET_ANY;
	char *name;

	if (mid != NULL && (any || a->target == TARGET_ARTICLE))
		cmdline_offer(out, slice_of(mid), typed);
	if (app->me.user != NULL && (any || a->target == TARGET_USER)) {
		name = xasprintf("@%s", app->me.user);
		cmdline_offer(out, slice_of(name), typed);
		free(name);
	}
	if (typed.len != 0 && (any || a->target == TARGET_BOARD))
		offer_boards(app, typed, out);
}

static bool
is_given(struct slice given, struct slice key)
{
	struct slice word;

	while ((word = slice_word(&given)).len != 0)
		if (word.len >= key.len &&
		    slice_eq(slice_make(word.p, key.len), key))
			return true;
	return false;
}

static void
offer_keys(const struct act *a, struct slice given, struct slice typed,
    struct buf *out)
{
	struct slice word, params = slice_of(a->args);

	while ((word = slice_word(&params)).len != 0) {
		if (word.p[0] == '[')
			word = slice_make(word.p + 1, word.len - 2);
		if (word.p[word.len - 1] == '=' && !is_given(given, word))
			cmdline_offer(out, word, typed);
	}
}

/* What a key may say, where that is known here. */
static size_t
offer_values(struct app *app, struct slice typed, struct buf *out)
{
	struct slice value = typed, key = slice_cut(&value, '=');

	if (slice_is(key, "board") || slice_is(key, "boards"))
		offer_boards(app, value, out);
	for (int i = 0; slice_is(key, "reason") && flag_reasons[i] != NULL;
	    i++)
		cmdline_offer(out, slice_of(flag_reasons[i]), value);
	for (int i = 0; slice_is(key, "kind") && i < KIND_VIEW; i++)
		cmdline_offer(out,
		    slice_of(board_kind_name((enum board_kind)i)), value);
	return value.len;
}

size_t
app_deed_complete(struct app *app, struct slice act, struct slice rest,
    struct buf *out)
{
	const struct act *a = act_find(act);
	struct slice last = rest, given;

	while (slice_chr(last, ' ') >= 0)
		slice_cut(&last, ' ');
	if (a == NULL)
		return 0;
	given = slice_trim(slice_make(rest.p, rest.len - last.len));
	if (slice_chr(last, '=') >= 0)
		return offer_values(app, last, out);
	if (given.len == 0)
		offer_targets(app, a, last, out);
	offer_keys(a, given, last, out);
	return last.len;
}
