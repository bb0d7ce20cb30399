/* A question and its answers as articles, what became of them as acts. */
#include "server/ctl/question_text.h"

#include "common/clock.h"
#include "proto/article.h"
#include "proto/date.h"
#include "proto/event.h"
#include "proto/msgid.h"
#include "proto/rfc2047.h"

enum {
	TAGS = 200,	/* of all tags */
	TITLE = 78,	/* of one that is made from the text */
};

static bool
is_plain(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '-' || c == '_';
}

/* The id as it may stand in a message-id. */
static void
put_id(struct buf *out, struct slice id)
{
	for (size_t i = 0; i < id.len; i++) {
		unsigned char c = (unsigned char)id.p[i];

		if (is_plain(c) || (c == '.' && i != 0 && i + 1 < id.len &&
		    id.p[i - 1] != '.'))
			buf_putc(out, (char)c);
		else
			buf_printf(out, "=%02x", c);
	}
}

void
question_put_msgid(struct buf *out, struct slice id)
{
	buf_putc(out, '<');
	put_id(out, id);
	buf_puts(out, "@jsonl.invalid>");
}

/* --- articles ------------------------------------------------------------- */

/* A header value on one line: no control byte gets in. */
static void
put_text(struct buf *out, struct slice text)
{
	struct buf line = BUF_INIT(LIMIT_HEADER_LINE);

	for (size_t i = 0; i < text.len; i++)
		buf_putc(&line, (unsigned char)text.p[i] < ' ' ||
		    text.p[i] == 0x7f ? ' ' : text.p[i]);
	rfc2047_encode(slice_trim(buf_slice(&line)), out);
	if (!buf_ok(&line))
		out->failed = true;
	buf_clear(&line);
}

/* Letters, digits, blanks and hyphens mean nothing in a name. */
static bool
is_phrase(struct slice name)
{
	for (size_t i = 0; i < name.len; i++)
		if (!is_plain((unsigned char)name.p[i]) && name.p[i] != ' ')
			return false;
	return name.len != 0;
}

/* A name in quotes, so that no sign in it means anything. */
static void
put_person(struct buf *out, struct slice name)
{
	struct buf quoted = BUF_INIT(LIMIT_HEADER_LINE);
	bool ascii = true;

	buf_putc(&quoted, '"');
	for (size_t i = 0; i < name.len; i++) {
		if (name.p[i] == '"' || name.p[i] == '\\')
			buf_putc(&quoted, '\\');
		buf_putc(&quoted, name.p[i]);
		ascii = ascii && (unsigned char)name.p[i] < 0x80;
	}
	buf_putc(&quoted, '"');
	put_text(out, ascii && !is_phrase(name) ? buf_slice(&quoted) : name);
	buf_clear(&quoted);
}

static void
put_author(struct buf *out, const struct question_article *a)
{
	buf_puts(out, "From: ");
	if (a->account[0] == '\0') {
		buf_puts(out, "nobody <nobody@jsonl.invalid>\r\n");
		return;
	}
	put_person(out, slice_trim(a->post->author));
	buf_printf(out, " <%s@%s>\r\nInjection-Info: %s; "
	    "posting-account=\"%s\"\r\n", a->account, a->server, a->server,
	    a->account);
}

static void
put_references(struct buf *out, const struct question_article *a)
{
	if (a->parent == NULL)
		return;
	buf_puts(out, "References: ");
	question_put_msgid(out, a->root->id);
	if (a->parent != a->root) {
		buf_puts(out, "\r\n ");
		question_put_msgid(out, a->parent->id);
	}
	buf_puts(out, "\r\n");
}

/* The title, or what the question begins with. */
static struct slice
title_of(const struct question_article *a)
{
	struct slice body = slice_trim(a->root->body);

	if (slice_trim(a->title).len != 0)
		return slice_trim(a->title);
	body = slice_trim(slice_cut(&body, '\n'));
	if (body.len > TITLE)
		for (body.len = TITLE; body.len != 0 &&
		    (body.p[body.len] & 0xc0) == 0x80; body.len--)
			;
	return body.len != 0 ? body : SLICE("(no title)");
}

static void
put_head(struct buf *out, const struct question_article *a)
{
	put_author(out, a);
	buf_printf(out, "Newsgroups: %.*s\r\nSubject: %s",
	    SLICE_ARG(a->board), a->parent != NULL ? "Re: " : "");
	put_text(out, title_of(a));
	buf_puts(out, "\r\nDate: ");
	date_put_rfc5322(out,
	    a->post->created != 0 ? a->post->created : clock_now());
	buf_puts(out, "\r\nMessage-ID: ");
	question_put_msgid(out, a->post->id);
	buf_puts(out, "\r\n");
	put_references(out, a);
	buf_puts(out, "MIME-Version: 1.0\r\n"
	    "Content-Type: text/plain; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: 8bit\r\n\r\n");
}

enum err
question_put_article(struct buf *out, const struct question_article *a)
{
	struct buf id = BUF_INIT(LIMIT_LINE);
	struct slice rest = a->post->body;
	bool valid;

	question_put_msgid(&id, a->post->id);
	valid = msgid_valid(buf_slice(&id));
	buf_clear(&id);
	if (!valid)
		return err_set(ERR_SYNTAX, "the id is longer than a "
		    "message-id may be");
	if (!article_board_valid(a->board))
		return err_set(ERR_SYNTAX, "\"board\" names no board; it is "
		    "words joined by dots, like tv.general, or --board NAME");
	buf_reset(out);
	put_head(out, a);
	while (rest.p != NULL && rest.len != 0) {
		struct slice line = slice_cut(&rest, '\n');

		while (slice_ends(line, "\r"))
			line.len--;
		for (size_t i = 0; i < line.len; i++)
			buf_putc(out, line.p[i] == '\r' ? ' ' : line.p[i]);
		buf_puts(out, "\r\n");
	}
	return buf_ok(out) ? OK : err_set(ERR_TOOBIG, "it is longer than the "
	    "%d bytes of an article", LIMIT_ARTICLE);
}

/* --- acts ----------------------------------------------------------------- */

static void
begin(struct buf *out)
{
	buf_clear(out);
	buf_puts(out, "XACT ");
}

void
question_put_act(struct buf *out, const struct question_act *a)
{
	struct buf id = BUF_INIT(LIMIT_LINE);

	begin(out);
	buf_printf(out, "%s ", a->name);
	question_put_msgid(out, a->id);
	if (a->key != NULL)
		event_put_arg(out, a->key, a->text);
	if (a->score != 0)
		event_put_arg_u64(out, "up",
		    (uint64_t)(a->score > 0 ? a->score : 0));
	if (a->score < 0)
		event_put_arg_u64(out, "down", (uint64_t)-a->score);
	if (a->as != NULL && a->as[0] != '\0')
		buf_printf(out, " as=@%s", a->as);
	if (a->at != 0)
		event_put_arg_u64(out, "at", (uint64_t)a->at);
	buf_printf(&id, "%s.", a->name);
	put_id(&id, a->id);
	if (buf_ok(&id) && id.len <= LIMIT_THING_NAME)
		event_put_arg(out, "id", buf_slice(&id));
	buf_puts(out, "\r\n");
	buf_clear(&id);
}

void
question_put_join(struct buf *out, const char *account, struct slice person,
    int64_t at)
{
	begin(out);
	buf_printf(out, "join @%s", account);
	if (at != 0)
		event_put_arg_u64(out, "at", (uint64_t)at);
	if (!slice_is(person, account) && person.len <= LIMIT_PERSON)
		event_put_text(out, person);
	buf_puts(out, "\r\n");
}

static bool
is_word(struct slice tag)
{
	for (size_t i = 0; i < tag.len; i++)
		if ((unsigned char)tag.p[i] <= ' ' || tag.p[i] == 0x7f ||
		    strchr(",\"\\", tag.p[i]) != NULL)
			return false;
	return tag.len != 0 && tag.len <= LIMIT_THING_NAME;
}

void
question_put_tags(struct buf *out, const struct slice *tags, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!is_word(tags[i]) || out->len + tags[i].len > TAGS)
			continue;
		if (out->len != 0)
			buf_putc(out, ',');
		buf_put_slice(out, tags[i]);
	}
}
