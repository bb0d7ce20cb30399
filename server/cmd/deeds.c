/* Acts in a posting. */
#include "server/cmd/deeds.h"

#include <stdlib.h>

#include "common/xalloc.h"
#include "proto/bang.h"
#include "proto/mime.h"
#include "proto/msgid.h"
#include "server/cmd/act.h"

void
deeds_free(struct deeds **dp)
{
	struct deeds *d = *dp;

	*dp = NULL;
	if (d == NULL)
		return;
	for (int i = 0; i < d->n; i++)
		buf_clear(&d->deed[i].words);
	free(d);
}

/* --- reading -------------------------------------------------------------- */

/* The last message-id of a value, empty when there is none. */
static struct slice
last_msgid(struct slice value)
{
	ptrdiff_t open = -1, close = -1;

	for (size_t i = value.len; i-- > 0;) {
		if (value.p[i] == '>' && close == -1)
			close = (ptrdiff_t)i;
		if (value.p[i] == '<' && close != -1) {
			open = (ptrdiff_t)i;
			break;
		}
	}
	if (open == -1)
		return slice_make(value.p, 0);
	value = slice_make(value.p + open, (size_t)(close - open) + 1);
	return msgid_valid(value) ? value : slice_make(value.p, 0);
}

/* The article that this one answers. */
static struct slice
parent_of(const struct article *a)
{
	struct slice id = last_msgid(article_value(a, "References"));

	return id.len != 0 ? id :
	    last_msgid(article_value(a, "In-Reply-To"));
}

static enum err
take(struct session *s, struct deeds *d, const struct act_request *r)
{
	struct deed *deed = &d->deed[d->n];
	size_t n = r->target.len;
	enum err e = act_may(s, r->act);

	if (e == OK && r->block)
		e = err_set(ERR_SYNTAX, "write the text behind a colon");
	if (e == OK && !act_is_plain(r->act->id))
		e = err_set(ERR_DENIED, "that is not done by a posting; use "
		    "XACT");
	if (e == OK && d->n == DEEDS_MAX)
		e = err_set(ERR_SYNTAX, "a posting does at most %d things",
		    DEEDS_MAX);
	if (e != OK)
		return err_set(e, "%s: %s", r->act->name, err_detail());
	buf_init(&deed->words, 2 * LIMIT_HEADER);
	buf_put_slice(&deed->words, r->target);
	act_put_args(r, &deed->words);
	deed->intent = (struct intent){ .act = r->act->id };
	deed->intent.target = slice_make(deed->words.p, n);
	deed->intent.args = slice_from(buf_slice(&deed->words), n);
	d->n++;
	return OK;
}

static enum err
take_fields(struct session *s, const struct article *a, struct slice parent,
    struct deeds *d)
{
	struct bang bang = { .rest = { NULL, 0 } };
	struct act_request r;
	enum err e = OK;

	for (int i = 0; i < a->nfields && e == OK; i++) {
		struct buf value = BUF_INIT(LIMIT_HEADER);

		if (!slice_iis(a->field[i].name, "X-Act"))
			continue;
		article_unfold(&value, a->field[i].value);
		e = bang_parse(&bang, parent, buf_slice(&value), &r);
		if (e != OK)
			err_set(e, "X-Act: %s", err_detail());
		else
			e = take(s, d, &r);
		buf_clear(&value);
	}
	return e;
}

static bool
is_encoded(const struct article *a)
{
	struct slice how = article_value(a, "Content-Transfer-Encoding");

	return how.len != 0 && !slice_iis(how, "8bit") &&
	    !slice_iis(how, "7bit") && !slice_iis(how, "binary");
}

/* As the author wrote it; that takes time where it is encoded. */
static struct slice
text_of(const struct article *a, struct buf *text)
{
	struct slice type = article_value(a, "Content-Type");

	if (!is_encoded(a) &&
	    (type.len == 0 || slice_istarts(type, "text/plain")))
		return a->body;
	mime_text(a, text);
	return buf_slice(text);
}

static enum err
take_lines(struct session *s, struct slice text, struct slice parent,
    struct deeds *d)
{
	struct act_request r;
	struct bang bang;
	enum err e = OK;

	bang_begin(&bang, parent, text);
	while (e == OK && bang_next(&bang, &r, &e))
		if (e == OK)
			e = take(s, d, &r);
	d->text = bang_has_text(&bang);
	return e;
}

enum err
deeds_read(struct session *s, const struct article *a, struct deeds **out)
{
	struct deeds *d = xmalloc(sizeof(*d));
	struct slice parent = parent_of(a);
	struct buf text = BUF_INIT(2 * LIMIT_ARTICLE);
	enum err e;

	/* It is large, and most postings do nothing. */
	d->n = 0;
	d->text = false;
	e = take_fields(s, a, parent, d);
	if (e == OK)
		e = take_lines(s, text_of(a, &text), parent, d);
	buf_clear(&text);
	if (e != OK || d->n == 0)
		deeds_free(&d);
	*out = d;
	return e;
}

/* --- doing ---------------------------------------------------------------- */

struct intent *
deeds_link(struct deeds *d, const struct intent *by)
{
	for (int i = 0; i < d->n; i++) {
		d->deed[i].intent.actor = by->actor;
		d->deed[i].intent.admin = by->admin;
		if (i > 0)
			d->deed[i - 1].intent.also = &d->deed[i].intent;
	}
	return &d->deed[0].intent;
}

void
deeds_put(const struct deeds *d, struct buf *out)
{
	for (int i = 0; i < d->n; i++) {
		const struct intent *one = &d->deed[i].intent;

		buf_printf(out, "%s%s ", i > 0 ? ", " : "",
		    act_table[one->act].name);
		if (one->err == OK)
			buf_put_u64(out, one->seq);
		else
			buf_puts(out, "already so");
	}
}
