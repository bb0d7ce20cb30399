/* Subcommands about questions, votes, queues, figures and events. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli.h"
#include "client/fetch.h"
#include "client/i18n.h"
#include "common/xalloc.h"
#include "proto/act.h"
#include "proto/reply.h"

#define NO_BLOCK slice_make(NULL, 0)

/* Brackets may be left out. */
static void
put_mid(struct buf *out, const char *mid)
{
	buf_printf(out, mid[0] == '<' ? "%s" : "<%s>", mid);
}

/* "XACT act <mid> args :text"; prints the number of the event. */
static int
act(struct cli *c, const char *name, const char *mid, const char *args,
    const char *text)
{
	struct buf what = BUF_INIT(65536), line = BUF_INIT(65536);
	struct buf lines = BUF_INIT(SIZE_MAX / 2);
	bool block;

	buf_printf(&what, "%s ", name);
	put_mid(&what, mid);
	if (args[0] != '\0')
		buf_printf(&what, " %s", args);
	block = fetch_act_line(&line, buf_cstr(&what), text);
	cli_put_lines(slice_of(text), &lines);
	cli_ask(c, NULL, block ? buf_slice(&lines) : NO_BLOCK, "%s",
	    buf_cstr(&line));
	buf_clear(&lines);
	buf_clear(&what);
	buf_clear(&line);
	return cli_act_done(c);
}

/* An act with a value, 1 when none is given. */
static int
valued(struct cli *c, const char *name, int argc, char **argv)
{
	char *args = xasprintf("value=%s", argc > 1 ? argv[1] : "1");
	int result = act(c, name, argv[0], args, "");

	free(args);
	return result;
}

int
cli_vote(struct cli *c, int argc, char **argv)
{
	return valued(c, "vote", argc, argv);
}

int
cli_metoo(struct cli *c, int argc, char **argv)
{
	return valued(c, "metoo", argc, argv);
}

int
cli_solve(struct cli *c, int argc, char **argv)
{
	bool back = argc > 1 && strcmp(argv[1], "0") == 0;

	if (argc > 1 && !back && strcmp(argv[1], "1") != 0)
		return CLI_USAGE;
	return act(c, back ? "unsolve" : "solve", argv[0], "", "");
}

int
cli_flag(struct cli *c, int argc, char **argv)
{
	char *args = xasprintf("reason=%s", argv[1]);
	char *text = cli_join(argc - 2, argv + 2);
	int result = act(c, "flag", argv[0], args, text);

	free(args);
	free(text);
	return result;
}

static int
list_queue(struct cli *c, char *query)
{
	char *args[2] = { (char []){ "queue" }, query };

	return cli_list(c, query[0] != '\0' ? 2 : 1, args);
}

int
cli_mod(struct cli *c, int argc, char **argv)
{
	const struct act *a;
	char *text;
	int result;

	if (argc == 0)
		return list_queue(c, (char []){ "" });
	a = act_find(slice_of(argv[0]));
	if (argc == 1 || a == NULL || a->target != TARGET_ARTICLE) {
		fprintf(stderr, _("stoa: mod takes an act on an article and "
		    "its message-id\n"));
		return CLI_USAGE;
	}
	text = cli_join(argc - 2, argv + 2);
	result = act(c, argv[0], argv[1], "", text);
	free(text);
	return result;
}

int
cli_esc(struct cli *c, int argc, char **argv)
{
	char *text;
	int result;

	if (argc == 0)
		return list_queue(c, (char []){ "is:escalated" });
	text = cli_join(argc - 1, argv + 1);
	result = act(c, "escalate", argv[0], "", text);
	free(text);
	return result;
}

int
cli_stats(struct cli *c, int argc, char **argv)
{
	char *query = cli_join(argc, argv);
	char *args[2] = { (char []){ "kpi" }, query };
	int result = cli_list(c, query[0] != '\0' ? 2 : 1, args);

	free(query);
	return result;
}

/* --- events --------------------------------------------------------------- */

/* Whole lines of the block, as they come; those for machines are left out. */
static void
on_events(void *arg, struct slice lines)
{
	struct cli *c = arg;
	struct buf *rows = &c->body;
	struct slice more;

	buf_reset(rows);
	buf_puts(rows, "#seq\ttime\tactor\tact\ttarget\targs\n");
	while (lines.len != 0) {
		struct slice line = slice_cut(&lines, '\n');

		if (line.len != 0 && line.p[0] != '#') {
			buf_put_slice(rows, line);
			buf_putc(rows, '\n');
		}
	}
	c->seen += cli_print_rows(c, &more);
	buf_reset(rows);
	fflush(stdout);
}

int
cli_watch(struct cli *c, int argc, char **argv)
{
	char *query = cli_join(argc, argv);
	struct buf line = BUF_INIT(65536);

	buf_puts(&line, "XWATCH");
	if (c->max != NULL)
		buf_printf(&line, " max=%s", c->max);
	if (c->period != NULL)
		buf_printf(&line, " for=%s", c->period);
	if (query[0] != '\0')
		buf_printf(&line, " %s", query);
	free(query);
	cli_ask_stream(c, buf_cstr(&line), on_events);
	buf_clear(&line);
	if (c->code / 100 != 2)
		return cli_status(c);
	return c->seen != 0 ? CLI_DONE : CLI_NOTHING;
}
