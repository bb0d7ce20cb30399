/* XINFO: one thing as "Key: value" lines. */
#include <stdio.h>

#include "common/crc32c.h"
#include "proto/act.h"
#include "proto/query.h"
#include "server/auth/account.h"
#include "server/cmd/info.h"
#include "server/cmd/table.h"
#include "server/conf/conf.h"
#include "server/stoad.h"
#include "server/store/store.h"

static const char *const right_names[] = {
	[RIGHT_ANY] = "any", [RIGHT_READ] = "read", [RIGHT_POST] = "post",
	[RIGHT_FEED] = "feed", [RIGHT_ADMIN] = "admin",
};

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
info_account(struct session *s, struct slice name, struct buf *out)
{
	struct account a;

	if (!view_account(s->desk->view, name, &a))
		return false;
	info_put(out, "Name", a.name);
	info_put(out, "Roles", a.roles);
	info_put(out, "Right", slice_of(right_names[account_right(a.roles)]));
	info_put_time(out, "Created", a.created);
	return true;
}

/* The session itself; its account need not exist on the Unix socket. */
static bool
info_me(struct session *s, struct buf *out)
{
	const char *server = store_name(s->desk->server->store);

	if (s->name[0] == '\0' || !info_account(s, slice_of(s->name), out)) {
		info_put(out, "Name", slice_of(s->name));
		info_put(out, "Roles",
		    s->right >= RIGHT_ADMIN ? SLICE("admin") : SLICE(""));
		info_put(out, "Right", slice_of(right_names[s->right]));
	}
	/* What From may say in this server's own domain. */
	if (s->name[0] != '\0')
		buf_printf(out, "Address: %s@%s\r\n", s->name, server);
	return true;
}

/* The version is what a line "Version: word" at the top says, or a sum. */
static struct slice
terms_version(struct slice *text, char sum[9])
{
	static const char key[] = "Version:";
	struct slice rest = *text, line = slice_cut(&rest, '\n');

	if (slice_istarts(line, key)) {
		*text = rest;
		return slice_trim(slice_from(line, sizeof(key) - 1));
	}
	snprintf(sum, 9, "%08x", crc32c(0, text->p, text->len));
	return slice_make(sum, 8);
}

static bool
info_terms(struct session *s, struct buf *out)
{
	const struct conf *conf = atomic_load(&s->desk->server->conf);
	struct slice text;
	char sum[9];

	if (conf == NULL || conf->terms_text == NULL)
		return false;
	text = slice_of(conf->terms_text);
	info_put(out, "Version", terms_version(&text, sum));
	while (text.len != 0) {
		struct slice line = slice_cut(&text, '\n');

		if (slice_ends(line, "\r"))
			line.len--;
		buf_puts(out, "Text: ");
		text_escape(out, line);
		buf_puts(out, "\r\n");
	}
	return true;
}

static bool
info(struct session *s, struct slice target, struct buf *out, bool *board)
{
	if (slice_is(target, "terms"))
		return info_terms(s, out);
	if (slice_is(target, "server"))
		return info_server(s, out);
	if (slice_is(target, "acts"))
		return info_acts(out);
	if (slice_is(target, "keys"))
		return info_keys(out);
	if (slice_is(target, "@me"))
		return info_me(s, out);
	if (target.p[0] == '@')
		return info_account(s, slice_from(target, 1), out);
	if (target.p[0] == '<')
		return info_article(s, target, out);
	*board = true;
	return info_board(s, target, out);
}

void
cmd_XINFO(struct session *s, const struct request *r)
{
	struct slice target = r->argv[0];
	size_t mark = s->out->len;
	bool board = false;

	reply_putf(s->out, REPLY_INFO, "%.*s", SLICE_ARG(target));
	if (info(s, target, s->out, &board)) {
		/* Its figures take their time, and end the block. */
		if (board)
			info_figures(s, target);
		else
			buf_puts(s->out, ".\r\n");
		return;
	}
	s->out->len = mark;
	reply_putf(s->out, REPLY_ACT_NOTFOUND, "Nothing is called that; "
	    "server, acts, keys, terms, @me, @name, a board or a <message-id>");
}
