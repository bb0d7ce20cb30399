/* XINFO: one thing as "Key: value" lines. */
#include <stdio.h>

#include "common/clock.h"
#include "common/crc32c.h"
#include "proto/act.h"
#include "proto/date.h"
#include "proto/event.h"
#include "proto/query.h"
#include "proto/rfc2047.h"
#include "server/auth/account.h"
#include "server/cmd/moderate.h"
#include "server/cmd/sees.h"
#include "server/cmd/select.h"
#include "server/cmd/table.h"
#include "server/conf/conf.h"
#include "server/stoad.h"

static const char *const right_names[] = {
	[RIGHT_ANY] = "any", [RIGHT_READ] = "read", [RIGHT_POST] = "post",
	[RIGHT_FEED] = "feed", [RIGHT_ADMIN] = "admin",
};

static void
put(struct buf *out, const char *key, struct slice value)
{
	buf_printf(out, "%s: ", key);
	if (value.len != 0)
		text_escape(out, value);
	else
		buf_putc(out, '-');
	buf_puts(out, "\r\n");
}

static void
put_u64(struct buf *out, const char *key, uint64_t value)
{
	buf_printf(out, "%s: %llu\r\n", key, (unsigned long long)value);
}

static void
put_time(struct buf *out, const char *key, int64_t t)
{
	buf_printf(out, "%s: ", key);
	date_put_rfc3339(out, t);
	buf_puts(out, "\r\n");
}

static void
put_header(struct buf *out, const char *key, struct slice value)
{
	struct buf utf8 = BUF_INIT(2 * LIMIT_HEADER);

	rfc2047_decode(value, &utf8);
	put(out, key, buf_slice(&utf8));
	buf_clear(&utf8);
}

static bool
info_server(struct session *s, struct buf *out)
{
	struct server *server = s->desk->server;
	struct store_stats st;

	view_stats(s->desk->view, &st);
	put(out, "Name", slice_of(store_name(server->store)));
	put(out, "Version", SLICE(STOA_VERSION));
	put_time(out, "Started", server->started);
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
	put(out, "Name", a.name);
	put(out, "Roles", a.roles);
	put(out, "Right", slice_of(right_names[account_right(a.roles)]));
	put_time(out, "Created", a.created);
	return true;
}

/* The session itself; its account need not exist on the Unix socket. */
static bool
info_me(struct session *s, struct buf *out)
{
	const char *server = store_name(s->desk->server->store);

	if (s->name[0] == '\0' || !info_account(s, slice_of(s->name), out)) {
		put(out, "Name", slice_of(s->name));
		put(out, "Roles",
		    s->right >= RIGHT_ADMIN ? SLICE("admin") : SLICE(""));
		put(out, "Right", slice_of(right_names[s->right]));
	}
	/* What From may say in this server's own domain. */
	if (s->name[0] != '\0')
		buf_printf(out, "Address: %s@%s\r\n", s->name, server);
	return true;
}

static bool
info_board(struct session *s, struct slice name, struct buf *out)
{
	struct board b;

	if (!sees_find(s, name, &b))
		return false;
	put(out, "Name", b.name);
	put(out, "Kind", b.kind);
	put(out, "Status", slice_make(&b.status, 1));
	put_u64(out, "Low", b.low);
	put_u64(out, "High", b.high);
	put_u64(out, "Count", b.count);
	put_u64(out, "Threads", b.threads);
	put_time(out, "Created", b.created);
	put(out, "Title", b.title);
	return true;
}

static const char *const state_names[] = {
	[ARTICLE_HERE] = "posted", [ARTICLE_CANCELLED] = "cancelled",
	[ARTICLE_SUPERSEDED] = "superseded", [ARTICLE_EXPIRED] = "expired",
	[ARTICLE_HELD] = "waiting", [ARTICLE_REJECTED] = "rejected",
	[ARTICLE_HIDDEN] = "hidden", [ARTICLE_REMOVED] = "removed",
};

static void
put_places(struct session *s, const struct article_row *row, struct buf *out)
{
	struct board b;

	buf_puts(out, "Boards:");
	for (int i = 0; i < row->nplaces; i++) {
		if (!view_board_by_id(
		    s->desk->view, row->place[i].board, &b) ||
		    !sees_board(s, &b))
			continue;
		buf_putc(out, ' ');
		buf_put_slice(out, b.name);
		buf_putc(out, ':');
		buf_put_u64(out, row->place[i].number);
	}
	buf_puts(out, "\r\n");
}

/* Where it stood, or was to stand. */
static void
put_boards(const struct event *e, struct buf *out)
{
	struct slice name;
	size_t at = 0;

	buf_puts(out, "Boards:");
	while (view_event_board(e, &at, &name)) {
		buf_putc(out, ' ');
		buf_put_slice(out, name);
	}
	buf_puts(out, "\r\n");
}

static void
put_msgid(struct session *s, const char *key, uint64_t id, struct buf *out)
{
	struct placed at;
	struct slice msgid = { NULL, 0 };

	if (id != 0 && select_seen(s, id, &at))
		msgid = over_part(at.over, OVER_MSGID);
	put(out, key, msgid);
}

/* An event's part, which is escaped as it should be. */
static void
put_raw(struct buf *out, const char *key, struct slice value)
{
	buf_printf(out, "%s: %.*s\r\n", key, SLICE_ARG(value.len != 0 ?
	    value : SLICE("-")));
}

/* What became of it, and by whom. */
static void
put_state(struct view *v, const struct article_row *row, struct buf *out)
{
	bool control = row->state == ARTICLE_HERE && row->nplaces == 0;
	struct event e;

	put(out, "State", slice_of(control ? "control" :
	    state_names[row->state]));
	if (row->since == 0 || !view_article_event(v, row->since, &e))
		return;
	put_raw(out, "By", e.actor);
	put_time(out, "At", e.time);
	put_raw(out, "Reason", event_text(e.args));
	put_raw(out, "With", event_arg(e.args, "with"));
}

static void
put_article(struct session *s, const struct article_row *row,
    const struct placed *at, struct buf *out)
{
	struct view *v = s->desk->view;

	put_msgid(s, "Thread", row->thread, out);
	put_msgid(s, "Parent", row->parent, out);
	/* What never came into its boards was never taken apart. */
	if (row->date != 0)
		put_time(out, "Date", row->date);
	else
		put_raw(out, "Date", SLICE(""));
	put_time(out, "Arrived", row->arrived);
	put_u64(out, "Bytes", row->bytes);
	if (row->date != 0)
		put_u64(out, "Lines", row->lines);
	else
		put_raw(out, "Lines", SLICE(""));
	put_header(out, "Author", over_part(at->over, OVER_FROM));
	put_header(out, "Subject", over_part(at->over, OVER_SUBJECT));
	put_u64(out, "Seq", row->id);
	put_state(v, row, out);
}

static bool
info_article(struct session *s, struct slice msgid, struct buf *out)
{
	struct view *v = s->desk->view;
	uint64_t id = view_article_id(v, msgid);
	struct placed at = { .over = SLICE("") };
	struct article_row row;
	struct event e;

	if (id == 0 || !view_article_row(v, id, &row) ||
	    !view_article_event(v, id, &e))
		return false;
	if (row.nplaces != 0) {
		if (!select_seen(s, id, &at))
			return false;
	} else if (!may_see(s, &row) || (!select_aside(s, id, &at) &&
	    row.state != ARTICLE_EXPIRED)) {
		return false;
	}
	put_raw(out, "Message-ID", e.target);
	if (row.nplaces != 0)
		put_places(s, &row, out);
	else
		put_boards(&e, out);
	put_article(s, &row, &at, out);
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
	put(out, "Version", terms_version(&text, sum));
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
info(struct session *s, struct slice target, struct buf *out)
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
	return info_board(s, target, out);
}

void
cmd_XINFO(struct session *s, const struct request *r)
{
	struct slice target = r->argv[0];
	size_t mark = s->out->len;

	reply_putf(s->out, REPLY_INFO, "%.*s", SLICE_ARG(target));
	if (info(s, target, s->out)) {
		buf_puts(s->out, ".\r\n");
		return;
	}
	s->out->len = mark;
	reply_putf(s->out, REPLY_ACT_NOTFOUND, "Nothing is called that; "
	    "server, acts, keys, terms, @me, @name, a board or a <message-id>");
}
