/* Subcommands that read. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/boards.h"
#include "client/cli.h"
#include "client/i18n.h"
#include "client/page.h"
#include "client/threads.h"
#include "common/xalloc.h"
#include "proto/date.h"
#include "proto/query.h"
#include "proto/reply.h"

#define NO_BLOCK slice_make(NULL, 0)

/* Follows "#more" to the end, unless the query set a limit itself. */
static int
list_all(struct cli *c, const char *kind, const char *query)
{
	char after[LIMIT_LINE] = "";
	unsigned long rows = 0;
	struct query q;
	int column;
	bool limited = query_parse(slice_of(query), &q, &column) == OK &&
	    query_get(&q, QUERY_LIMIT) != NULL;

	for (;;) {
		struct slice more;

		cli_ask(c, NULL, NO_BLOCK, "XLIST %s%s%s%s%s%s", kind,
		    query[0] != '\0' ? " " : "", query,
		    limited ? "" : " limit:1000", after[0] != '\0' ? " " : "",
		    after);
		if (c->code != REPLY_ROWS)
			return cli_status(c);
		rows += cli_print_rows(c, &more);
		if (limited || more.len == 0 || ferror(stdout) ||
		    !slice_copy(more, after, sizeof(after)))
			break;
	}
	return rows != 0 ? CLI_DONE : CLI_NOTHING;
}

char *
cli_join(int argc, char **argv)
{
	struct buf b = BUF_INIT(65536);
	char *text;

	for (int i = 0; i < argc; i++) {
		if (i > 0)
			buf_putc(&b, ' ');
		buf_puts(&b, argv[i]);
	}
	text = xstrdup(buf_cstr(&b));
	buf_clear(&b);
	return text;
}

int
cli_list(struct cli *c, int argc, char **argv)
{
	char *query = cli_join(argc - 1, argv + 1);
	int result = list_all(c, argv[0], query);

	free(query);
	return result;
}

/* Rows made here, shaped as the server's own, and printed by the same code. */
static int
print_made(struct cli *c, struct buf *rows)
{
	struct slice more;

	buf_reset(&c->body);
	buf_put_slice(&c->body, buf_slice(rows));
	return cli_print_rows(c, &more) != 0 ? CLI_DONE : CLI_NOTHING;
}

/* --- boards and threads of any news server -------------------------------- */

static void
board_rows(const struct boards *b, struct buf *out)
{
	buf_puts(out, "#name\tstatus\tlow\thigh\tcount\ttitle\n");
	for (size_t i = 0; i < b->n; i++) {
		const struct board *x = &b->board[i];

		cli_field(slice_of(x->name), out);
		buf_printf(out, "\t%c\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64
		    "\t", x->status, x->low, x->high, x->count);
		cli_field(slice_of(x->title), out);
		buf_putc(out, '\n');
	}
}

static int
plain_boards(struct cli *c)
{
	struct boards b = { 0 };
	struct buf rows = BUF_INIT(64u << 20);
	int result;

	if (cli_ask(c, NULL, NO_BLOCK, "LIST ACTIVE") != REPLY_LIST)
		return cli_status(c);
	boards_begin(&b);
	boards_take_active(&b, buf_slice(&c->body));
	if (cli_ask(c, NULL, NO_BLOCK, "LIST NEWSGROUPS") == REPLY_LIST)
		boards_take_titles(&b, buf_slice(&c->body));
	board_rows(&b, &rows);
	result = print_made(c, &rows);
	boards_clear(&b);
	buf_clear(&rows);
	return result;
}

int
cli_boards(struct cli *c, int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return c->stoa ? list_all(c, "board", "") : plain_boards(c);
}

static void
thread_rows(const struct threads *t, struct buf *out)
{
	const struct page *p = &t->page[0];

	buf_puts(out, "#mid\tboard\tnumber\tdate\tactive\tarticles\tlast\t"
		      "author\tsubject\n");
	for (size_t i = 0; i < p->n; i++) {
		const struct thread_row *r = &p->thread[i];

		cli_field(slice_of(r->mid), out);
		buf_printf(out, "\t%s\t%" PRIu64 "\t", t->board, r->number);
		date_put_rfc3339(out, r->date);
		buf_putc(out, '\t');
		date_put_rfc3339(out, r->active);
		buf_printf(out, "\t%" PRIu64 "\t%" PRIu64 "\t", r->articles,
		    r->last);
		cli_field(slice_of(r->author), out);
		buf_putc(out, '\t');
		cli_field(slice_of(r->subject), out);
		buf_putc(out, '\n');
	}
}

static int
plain_threads(struct cli *c, const char *board)
{
	struct buf rows = BUF_INIT(256u << 20);
	struct threads t;
	int result = CLI_DONE;

	if (cli_ask(c, board, NO_BLOCK, "OVER 1-") != REPLY_OVER)
		return cli_status(c);
	threads_init(&t, board, "");
	threads_take_over(&t, 0, buf_slice(&c->body), NULL);
	thread_rows(&t, &rows);
	result = print_made(c, &rows);
	threads_clear(&t);
	buf_clear(&rows);
	return result;
}

int
cli_threads(struct cli *c, int argc, char **argv)
{
	char *words = cli_join(argc, argv), *query;
	bool is_query = strchr(words, ':') != NULL;
	int result;

	if (!c->stoa) {
		result = is_query || argc > 1 ? CLI_USAGE
					      : plain_threads(c, words);
		free(words);
		return result;
	}
	query = is_query ? xstrdup(words) : xasprintf("board:%s", words);
	result = list_all(c, "thread", query);
	free(query);
	free(words);
	return result;
}

/* --- one thing ------------------------------------------------------------ */

/* Takes "Key: value" off the front. */
static bool
info_next(struct slice *rest, struct slice *key, struct slice *value)
{
	while (rest->len > 0) {
		*value = slice_trim(slice_cut(rest, '\n'));
		*key = slice_cut(value, ':');
		*value = slice_trim(*value);
		if (key->len > 0)
			return true;
	}
	return false;
}

/* How often the key stands there; each value, after commas, if out. */
static int
info_values(struct slice rest, struct slice key, struct buf *out)
{
	struct slice one, value;
	int n = 0;

	while (info_next(&rest, &one, &value)) {
		if (!slice_eq(one, key))
			continue;
		if (out != NULL && n > 0)
			buf_putc(out, ',');
		if (out != NULL)
			cli_json_value(key, value, out);
		n++;
	}
	return n;
}

/* What has several lines becomes an array: no key stands twice. */
static void
info_json(struct slice all, struct buf *out)
{
	struct slice rest = all, before, key, value;
	const char *comma = "";
	bool many;

	buf_putc(out, '{');
	for (;;) {
		before = slice_make(all.p, all.len - rest.len);
		if (!info_next(&rest, &key, &value))
			break;
		if (info_values(before, key, NULL) > 0)
			continue;
		many = info_values(all, key, NULL) > 1;
		buf_puts(out, comma);
		cli_json_string(key, out);
		buf_puts(out, many ? ":[" : ":");
		(void)info_values(all, key, out);
		buf_puts(out, many ? "]" : "");
		comma = ",";
	}
	buf_puts(out, "}\n");
}

int
cli_info(struct cli *c, int argc, char **argv)
{
	struct buf out = BUF_INIT(64u << 20);

	(void)argc;
	if (cli_ask(c, NULL, NO_BLOCK, "XINFO %s", argv[0]) != REPLY_INFO)
		return cli_status(c);
	if (c->json) {
		info_json(buf_slice(&c->body), &out);
		fwrite(out.p, 1, out.len, stdout);
	} else {
		page_lines(buf_slice(&c->body), &out);
		cli_print(c, buf_slice(&out));
	}
	buf_clear(&out);
	return CLI_DONE;
}

static void
article_json(struct slice raw, struct buf *out)
{
	static const char *const fields[] = { "Message-ID", "From", "Date",
		"Newsgroups", "Subject", "References" };
	struct article *a = xcalloc(1, sizeof(*a));
	struct page_text page;
	struct slice body;

	page_text_init(&page);
	page_text_fill(&page, raw, false);
	(void)article_parse(raw, a);
	buf_putc(out, '{');
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		char *value = page_field(a, fields[i]);
		char key[16];
		size_t n = 0;

		for (const char *p = fields[i]; *p != '\0'; p++)
			key[n++] = (char)(*p == '-' ? '_' : *p | 0x20);
		cli_json_string(slice_make(key, n), out);
		buf_putc(out, ':');
		cli_json_string(slice_of(value), out);
		buf_putc(out, ',');
		free(value);
	}
	body = slice_from(buf_slice(&page.text), page.head + 1);
	buf_puts(out, "\"text\":");
	cli_json_string(body, out);
	buf_puts(out, "}\n");
	page_text_clear(&page);
	free(a);
}

static void
print_article(struct cli *c)
{
	struct buf out = BUF_INIT(64u << 20);
	struct page_text page;

	if (c->json) {
		article_json(buf_slice(&c->body), &out);
		fwrite(out.p, 1, out.len, stdout);
	} else if (c->raw) {
		page_lines(buf_slice(&c->body), &out);
		cli_print(c, buf_slice(&out));
	} else {
		page_text_init(&page);
		page_text_fill(&page, buf_slice(&c->body), false);
		cli_print(c, buf_slice(&page.text));
		page_text_clear(&page);
	}
	buf_clear(&out);
}

int
cli_ask_article(struct cli *c, const char *id)
{
	bool whole = id[0] == '<';

	return cli_ask(c, NULL, NO_BLOCK, "ARTICLE %s%s%s", whole ? "" : "<",
	    id, whole ? "" : ">");
}

int
cli_read(struct cli *c, int argc, char **argv)
{
	uint64_t n;

	if (argc == 1) {
		cli_ask_article(c, argv[0]);
	} else if (!slice_u64(slice_of(argv[1]), &n)) {
		fprintf(stderr, _("stoa: \"%s\" is no number\n"), argv[1]);
		return CLI_USAGE;
	} else if (cli_ask(c, NULL, NO_BLOCK, "GROUP %s", argv[0]) !=
	    REPLY_GROUP) {
		return cli_status(c);
	} else {
		cli_ask(c, NULL, NO_BLOCK, "ARTICLE %s", argv[1]);
	}
	if (c->code != REPLY_ARTICLE)
		return cli_status(c);
	print_article(c);
	return CLI_DONE;
}
