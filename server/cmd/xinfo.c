/* XINFO: one thing as "Key: value" lines. */
#include <stdio.h>

#include "proto/act.h"
#include "proto/query.h"
#include "server/cmd/info.h"
#include "server/cmd/table.h"
#include "server/cmd/terms.h"
#include "server/stoad.h"
#include "server/store/store.h"

static bool
info_server(struct session *s, struct buf *out)
{
	struct server *server = s->desk->server;
	struct store_stats st;

	view_stats(s->desk->view, &st);
	info_put(out, "Name", slice_of(store_name(server->store)));
	info_put(out, "Version", SLICE(STOA_VERSION));
	info_put_time(out, "Started", server->started);
	metric_put_lines(server, &st, s->right >= RIGHT_ADMIN, out);
	return true;
}

static bool
info_acts(struct buf *out)
{
	for (int i = 0; i < ACT_COUNT; i++) {
		const struct act *a = &act_table[i];

		buf_printf(out, "%s: %s\t", a->name,
		    act_target_form(a->target));
		act_put_who(a, out);
		buf_printf(out, "\t%s\t%s\r\n",
		    a->args[0] != '\0' ? a->args : "-", a->help);
	}
	return true;
}

/* domains TAB type TAB help */
static void
put_key(struct buf *out, unsigned domains, enum query_type type,
    const char *help)
{
	query_put_domains(domains, out);
	buf_printf(out, "\t%s\t%s\r\n", query_type_name(type), help);
}

/* What queries are made of: keys, and the words of is: and has:. */
static bool
info_keys(struct buf *out)
{
	for (int i = 0; i < QUERY_WORD; i++) {
		enum query_key key = (enum query_key)i;

		buf_printf(out, "%s: ", query_key_name(key));
		put_key(out, query_key_domains(key), query_key_type(key),
		    query_key_help(key));
	}
	for (int i = 0; i < WORD_COUNT; i++) {
		enum query_word word = (enum query_word)i;

		buf_printf(out, "%s:%s: ",
		    query_key_name(query_word_key(word)),
		    query_word_name(word));
		put_key(out, query_word_domains(word), QUERY_TYPE_WORD,
		    query_word_help(word));
	}
	return true;
}

static bool
info(struct session *s, struct slice target, struct buf *out, bool *figures)
{
	if (slice_is(target, "terms"))
		return terms_put(s->desk->view, out);
	if (slice_is(target, "server"))
		return info_server(s, out);
	if (slice_is(target, "acts"))
		return info_acts(out);
	if (slice_is(target, "keys"))
		return info_keys(out);
	if (slice_is(target, "@me"))
		return info_me(s, out);
	if (target.p[0] == '@')
		return info_user(s, slice_from(target, 1), out);
	if (target.p[0] == '%')
		return info_badge(s, slice_from(target, 1), out);
	if (slice_starts(target, "product:"))
		return info_product(
		    s, slice_from(target, strlen("product:")), out);
	if (target.p[0] == '<')
		return info_article(s, target, out);
	return info_board(s, target, out, figures);
}

void
cmd_XINFO(struct session *s, const struct request *r)
{
	struct slice target = r->argv[0];
	size_t mark = s->out->len;
	bool figures = false;

	reply_putf(s->out, REPLY_INFO, "%.*s", SLICE_ARG(target));
	if (info(s, target, s->out, &figures)) {
		/* Its figures take their time, and end the block. */
		if (figures)
			info_figures(s, target);
		else
			buf_puts(s->out, ".\r\n");
		return;
	}
	s->out->len = mark;
	reply_putf(s->out, REPLY_ACT_NOTFOUND, "Nothing is called that; "
	    "server, acts, keys, terms, @me, @name, %%badge, product:name, a "
	    "board or a <message-id>");
}
