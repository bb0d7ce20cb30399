/* Subcommands that change something. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/cli.h"
#include "client/compose.h"
#include "client/config.h"
#include "client/i18n.h"
#include "client/locale.h"
#include "client/page.h"
#include "common/clock.h"
#include "common/xalloc.h"
#include "proto/reply.h"

#define STDIN_MAX (4u << 20)

/* All of stdin, as UTF-8. */
static enum err
read_stdin(struct buf *out)
{
	struct buf bytes = BUF_INIT(STDIN_MAX);
	char part[8192];
	ssize_t n;

	while ((n = read(STDIN_FILENO, part, sizeof(part))) > 0 ||
	    (n < 0 && errno == EINTR))
		if (n > 0)
			buf_put(&bytes, part, (size_t)n);
	if (n < 0 || !buf_ok(&bytes)) {
		buf_clear(&bytes);
		return n < 0 ? err_errno("stdin")
			     : err_set(ERR_TOOBIG, "stdin");
	}
	locale_decode(buf_slice(&bytes), out);
	buf_clear(&bytes);
	return OK;
}

/* Asks the server who we are when nobody said it; owned by the caller. */
static char *
from_of(struct cli *c)
{
	char *address = NULL, *from;
	struct slice found;

	if (c->from != NULL)
		return xstrdup(c->from);
	if (c->stoa && c->config->from == NULL &&
	    cli_ask(c, NULL, slice_make(NULL, 0), "XINFO @me") == REPLY_INFO) {
		found = compose_field(buf_slice(&c->body), "Address");
		if (found.len != 0)
			address = xstrndup(found.p, found.len);
	}
	from = config_from(c->config, address);
	free(address);
	return from;
}

/* Lines the caller left out are added in front. */
static void
complete(struct cli *c, struct slice text, struct buf *out)
{
	char *from = from_of(c);

	if (compose_field(text, "From").len == 0)
		buf_printf(out, "From: %s\n", from);
	if (c->board != NULL)
		buf_printf(out, "Newsgroups: %s\n", c->board);
	if (c->subject != NULL)
		buf_printf(out, "Subject: %s\n", c->subject);
	if (compose_field(text, "Message-ID").len == 0) {
		buf_puts(out, "Message-ID: ");
		compose_msgid(from, out);
		buf_putc(out, '\n');
	}
	buf_put_slice(out, text);
	free(from);
}

static int
send_draft(struct cli *c, struct slice draft)
{
	struct compose_report report = { .text = BUF_INIT(65536) };
	struct buf wire = BUF_INIT(2 * STDIN_MAX);
	struct slice id = compose_field(draft, "Message-ID");
	int result = CLI_USAGE;

	compose_check(draft, &report);
	if (report.errors != 0)
		fprintf(stderr, "%s", buf_cstr(&report.text));
	else if (compose_wire(draft, clock_now(), &wire) != OK)
		fprintf(stderr, "stoa: %s\n", err_detail());
	else if (cli_ask(c, NULL, buf_slice(&wire), "POST") != REPLY_POST_OK)
		result = cli_status(c);
	else {
		result = CLI_DONE;
		printf("%.*s\n", SLICE_ARG(id));
		if (compose_waits(buf_slice(&c->text)))
			fprintf(stderr, "stoa: %s\n",
			    _("sent; a moderator decides on it"));
	}
	buf_clear(&report.text);
	buf_clear(&wire);
	return result;
}

int
cli_post(struct cli *c, int argc, char **argv)
{
	struct buf text = BUF_INIT(STDIN_MAX), draft = BUF_INIT(STDIN_MAX);
	struct buf whole = BUF_INIT(STDIN_MAX);
	int result = CLI_USAGE;

	(void)argc;
	(void)argv;
	if (read_stdin(&text) != OK) {
		fprintf(stderr, "stoa: %s\n", err_detail());
	} else {
		/* With --board or --subject stdin is the text alone. */
		if (c->board != NULL || c->subject != NULL)
			buf_putc(&whole, '\n');
		buf_put_slice(&whole, buf_slice(&text));
		complete(c, buf_slice(&whole), &draft);
		result = send_draft(c, buf_slice(&draft));
	}
	buf_clear(&text);
	buf_clear(&whole);
	buf_clear(&draft);
	return result;
}

int
cli_reply(struct cli *c, int argc, char **argv)
{
	struct buf text = BUF_INIT(STDIN_MAX), draft = BUF_INIT(STDIN_MAX);
	struct article *a = xcalloc(1, sizeof(*a));
	char *from = from_of(c);
	int result = CLI_REFUSED;

	(void)argc;
	if (cli_ask_article(c, argv[0]) != REPLY_ARTICLE)
		result = cli_status(c);
	else if (article_parse(buf_slice(&c->body), a) != OK ||
	    read_stdin(&text) != OK)
		fprintf(stderr, "stoa: %s\n", err_detail());
	else if (!compose_reply(from, "", a, c->quote, &draft))
		fprintf(stderr, "stoa: %s\n",
		    _("the author asks for answers by mail"));
	else {
		buf_put_slice(&draft, buf_slice(&text));
		result = send_draft(c, buf_slice(&draft));
	}
	free(a);
	free(from);
	buf_clear(&text);
	buf_clear(&draft);
	return result;
}

/* Prints the message-id of the control article. */
int
cli_cancel(struct cli *c, int argc, char **argv)
{
	struct buf draft = BUF_INIT(STDIN_MAX);
	struct article *a = xcalloc(1, sizeof(*a));
	struct slice mid, boards;
	char *from = from_of(c), *reason = cli_join(argc - 1, argv + 1);
	int result = CLI_REFUSED;

	if (cli_ask_article(c, argv[0]) != REPLY_ARTICLE) {
		result = cli_status(c);
	} else if (article_parse(buf_slice(&c->body), a) != OK) {
		fprintf(stderr, "stoa: %s\n", err_detail());
	} else {
		mid = slice_trim(article_value(a, "Message-ID"));
		boards = slice_trim(article_value(a, "Newsgroups"));
		if (!c->stoa && c->from == NULL) {
			free(from);
			from = page_field(a, "From");
		}
		compose_cancel(from, boards, mid, reason, &draft);
		result = send_draft(c, buf_slice(&draft));
	}
	free(reason);
	free(from);
	free(a);
	buf_clear(&draft);
	return result;
}

/* The header stays, but for the subject that may be given. */
int
cli_supersede(struct cli *c, int argc, char **argv)
{
	struct buf text = BUF_INIT(STDIN_MAX), draft = BUF_INIT(STDIN_MAX);
	struct article *a = xcalloc(1, sizeof(*a));
	int result = CLI_REFUSED;

	(void)argc;
	if (cli_ask_article(c, argv[0]) != REPLY_ARTICLE)
		result = cli_status(c);
	else if (article_parse(buf_slice(&c->body), a) != OK ||
	    !compose_supersede(a, c->subject, &draft) ||
	    read_stdin(&text) != OK)
		fprintf(stderr, "stoa: %s\n", err_detail());
	else {
		draft.len -= compose_body(buf_slice(&draft)).len;
		buf_put_slice(&draft, buf_slice(&text));
		result = send_draft(c, buf_slice(&draft));
	}
	free(a);
	buf_clear(&text);
	buf_clear(&draft);
	return result;
}

void
cli_put_lines(struct slice text, struct buf *out)
{
	while (text.len > 0) {
		struct slice line = slice_cut(&text, '\n');

		if (line.len > 0 && line.p[line.len - 1] == '\r')
			line.len--;
		buf_put_slice(out, line);
		buf_puts(out, "\r\n");
	}
}

int
cli_act_done(struct cli *c)
{
	int result = cli_status(c);

	if (result != CLI_DONE)
		return result;
	cli_print(c, buf_slice(&c->text));
	putchar('\n');
	return CLI_DONE;
}

/* The words as they are; the text from standard input. */
int
cli_act(struct cli *c, int argc, char **argv)
{
	struct buf line = BUF_INIT(65536), text = BUF_INIT(STDIN_MAX);
	struct buf wire = BUF_INIT(2 * STDIN_MAX);
	struct slice block = { 0 };
	int result;

	for (int i = 0; i < argc; i++)
		buf_printf(&line, "%s%s", i > 0 ? " " : "", argv[i]);
	if (strcmp(argv[argc - 1], "-") == 0) {
		if (read_stdin(&text) != OK) {
			fprintf(stderr, "stoa: %s\n", err_detail());
			return CLI_USAGE;
		}
		cli_put_lines(buf_slice(&text), &wire);
		block = slice_make(buf_cstr(&wire), wire.len);
	}
	cli_ask(c, NULL, block, "XACT %s", buf_cstr(&line));
	result = cli_act_done(c);
	buf_clear(&line);
	buf_clear(&text);
	buf_clear(&wire);
	return result;
}
