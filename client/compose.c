/* Drafts: templates, checks, and the article that is sent. */
#include "client/compose.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

#include "client/i18n.h"
#include "client/label.h"
#include "client/page.h"
#include "client/wrap.h"
#include "common/char.h"
#include "common/clock.h"
#include "common/utf8.h"
#include "common/xalloc.h"
#include "proto/date.h"
#include "proto/mime.h"
#include "proto/msgid.h"
#include "proto/rfc2047.h"

#define LONG_LINE 80
#define QUOTE_WIDTH 74
#define REFERENCES_MAX 900	/* octets; RFC 5322 allows lines of 998 */

void
compose_msgid(const char *from, struct buf *out)
{
	static const char digit[] = "0123456789abcdefghijklmnopqrstuv";
	struct slice host = label_address(slice_of(from));
	unsigned char random[10];
	ptrdiff_t at = slice_chr(host, '@');

	if (getrandom(random, sizeof(random), 0) != sizeof(random))
		for (size_t i = 0; i < sizeof(random); i++)
			random[i] = (unsigned char)(clock_mono_us() >> i);
	host = at >= 0 ? slice_from(host, (size_t)at + 1) : SLICE("localhost");
	buf_printf(out, "<%llx.", (unsigned long long)clock_now());
	for (size_t i = 0; i < sizeof(random); i++)
		buf_putc(out, digit[random[i] & 31]);
	buf_putc(out, '@');
	for (size_t i = 0; i < host.len && i < 100; i++) {
		char c = host.p[i];
		bool plain = char_is_alnum(c) || c == '.' || c == '-';

		buf_putc(out, plain ? c : '-');
	}
	buf_putc(out, '>');
}

static void
put_head(struct buf *out, const char *from, struct slice boards,
    const char *prefix, struct slice subject)
{
	buf_printf(out, "From: %s\n", from);
	buf_printf(out, "Newsgroups: %.*s\n", SLICE_ARG(boards));
	buf_printf(out, "Subject: %s", prefix);
	/* An editor is a terminal program too. */
	utf8_filter(subject, 0, out);
	buf_putc(out, '\n');
}

void
compose_new(const char *from, const char *board, const char *subject,
    struct buf *out)
{
	put_head(out, from, slice_of(board), "", slice_of(subject));
	buf_puts(out, "Message-ID: ");
	compose_msgid(from, out);
	buf_puts(out, "\n\n");
}

/* The parent's references and itself; the first and the newest stay. */
static void
put_references(struct buf *out, const struct article *parent)
{
	struct slice all = article_value(parent, "References"), rest, id;
	struct slice self = slice_trim(article_value(parent, "Message-ID"));
	size_t total = 0, skip, first = 1;

	for (rest = all; msgid_next(&rest, &id);)
		total += id.len + 1;
	skip = total + self.len > REFERENCES_MAX
	    ? total + self.len - REFERENCES_MAX
	    : 0;
	buf_puts(out, "References:");
	for (rest = all; msgid_next(&rest, &id);) {
		if (!first && skip > 0) {
			skip = skip > id.len + 1 ? skip - id.len - 1 : 0;
			continue;
		}
		first = 0;
		buf_printf(out, " %.*s", SLICE_ARG(id));
	}
	buf_printf(out, " %.*s\n", SLICE_ARG(self));
}

static bool
quoted(struct slice line)
{
	return line.len > 0 && line.p[0] == '>';
}

/* Long paragraphs are broken so that the quote fits, signatures left out. */
static void
put_quoted(struct buf *out, struct slice text)
{
	struct wrap w = { 0 };

	wrap_body(&w, text, 0, text.len, QUOTE_WIDTH, false);
	for (size_t i = 0; i < w.n; i++) {
		const struct wrap_line *l = &w.line[i];
		struct slice line = slice_make(text.p + l->offset, l->len);

		if (l->kind == WRAP_SIGNATURE)
			break;
		/* What is left of a broken quote keeps its level. */
		for (int k = l->level; k > 0 && !quoted(line); k--)
			buf_putc(out, '>');
		buf_puts(out, quoted(line) ? ">" : "> ");
		buf_put_slice(out, line);
		buf_putc(out, '\n');
	}
	wrap_clear(&w);
}

static void
put_quote(struct buf *out, const struct article *parent)
{
	struct buf text = BUF_INIT(LIMIT_ARTICLE * 4);
	struct buf safe = BUF_INIT(LIMIT_ARTICLE * 4);
	struct buf name = BUF_INIT(LIMIT_HEADER * 4);
	char *author = page_field(parent, "From");
	struct slice rest;

	mime_text(parent, &text);
	utf8_filter(buf_slice(&text), FILTER_LF | FILTER_TAB, &safe);
	utf8_filter(label_author(slice_of(author)), 0, &name);
	buf_printf(out, _("%.*s wrote:"), SLICE_ARG(buf_slice(&name)));
	buf_putc(out, '\n');
	buf_clear(&name);
	rest = slice_trim(buf_slice(&safe));
	put_quoted(out, rest);
	buf_putc(out, '\n');
	free(author);
	buf_clear(&text);
	buf_clear(&safe);
}

bool
compose_reply(const char *from, const char *board,
    const struct article *parent, bool quote, struct buf *out)
{
	char *subject = page_field(parent, "Subject");
	struct slice boards = slice_trim(article_value(parent, "Followup-To"));

	if (slice_iis(boards, "poster")) {
		free(subject);
		return false;
	}
	if (boards.len == 0)
		boards = slice_trim(article_value(parent, "Newsgroups"));
	if (boards.len == 0)
		boards = slice_of(board);
	put_head(out, from, boards, "Re: ", label_subject(slice_of(subject)));
	put_references(out, parent);
	buf_puts(out, "Message-ID: ");
	compose_msgid(from, out);
	buf_puts(out, "\n\n");
	if (quote)
		put_quote(out, parent);
	free(subject);
	return true;
}

/* Only text can be edited; whatever else there is would be lost. */
static bool
is_text(const struct article *a)
{
	struct slice type = slice_trim(article_value(a, "Content-Type"));

	return type.len == 0 || slice_istarts(type, "text/plain");
}

bool
compose_supersede(
    const struct article *old, const char *subject, struct buf *out)
{
	static const char *const kept[] = { "From", "Reply-To", "Newsgroups",
		"Followup-To", "Subject", "Keywords", "Summary",
		"Organization", "References", "Distribution", "Approved" };
	struct buf text = BUF_INIT(LIMIT_ARTICLE * 4);
	char *from;

	if (!is_text(old)) {
		err_set(ERR_STATE, "%s",
		    _("it is more than plain text and cannot be edited here"));
		return false;
	}
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
		char *value = page_field(old, kept[i]);

		if (subject != NULL && strcmp(kept[i], "Subject") == 0) {
			free(value);
			value = xstrdup(subject);
		}
		if (value[0] != '\0') {
			buf_printf(out, "%s: ", kept[i]);
			utf8_filter(slice_of(value), 0, out);
			buf_putc(out, '\n');
		}
		free(value);
	}
	buf_printf(out, "Supersedes: %.*s\nMessage-ID: ",
	    SLICE_ARG(slice_trim(article_value(old, "Message-ID"))));
	from = page_field(old, "From");
	compose_msgid(from, out);
	free(from);
	buf_puts(out, "\n\n");
	mime_text(old, &text);
	utf8_filter(buf_slice(&text), FILTER_LF | FILTER_TAB, out);
	buf_clear(&text);
	return true;
}

void
compose_cancel(const char *from, struct slice boards, struct slice mid,
    const char *reason, struct buf *out)
{
	buf_printf(out, "From: %s\nNewsgroups: %.*s\n", from,
	    SLICE_ARG(boards));
	buf_printf(out, "Subject: cmsg cancel %.*s\nControl: cancel %.*s\n",
	    SLICE_ARG(mid), SLICE_ARG(mid));
	buf_puts(out, "Message-ID: ");
	compose_msgid(from, out);
	buf_printf(out, "\n\n%s\n", reason[0] != '\0' ? reason : "Cancel.");
}

/* Walks the header lines of a draft; false at the empty line. */
static bool
next_header(struct slice *rest, struct slice *name, struct slice *value)
{
	struct slice line;

	if (rest->p == NULL || rest->len == 0)
		return false;
	line = slice_cut(rest, '\n');
	if (slice_trim(line).len == 0)
		return false;
	*name = slice_cut(&line, ':');
	*value = slice_trim(line);
	return true;
}

struct slice
compose_field(struct slice draft, const char *name)
{
	struct slice key, value;

	while (next_header(&draft, &key, &value))
		if (slice_iis(key, name))
			return value;
	return slice_make("", 0);
}

struct slice
compose_body(struct slice draft)
{
	struct slice key, value;

	while (next_header(&draft, &key, &value))
		;
	return draft.p != NULL ? draft : slice_make("", 0);
}

static void
remark(struct compose_report *r, int *count, const char *text)
{
	++*count;
	buf_printf(&r->text, "%s\n", text);
}

static void
check_body(struct slice body, struct compose_report *r)
{
	int lines = 0, fresh = 0, quoted = 0, wide = 0;
	struct slice rest = body;

	while (rest.p != NULL && rest.len > 0) {
		struct slice line = slice_cut(&rest, '\n');

		if (slice_is(line, "-- "))
			break;
		lines += slice_trim(line).len != 0;
		if (wrap_quote_level(line) > 0)
			quoted++;
		else if (slice_trim(line).len != 0)
			fresh++;
		if (wrap_quote_level(line) == 0 &&
		    wrap_width(line) > LONG_LINE)
			wide++;
	}
	if (lines == 0)
		remark(r, &r->errors, _("Error: the text is empty."));
	/* The line that names who is quoted is not new text. */
	else if (fresh <= (quoted > 0 ? 1 : 0))
		remark(r, &r->errors,
		    _("Error: there is nothing new, only quotes."));
	else if (quoted > 20 && quoted > 4 * fresh)
		remark(r, &r->warnings,
		    _("Warning: much is quoted, little is new."));
	if (wide != 0)
		remark(r, &r->warnings,
		    _("Warning: some lines are longer than 80 columns."));
}

void
compose_check(struct slice draft, struct compose_report *r)
{
	struct slice subject = compose_field(draft, "Subject");
	struct slice boards = compose_field(draft, "Newsgroups"), name;
	struct slice rest = draft, value;
	int n = 0;

	r->errors = r->warnings = 0;
	buf_reset(&r->text);
	if (label_subject(subject).len == 0)
		remark(r, &r->errors, _("Error: the subject is missing."));
	if (compose_field(draft, "From").len == 0)
		remark(r, &r->errors, _("Error: the From line is missing."));
	while (article_next_board(&boards, &name)) {
		n++;
		if (!article_board_valid(name))
			remark(r, &r->errors,
			    _("Error: a board's name is malformed."));
	}
	if (n == 0)
		remark(r, &r->errors, _("Error: no board is named."));
	while (next_header(&rest, &name, &value))
		if (value.p == NULL || slice_chr(name, ' ') >= 0) {
			remark(r, &r->errors,
			    _("Error: a line of the header is no field; is "
			      "the empty line behind the header missing?"));
			break;
		}
	check_body(compose_body(draft), r);
}

static bool
ascii_only(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

static void
put_field(struct buf *out, struct slice name, struct slice value)
{
	buf_printf(out, "%.*s: ", SLICE_ARG(name));
	if (ascii_only(value)) {
		buf_put_slice(out, value);
	} else if (slice_iis(name, "From")) {
		/* Only the name is text; the address stays as it is. */
		rfc2047_encode(label_author(value), out);
		buf_printf(out, " <%.*s>", SLICE_ARG(label_address(value)));
	} else {
		rfc2047_encode(value, out);
	}
	buf_puts(out, "\r\n");
}

enum err
compose_wire(struct slice draft, int64_t now, struct buf *out)
{
	struct slice rest = draft, name, value;
	struct slice body = slice_trim(compose_body(draft));

	while (next_header(&rest, &name, &value)) {
		if (value.p == NULL || name.len == 0 ||
		    slice_chr(name, ' ') >= 0)
			return err_set(ERR_SYNTAX, "%.*s", SLICE_ARG(name));
		if (value.len != 0)
			put_field(out, name, value);
	}
	buf_puts(out, "Date: ");
	date_put_rfc5322(out, now);
	buf_puts(out, "\r\nUser-Agent: stoa/" STOA_VERSION "\r\n"
		      "MIME-Version: 1.0\r\n");
	buf_printf(out, "Content-Type: text/plain; charset=%s\r\n",
	    ascii_only(body) ? "us-ascii" : "utf-8");
	buf_printf(out, "Content-Transfer-Encoding: %s\r\n\r\n",
	    ascii_only(body) ? "7bit" : "8bit");
	while (body.p != NULL && body.len > 0) {
		struct slice line = slice_cut(&body, '\n');

		if (line.len > 0 && line.p[line.len - 1] == '\r')
			line.len--;
		buf_put_slice(out, line);
		buf_puts(out, "\r\n");
	}
	return buf_ok(out) ? OK : err_set(ERR_TOOBIG, "the article");
}

bool
compose_waits(struct slice answer)
{
	return slice_ends(answer, " waits for a moderator");
}
