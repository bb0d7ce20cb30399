/* An article as text for people. */
#include "client/page.h"

#include <stdlib.h>
#include <time.h>

#include "client/i18n.h"
#include "client/locale.h"
#include "client/wrap.h"
#include "common/utf8.h"
#include "common/xalloc.h"
#include "proto/date.h"
#include "proto/mime.h"
#include "proto/msgid.h"
#include "proto/rfc2047.h"

#define PAGE_MAX (32u << 20)

void
page_text_init(struct page_text *p)
{
	*p = (struct page_text){ 0 };
	buf_init(&p->text, PAGE_MAX);
}

void
page_text_clear(struct page_text *p)
{
	buf_clear(&p->text);
	free(p->subject);
	free(p->mid);
	free(p->parent);
	page_text_init(p);
}

char *
page_field(const struct article *a, const char *name)
{
	struct buf b = BUF_INIT(LIMIT_HEADER * 4);
	char *copy;

	rfc2047_decode(article_value(a, name), &b);
	copy = xstrdup(buf_cstr(&b));
	buf_clear(&b);
	return copy;
}

struct slice
page_parent(const struct article *a)
{
	struct slice rest = article_value(a, "References"), id, last = { 0 };

	while (msgid_next(&rest, &id))
		last = id;
	if (last.len != 0)
		return last;
	rest = article_value(a, "In-Reply-To");
	return msgid_next(&rest, &id) ? id : slice_make("", 0);
}

static void
put_line(struct buf *out, const char *name, const char *value)
{
	if (value[0] != '\0')
		buf_printf(out, "%-9s %s\n", name, value);
}

static void
put_date(struct buf *out, const struct article *a)
{
	char text[64];
	struct tm tm;
	int64_t when;
	time_t t;

	if (!date_parse(article_value(a, "Date"), &when))
		return;
	t = (time_t)when;
	if (localtime_r(&t, &tm) == NULL ||
	    strftime(text, sizeof(text), "%Y-%m-%d %H:%M %z", &tm) == 0)
		return;
	put_line(out, _("Date:"), text);
}

static void
put_short(struct buf *out, const struct article *a, const char *subject)
{
	char *from = page_field(a, "From");
	char *boards = page_field(a, "Newsgroups");
	char *followup = page_field(a, "Followup-To");

	put_line(out, _("From:"), from);
	put_date(out, a);
	put_line(out, _("Subject:"), subject);
	if (strchr(boards, ',') != NULL)
		put_line(out, _("Boards:"), boards);
	put_line(out, _("Answers:"), followup);
	free(from);
	free(boards);
	free(followup);
}

static void
put_full(struct buf *out, const struct article *a)
{
	for (int i = 0; i < a->nfields; i++) {
		struct buf value = BUF_INIT(LIMIT_HEADER * 4);

		rfc2047_decode(a->field[i].value, &value);
		buf_printf(out, "%.*s: %s\n", SLICE_ARG(a->field[i].name),
		    buf_cstr(&value));
		buf_clear(&value);
	}
}

static void
show(struct slice s, struct buf *out)
{
	struct buf safe = BUF_INIT(PAGE_MAX);

	locale_screen(s, FILTER_LF | FILTER_TAB, &safe);
	wrap_expand_tabs(buf_slice(&safe), out);
	buf_clear(&safe);
}

void
page_text_fill(struct page_text *p, struct slice raw, bool full)
{
	struct article *a = xcalloc(1, sizeof(*a));
	struct buf head = BUF_INIT(PAGE_MAX), body = BUF_INIT(PAGE_MAX);
	struct slice parent;
	enum err e = article_parse(raw, a);

	page_text_clear(p);
	p->subject = page_field(a, "Subject");
	p->mid = page_field(a, "Message-ID");
	parent = page_parent(a);
	p->parent = xstrndup(parent.p, parent.len);
	if (full)
		put_full(&head, a);
	else
		put_short(&head, a, p->subject);
	show(buf_slice(&head), &p->text);
	p->head = p->text.len;
	buf_putc(&p->text, '\n');
	if (e != OK) {
		/* Whatever it is, it can be looked at. */
		show(raw, &p->text);
	} else {
		mime_text(a, &body);
		show(buf_slice(&body), &p->text);
	}
	buf_clear(&head);
	buf_clear(&body);
	free(a);
}

void
page_lines(struct slice raw, struct buf *out)
{
	for (size_t i = 0; i < raw.len; i++)
		if (raw.p[i] != '\r')
			buf_putc(out, raw.p[i]);
}
