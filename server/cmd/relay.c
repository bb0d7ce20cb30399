/* Articles of peers: checked, their way through the net written down. */
#include "server/cmd/relay.h"

#include <stdlib.h>

#include "common/clock.h"
#include "common/xalloc.h"
#include "proto/account.h"
#include "proto/article.h"
#include "proto/date.h"
#include "proto/path.h"
#include "proto/wildmat.h"

/* What every article has, once (RFC 5536, 3.1). */
static enum err
check_fields(const struct article *a)
{
	static const char *const names[] = {
		"From", "Newsgroups", "Subject", "Message-ID", "Date", "Path",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const struct field *f = article_field(a, names[i]);

		if (f == NULL || f->value.len == 0)
			return err_set(ERR_SYNTAX, "%s is missing", names[i]);
		while (++f < a->field + a->nfields)
			if (slice_iis(f->name, names[i]))
				return err_set(ERR_SYNTAX,
				    "%s is there twice", names[i]);
	}
	return OK;
}

static enum err
check_dates(const struct article *a, int64_t now)
{
	struct slice injected = article_value(a, "Injection-Date");
	int64_t t;

	if (!date_parse(article_value(a, "Date"), &t) ||
	    (injected.p != NULL && !date_parse(injected, &t)))
		return err_set(ERR_SYNTAX, "its date is none");
	return t <= now + DAY_S ? OK :
	    err_set(ERR_SYNTAX, "its date lies more than a day ahead");
}

/* One of its boards must be among those that the peer may fill. */
static enum err
check_boards(const struct article *a, const struct relay_from *from)
{
	struct slice list = article_value(a, "Newsgroups"), name;

	while (from->accept != NULL && article_next_board(&list, &name))
		if (wildmat_match(slice_of(from->accept), name))
			return OK;
	return err_set(ERR_DENIED, "none of its boards is taken from %s",
	    from->peer);
}

static enum err
check(const struct article *a, const struct relay_from *from)
{
	enum err e = check_fields(a);

	if (e == OK)
		e = check_dates(a, from->now);
	if (e == OK && path_holds(article_value(a, "Path"), from->server))
		e = err_set(ERR_STATE, "it was here before, says its Path");
	if (e == OK)
		e = check_boards(a, from);
	return e;
}

/* The diagnostic says whether Path begins with whom it came from. */
static void
put_relayed(
    const struct relay_from *from, struct slice path, struct buf *raw)
{
	buf_printf(raw, "%s!", from->server);
	if (slice_iis(path_first(path), from->peer))
		buf_putc(raw, '!');
	else
		buf_printf(raw, ".MISMATCH.%s!", from->peer);
	buf_put_slice(raw, path);
}

/* One that is from here already keeps its Path. */
static void
put_imported(const char *server, struct slice path, struct buf *raw)
{
	if (!slice_iis(path_first(path), server))
		buf_printf(raw, "%s!", server);
	if (path.len != 0)
		buf_put_slice(raw, path);
	else
		buf_puts(raw, "not-for-mail");
}

static void
put_path(const struct relay_from *from, struct slice path, struct buf *raw)
{
	buf_puts(raw, "Path: ");
	if (from->peer != NULL)
		put_relayed(from, path, raw);
	else
		put_imported(from->server, path, raw);
	buf_puts(raw, "\r\n");
}

static enum err
write_article(const struct relay_from *from, const struct article *a,
    struct buf *raw)
{
	if (buf_room(raw, a->raw.len + LIMIT_LINE) == NULL)
		raw->failed = false;
	put_path(from, article_value(a, "Path"), raw);
	for (int i = 0; i < a->nfields; i++)
		if (!slice_iis(a->field[i].name, "Path") &&
		    !slice_iis(a->field[i].name, "Xref"))
			buf_put_slice(raw, a->field[i].raw);
	buf_puts(raw, "\r\n");
	buf_put_slice(raw, a->body);
	if (buf_ok(raw))
		return OK;
	return err_set(ERR_TOOBIG, "the article is too large; at most %d "
	    "bytes are taken", LIMIT_ARTICLE);
}

/* "forum.example.org; posting-account=\"anna\"", as POST writes it. */
static struct slice
posting_account(const struct relay_from *from, const struct article *a)
{
	struct slice rest = article_value(a, "Injection-Info");
	struct slice host = slice_trim(slice_cut(&rest, ';')), name;

	if (!slice_iis(host, from->server))
		return slice_make("", 0);
	while (rest.p != NULL) {
		name = slice_trim(slice_cut(&rest, ';'));
		if (slice_starts(name, "posting-account=\"") &&
		    slice_ends(name, "\""))
			return slice_make(name.p + 17, name.len - 18);
	}
	return slice_make("", 0);
}

static void
find_author(const struct relay_from *from, const struct article *a,
    struct relay_author *out)
{
	struct slice name = posting_account(from, a);
	struct slice date = article_value(a, "Injection-Date");

	*out = (struct relay_author){ .at = 0 };
	if (from->peer != NULL)
		return;
	if (date.p == NULL)
		date = article_value(a, "Date");
	if (!date_parse(date, &out->at) || out->at <= 0 ||
	    out->at > from->now)
		out->at = from->now;
	if (account_name_valid(name))
		slice_copy(name, out->name, sizeof(out->name));
}

enum err
relay_article(const struct relay_from *from, struct slice block,
    struct buf *raw, struct relay_author *author)
{
	struct article *a = xmalloc(sizeof(*a));
	enum err e = article_parse(block, a);

	if (e == OK && from->peer != NULL)
		e = check(a, from);
	if (e == OK)
		e = write_article(from, a, raw);
	if (e == OK)
		find_author(from, a, author);
	free(a);
	return e;
}
