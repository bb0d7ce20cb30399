/* Commands about the session itself. */
#include "common/char.h"
#include "common/clock.h"
#include "proto/date.h"
#include "server/cmd/table.h"
#include "server/cmd/auth.h"
#include "server/cmd/terms.h"

static void
put_list_capability(struct buf *out)
{
	buf_puts(out, "LIST");
	for (int i = 0; i < CMD_COUNT; i++) {
		const struct command *c = &command_table[i];

		if (c->sub != NULL && slice_is(slice_of(c->verb), "LIST")) {
			buf_putc(out, ' ');
			buf_puts(out, c->sub);
		}
	}
	buf_puts(out, "\r\n");
}

static void
put_extension_capability(struct buf *out)
{
	buf_puts(out, "XOPENSUPPORT 1");
	for (int i = 0; i < CMD_COUNT; i++) {
		const struct command *c = &command_table[i];

		if (slice_is(slice_of(c->group), "community")) {
			buf_putc(out, ' ');
			buf_puts(out, c->verb);
		}
	}
	buf_puts(out, "\r\n");
}

/* RFC 3977, 9.5: a letter, then at least two more characters. */
static bool
is_keyword(struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.p[i];

		if (!char_is_letter(c) && (i == 0 ||
		    (!char_is_digit(c) && c != '.' && c != '-')))
			return false;
	}
	return s.len >= 3;
}

void
cmd_CAPABILITIES(struct session *s, const struct request *r)
{
	struct buf *out = s->out;

	/* A keyword changes nothing, but it must be one (RFC 3977, 5.2). */
	if (r->argc > 0 && !is_keyword(r->argv[0])) {
		command_usage(s, r->cmd);
		return;
	}
	s->capable = true;
	reply_put(out, REPLY_CAPABILITIES);
	buf_puts(out, "VERSION 2\r\n");
	buf_puts(out, "IMPLEMENTATION stoad " STOA_VERSION "\r\n");
	buf_puts(out, "READER\r\n");
	/* Where a login is all that lacks, 480 asks for it in its time. */
	if (s->name[0] != '\0' || auth_offered(s))
		buf_puts(out, "POST\r\n");
	if (s->right >= RIGHT_FEED)
		buf_puts(out, "IHAVE\r\nSTREAMING\r\n");
	if (auth_offered(s))
		buf_puts(out, "AUTHINFO USER SASL\r\n");
	/* After a login too, so that nobody can hide one (RFC 4643, 2.2). */
	if (auth_safe(s))
		buf_puts(out, "SASL PLAIN\r\n");
	if (!s->compressed)
		buf_puts(out, "COMPRESS DEFLATE\r\n");
	buf_puts(out, "HDR\r\nNEWNEWS\r\nOVER MSGID\r\nXPAT\r\n");
	put_list_capability(out);
	put_extension_capability(out);
	if (terms_first(s) != 0)
		buf_printf(out, "XTERMS %u\r\n", terms_first(s));
	buf_puts(out, ".\r\n");
}

void
cmd_MODE_READER(struct session *s, const struct request *r)
{
	(void)r;
	session_greet(s, s->out);
}

void
cmd_MODE_STREAM(struct session *s, const struct request *r)
{
	(void)r;
	s->feeding = true;
	reply_put(s->out, REPLY_STREAM_OK);
}

/* From here on Injection-Info is believed: see relay_article(). */
void
cmd_MODE_IMPORT(struct session *s, const struct request *r)
{
	(void)r;
	s->feeding = true;
	s->importing = true;
	reply_put(s->out, REPLY_STREAM_OK);
}

/* RFC 8054. */
void
cmd_COMPRESS(struct session *s, const struct request *r)
{
	if (s->compressed)
		reply_putf(s->out, REPLY_DENIED, "It is compressed already");
	else if (!slice_iis(r->argv[0], "DEFLATE"))
		reply_putf(s->out, REPLY_UNAVAILABLE,
		    "No such algorithm; there is DEFLATE");
	else if (session_compress(s))
		reply_put(s->out, REPLY_COMPRESSED);
	else
		command_fault(s);
}

void
cmd_QUIT(struct session *s, const struct request *r)
{
	(void)r;
	reply_put(s->out, REPLY_BYE);
	s->quit = true;
	session_end(s);
}

void
cmd_HELP(struct session *s, const struct request *r)
{
	struct buf *out = s->out;

	(void)r;
	reply_put(out, REPLY_HELP);
	for (int i = 0; i < CMD_COUNT; i++) {
		const struct command *c = &command_table[i];
		size_t begin = out->len;

		if (c->flags & COMMAND_ALIAS)
			continue;
		buf_printf(out, "  %s%s%s %s", c->verb,
		    c->sub != NULL ? " " : "", c->sub != NULL ? c->sub : "",
		    c->args);
		do
			buf_putc(out, ' ');
		while (buf_ok(out) && out->len - begin < 46);
		buf_printf(out, "%s\r\n", c->help);
	}
	buf_puts(out, ".\r\n");
}

void
cmd_DATE(struct session *s, const struct request *r)
{
	struct buf *out = s->out;

	(void)r;
	buf_put_u64(out, REPLY_DATE);
	buf_putc(out, ' ');
	date_put_nntp(out, clock_now());
	buf_puts(out, "\r\n");
}
