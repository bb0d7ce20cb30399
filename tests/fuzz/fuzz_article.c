/* Articles: the parts are the whole, and what is accepted is sound. */
#include <stdlib.h>

#include "common/utf8.h"
#include "proto/article.h"
#include "proto/msgid.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_parts(const struct article *a, struct slice raw)
{
	const char *at = raw.p;

	if (a->nfields < 1 || a->nfields > LIMIT_HEADER_FIELDS)
		abort();
	for (int i = 0; i < a->nfields; i++) {
		const struct field *f = &a->field[i];

		if (f->raw.p != at || f->name.p != at || f->name.len == 0)
			abort();
		at += f->raw.len;
		if (f->value.len != 0 && (f->value.p <= f->name.p ||
		    f->value.p + f->value.len > at))
			abort();
		if (slice_trim(f->value).len != f->value.len)
			abort();
	}
	if (a->head.p != raw.p || a->head.p + a->head.len != at)
		abort();
	if (a->head.len != raw.len &&
	    a->head.len + 2 + a->body.len != raw.len)
		abort();
}

static void
check_overview(const struct article *a)
{
	struct buf line = BUF_INIT(a->raw.len + 64);
	int tabs = 0;

	article_overview(a, a->raw.len, &line);
	if (!buf_ok(&line))
		abort();
	for (size_t i = 0; i < line.len; i++) {
		tabs += line.p[i] == '\t';
		if (line.p[i] == '\r' || line.p[i] == '\n' ||
		    line.p[i] == '\0')
			abort();
	}
	if (tabs != 6)
		abort();
	buf_clear(&line);
}

/* The addresses of a From, each a part of it behind the one before. */
static int
count_addresses(struct slice from)
{
	struct slice rest = from, one;
	const char *at = from.p;
	int n = 0;

	for (; article_next_address(&rest, &one); n++) {
		if (one.p < at || one.p + one.len > from.p + from.len ||
		    slice_chr(one, '@') < 1)
			abort();
		at = one.p + one.len;
	}
	return n;
}

/* A control article is one by its field; what it names is a message-id. */
static void
check_control(const struct article *a)
{
	struct slice target;
	enum article_control kind = article_control(a, &target);

	if ((kind != CONTROL_NONE) != (article_field(a, "Control") != NULL))
		abort();
	if (target.len != 0 && (!msgid_valid(target) ||
	    (kind != CONTROL_CANCEL && kind != CONTROL_NONE)))
		abort();
}

static void
check_accepted(const struct article *a)
{
	struct slice rest = article_value(a, "newsgroups"), name;
	int n = 0;

	if (count_addresses(article_value(a, "from")) == 0)
		abort();
	if (a->body.len == 0 && article_field(a, "control") == NULL)
		abort();
	if (!utf8_valid(a->head) ||
	    slice_chr(article_value(a, "from"), '@') < 0 ||
	    article_value(a, "subject").len == 0)
		abort();
	for (size_t i = 0; i < a->head.len; i++)
		if (a->head.p[i] == '\0' || a->head.p[i] == '\033')
			abort();
	while (article_next_board(&rest, &name)) {
		if (!article_board_valid(name))
			abort();
		n++;
	}
	if (n < 1 || n > LIMIT_BOARDS)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct article a;
	struct slice raw = slice_make((const char *)data, size);

	if (article_parse(raw, &a) != OK)
		return 0;
	check_parts(&a, raw);
	check_overview(&a);
	check_control(&a);
	count_addresses(article_value(&a, "from"));
	if (article_check(&a) == OK)
		check_accepted(&a);
	else if (err_detail()[0] == '\0' ||
	    strpbrk(err_detail(), "\r\n") != NULL)
		abort();
	return 0;
}
