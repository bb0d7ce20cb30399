/* Articles on their way in: posted ones are completed, fed ones traced. */
#include "server/cmd/inject.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

#include "common/xalloc.h"
#include "proto/article.h"
#include "proto/date.h"

enum { DAY_S = 86400 };

/* Fields that only a server may write, or that would lie. */
static bool
is_dropped(struct slice name)
{
	static const char *const names[] = {
		"Path", "Lines", "Bytes", "NNTP-Posting-Host",
		"NNTP-Posting-Date", "X-Trace", "X-Complaints-To",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (slice_iis(name, names[i]))
			return true;
	return false;
}

static void
put_msgid(struct buf *out, const struct inject_by *by)
{
	unsigned long long r[2] = { 0, 0 };

	if (getrandom(r, sizeof(r), 0) != (ssize_t)sizeof(r))
		r[0] = (unsigned long long)(uintptr_t)out;
	buf_printf(out, "Message-ID: <%llx.%llx%llx@%s>\r\n",
	    (unsigned long long)by->now, r[0], r[1] >> 40, by->server);
}

static enum err
check_date(struct slice value, int64_t now)
{
	int64_t t;

	if (value.p == NULL)
		return OK;
	if (!date_parse(value, &t))
		return err_set(ERR_SYNTAX,
		    "Date: no date; leave it out and the server writes it");
	if (t > now + DAY_S)
		return err_set(ERR_SYNTAX, "Date lies more than a day ahead; "
		    "set the clock or leave the field out");
	return OK;
}

static void
put_completed(
    const struct inject_by *by, const struct article *a, struct buf *raw)
{
	buf_printf(raw, "Path: %s!.POSTED!not-for-mail\r\n", by->server);
	for (int i = 0; i < a->nfields; i++)
		if (!is_dropped(a->field[i].name))
			buf_put_slice(raw, a->field[i].raw);
	if (article_field(a, "Message-ID") == NULL)
		put_msgid(raw, by);
	if (article_field(a, "Date") == NULL) {
		buf_puts(raw, "Date: ");
		date_put_rfc5322(raw, by->now);
		buf_puts(raw, "\r\n");
	}
	buf_puts(raw, "Injection-Date: ");
	date_put_rfc5322(raw, by->now);
	buf_printf(raw, "\r\nInjection-Info: %s; posting-account=\"%s\"\r\n",
	    by->server, by->account);
	buf_puts(raw, "\r\n");
	buf_put_slice(raw, a->body);
}

static enum err
fits(const struct buf *raw)
{
	if (buf_ok(raw))
		return OK;
	return err_set(ERR_TOOBIG, "The article is too large; at most %d "
	    "bytes are taken", LIMIT_ARTICLE);
}

enum err
inject_article(const struct inject_by *by, struct slice block,
    struct buf *raw, struct slice *boards)
{
	struct article *a = xmalloc(sizeof(*a));
	enum err e = article_parse(block, a);

	if (e == OK)
		e = article_check(a);
	if (e == OK)
		e = check_date(article_value(a, "Date"), by->now);
	if (e == OK) {
		*boards = article_value(a, "Newsgroups");
		put_completed(by, a, raw);
		e = fits(raw);
	}
	free(a);
	return e;
}
