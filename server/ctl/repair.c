/*
 * The rules by which a found message becomes an article. What is replaced
 * stays readable under X-Original-...; the body is changed only where its
 * bytes could not travel.
 */
#include "server/ctl/repair.h"

#include <stdlib.h>

#include "common/xalloc.h"
#include "proto/article.h"
#include "proto/date.h"
#include "proto/msgid.h"
#include "server/ctl/compose.h"
#include "server/store/digest.h"

#define INVALID "@import.invalid"

enum { RAW_MOST = 2 * LIMIT_ARTICLE };

const char *const repair_text[REPAIR_COUNT] = {
#define X(id, text) text,
	REPAIRS(X)
#undef X
};

/* Everything that one message needs, until it is written. */
struct work {
	struct repair *r;
	const struct message *m;
	struct head *head;
	struct slice body;
	struct slice envelope;
};

void
repair_init(struct repair *r, struct slice board, int64_t now)
{
	*r = (struct repair){ .board = board, .now = now };
	buf_init(&r->plain, RAW_MOST);
	buf_init(&r->msgid, LIMIT_MSGID + 32);
	buf_init(&r->date, 64);
	buf_init(&r->boards, LIMIT_BOARDS * (LIMIT_BOARD_NAME + 1));
	r->head = xmalloc(sizeof(*r->head));
}

void
repair_clear(struct repair *r)
{
	buf_clear(&r->plain);
	buf_clear(&r->msgid);
	buf_clear(&r->date);
	buf_clear(&r->boards);
	free(r->head);
	r->head = NULL;
}

static void
did(struct work *w, enum repair_kind kind)
{
	w->r->did |= 1u << kind;
}

/* --- bytes ---------------------------------------------------------------- */

/*
 * LF line ends, no NUL. A CR alone is a line end in a body and in a message
 * that has no LF at all, a blank in a header.
 */
static void
put_plain(struct work *w, struct slice raw, struct buf *out)
{
	bool header = slice_chr(raw, '\n') >= 0;
	char *to = buf_room(out, raw.len);
	size_t n = 0;

	for (size_t i = 0; to != NULL && i < raw.len; i++) {
		char c = raw.p[i];

		if (c == '\0') {
			did(w, REPAIR_BYTES);
			c = ' ';
		} else if (c == '\r') {
			while (i + 1 < raw.len && raw.p[i + 1] == '\r')
				i++;
			if (i + 1 < raw.len && raw.p[i + 1] == '\n') {
				i++;
				c = '\n';
			} else {
				did(w, REPAIR_BYTES);
				c = header ? ' ' : '\n';
			}
		}
		if (c == '\n' && n > 0 && to[n - 1] == '\n')
			header = false;
		to[n++] = c;
	}
	out->len += n;
}

static struct slice
plain_text(struct work *w)
{
	struct slice raw = w->m->raw;

	if (slice_chr(raw, '\r') < 0 && slice_chr(raw, '\0') < 0)
		return raw;
	buf_reset(&w->r->plain);
	put_plain(w, raw, &w->r->plain);
	return buf_slice(&w->r->plain);
}

/* --- fields --------------------------------------------------------------- */

/* Kept once; another one is kept under another name. */
static const char *const single[] = {
	"From", "Subject", "Newsgroups", "Message-ID", "Date", "Path",
	"References", "Control", "Supersedes", "Followup-To",
};

/* About this copy on another server, not about the article. */
static const char *const local[] = { "Xref", "Lines", "Bytes" };

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

static void
sort_out(struct work *w)
{
	bool seen[LENGTH(single)] = { false };

	for (int i = 0; i < w->head->n; i++) {
		struct head_field *f = &w->head->field[i];

		f->fate = f->value.len != 0 ? HEAD_KEEP : HEAD_DROP;
		for (size_t k = 0; k < LENGTH(local); k++)
			if (slice_iis(f->name, local[k]))
				f->fate = HEAD_DROP;
		for (size_t k = 0; k < LENGTH(single); k++) {
			if (f->fate != HEAD_KEEP ||
			    !slice_iis(f->name, single[k]))
				continue;
			if (seen[k]) {
				f->fate = HEAD_ORIGINAL;
				did(w, REPAIR_TWICE);
			}
			seen[k] = true;
		}
	}
	if (w->head->junk > 0)
		did(w, REPAIR_JUNK);
	if (w->head->surplus > 0)
		did(w, REPAIR_TRIMMED);
}

static void
put_digest_id(struct buf *id, struct slice of)
{
	unsigned char d[DIGEST_LEN];
	char text[DIGEST_TEXT];

	digest(of, d);
	digest_text(d, text);
	buf_reset(id);
	buf_putc(id, '<');
	buf_puts(id, text);
	buf_puts(id, INVALID ">");
}

/* Puts "<...>" of what may stand in an id; false when that is none. */
static bool
put_clean_id(struct buf *id, struct slice value, const char *domain)
{
	buf_reset(id);
	buf_putc(id, '<');
	for (size_t i = 0; i < value.len; i++) {
		char c = value.p[i];

		if (c > ' ' && c < 0x7f && c != '<' && c != '>')
			buf_putc(id, c);
	}
	buf_puts(id, domain);
	buf_putc(id, '>');
	return buf_ok(id) && msgid_valid(buf_slice(id));
}

static void
mend_msgid(struct work *w, struct slice value)
{
	struct buf *id = &w->r->msgid;
	struct slice rest = value, found;

	if (msgid_next(&rest, &found) && msgid_valid(found)) {
		buf_reset(id);
		buf_put_slice(id, found);
	} else if (!put_clean_id(id, value, "") &&
	    !put_clean_id(id, value, INVALID)) {
		/* A few bytes of rubbish are not unique. */
		put_digest_id(id, value.len > 16 ? value : w->m->raw);
	}
}

static void
check_msgid(struct work *w)
{
	struct head_field *f = head_find(w->head, "Message-ID");

	buf_reset(&w->r->msgid);
	if (f != NULL && msgid_valid(f->value)) {
		buf_put_slice(&w->r->msgid, f->value);
		return;
	}
	if (f != NULL) {
		did(w, REPAIR_MSGID_MENDED);
		mend_msgid(w, f->value);
		f->fate = HEAD_ORIGINAL;
	} else {
		did(w, REPAIR_MSGID_MADE);
		put_digest_id(&w->r->msgid, w->m->raw);
	}
	head_add(w->head, "Message-ID", buf_slice(&w->r->msgid));
}

/* "anna at host.org  Thu Jan  1 02:50:16 2004": from the weekday on. */
static bool
envelope_date(struct slice line, int64_t *t)
{
	static const char days[] = "MonTueWedThuFriSatSun";
	struct slice rest = line, word;

	while ((word = slice_word(&rest)).len != 0) {
		for (size_t k = 0; word.len == 3 && k < 21; k += 3)
			if (memcmp(word.p, days + k, 3) == 0)
				return date_parse(slice_make(word.p,
				    (size_t)(line.p + line.len - word.p)), t);
	}
	return false;
}

/* Behind the last ";" of the topmost Received. */
static bool
received_date(struct head *h, int64_t *t)
{
	const struct head_field *f = head_find(h, "Received");
	struct slice rest, part = { 0 };

	if (f == NULL || slice_chr(f->value, ';') < 0)
		return false;
	rest = f->value;
	while (rest.p != NULL)
		part = slice_cut(&rest, ';');
	return date_parse(part, t);
}

static void
check_date(struct work *w)
{
	struct head_field *f = head_find(w->head, "Date");
	int64_t t;

	if (f != NULL && date_parse(f->value, &t))
		return;
	did(w, f != NULL ? REPAIR_DATE_MENDED : REPAIR_DATE_MADE);
	if (f != NULL)
		f->fate = HEAD_ORIGINAL;
	if (!envelope_date(w->envelope, &t) && !received_date(w->head, &t))
		t = w->m->mtime > 0 ? w->m->mtime : w->r->now;
	buf_reset(&w->r->date);
	date_put_rfc5322(&w->r->date, t);
	head_add(w->head, "Date", buf_slice(&w->r->date));
}

/* The next name of a Newsgroups field whose author liked blanks. */
static struct slice
next_name(struct slice *rest)
{
	size_t n = 0;

	while (n < rest->len && strchr(", \t\n", rest->p[n]) != NULL)
		n++;
	*rest = slice_from(*rest, n);
	n = 0;
	while (n < rest->len && strchr(", \t\n", rest->p[n]) == NULL)
		n++;
	*rest = slice_from(*rest, n);
	return slice_make(rest->p - n, n);
}

static bool
listed(struct slice list, struct slice name)
{
	struct slice other;

	while (list.len != 0 && article_next_board(&list, &other))
		if (slice_eq(other, name))
			return true;
	return false;
}

/* Appends the sound names of value; false when one was left out. */
static bool
put_boards(struct buf *out, struct slice value)
{
	struct slice name;
	bool all = true;
	int n = 0;

	while ((name = next_name(&value)).len != 0) {
		if (listed(buf_slice(out), name))
			continue;
		if (n == LIMIT_BOARDS || !article_board_valid(name)) {
			all = false;
			continue;
		}
		if (n++ > 0)
			buf_putc(out, ',');
		buf_put_slice(out, name);
	}
	return all;
}

static enum err
check_boards(struct work *w)
{
	struct head_field *f = head_find(w->head, "Newsgroups");
	struct buf *list = &w->r->boards;
	bool all = true;

	buf_reset(list);
	if (w->r->board.len != 0) {
		buf_put_slice(list, w->r->board);
		all = f != NULL && slice_eq(f->value, w->r->board);
	} else if (f != NULL) {
		all = put_boards(list, f->value);
	}
	if (list->len == 0)
		buf_put_slice(list, w->m->group);
	if (list->len == 0)
		return err_set(ERR_SYNTAX, "no board is named in Newsgroups; "
		    "--board NAME says where it goes");
	if (f != NULL && slice_eq(f->value, buf_slice(list)))
		return OK;
	if (f != NULL)
		f->fate = all ? HEAD_DROP : HEAD_ORIGINAL;
	head_add(w->head, "Newsgroups", buf_slice(list));
	return OK;
}

static void
check_rest(struct work *w)
{
	if (head_find(w->head, "From") == NULL) {
		did(w, REPAIR_FROM_MADE);
		head_add(w->head, "From",
		    SLICE("unknown <unknown" INVALID ">"));
	}
	if (head_find(w->head, "Subject") == NULL) {
		did(w, REPAIR_SUBJECT_MADE);
		head_add(w->head, "Subject", SLICE("(no subject)"));
	}
	if (head_find(w->head, "Path") == NULL)
		head_add(w->head, "Path", SLICE("not-for-mail"));
}

/* --- all of it ------------------------------------------------------------ */

static enum err
split(struct work *w)
{
	struct slice text = plain_text(w), rest = text;
	struct slice line = slice_cut(&rest, '\n');

	w->envelope = w->m->envelope;
	if (slice_starts(line, "From ") && !head_is_field(line)) {
		w->envelope = slice_from(line, 5);
		text = rest;
	}
	head_split(text, w->head, &w->body);
	if (slice_trim(text).len == 0)
		return err_set(ERR_SYNTAX, "it is empty");
	if (w->head->n == 0 && w->envelope.len == 0)
		return err_set(ERR_SYNTAX, "it has no header");
	return OK;
}

enum err
repair_message(struct repair *r, const struct message *m, struct buf *out)
{
	struct work w = { .r = r, .m = m, .head = r->head };
	enum err e;

	r->did = 0;
	if (m->raw.len > RAW_MOST)
		return err_set(ERR_TOOBIG, "longer than %d bytes", RAW_MOST);
	e = split(&w);
	if (e != OK)
		return e;
	sort_out(&w);
	e = check_boards(&w);
	if (e != OK)
		return e;
	check_msgid(&w);
	check_date(&w);
	check_rest(&w);
	if (compose_trim(w.head))
		did(&w, REPAIR_TRIMMED);
	return compose_article(w.head, w.body, m->quoted, out);
}
