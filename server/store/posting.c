/* An article on its way into the store: parsed, measured, compressed. */
#include <stdlib.h>

#include "common/xalloc.h"
#include "proto/article.h"
#include "proto/date.h"
#include "proto/msgid.h"
#include "server/store/internal.h"

static bool
has_ref(const struct facts *f, int from, const unsigned char id[DIGEST_LEN])
{
	for (int i = from; i < f->nrefs; i++)
		if (memcmp(f->ref[i], id, DIGEST_LEN) == 0)
			return true;
	return memcmp(f->id, id, DIGEST_LEN) == 0;
}

static void
add_ref(struct facts *f, struct slice msgid)
{
	unsigned char id[DIGEST_LEN];

	digest(msgid, id);
	if (f->nrefs < REFS_MAX && !has_ref(f, 0, id))
		memcpy(f->ref[f->nrefs++], id, DIGEST_LEN);
}

/*
 * References nearest first, before them an In-Reply-To that they lack. Of a
 * long list the nearest and the oldest are kept.
 */
static void
collect_refs(const struct article *a, struct facts *f)
{
	struct slice list[LIMIT_REFERENCES], refs, reply, id, parent = { 0 };
	size_t n = 0;
	bool named = false;

	refs = article_value(a, "References");
	reply = article_value(a, "In-Reply-To");
	msgid_next(&reply, &parent);
	while (msgid_next(&refs, &id)) {
		named = named || slice_eq(id, parent);
		if (n == LIMIT_REFERENCES) {
			/* Forget the second oldest. */
			memmove(&list[1], &list[2], (n - 2) * sizeof(id));
			n--;
		}
		list[n++] = id;
	}
	if (parent.len != 0 && !named)
		add_ref(f, parent);
	for (size_t i = n; i > 1 && f->nrefs < REFS_MAX - 1; i--)
		add_ref(f, list[i - 1]);
	if (n > 0)
		add_ref(f, list[0]);
}

/*
 * What it does besides being read. What takes the place of another and
 * refers to none stands below that one, as the answers to it do.
 */
static void
collect_effect(const struct article *a, struct facts *f)
{
	enum article_control control = article_control(a, &f->target);

	f->control = control != CONTROL_NONE;
	f->approved = article_field(a, "Approved") != NULL;
	if (f->target.len == 0)
		return;
	f->keys = article_value(a, "Cancel-Key");
	if (!f->control && f->nrefs == 0)
		add_ref(f, f->target);
}

/* Overview fields 2 to 6; bytes and lines depend on where it is placed. */
static void
collect_overview(const struct article *a, struct facts *f)
{
	int tabs = 0;

	buf_init(&f->over, LIMIT_HEADER * 2);
	article_overview(a, 0, &f->over);
	while (f->over.len > 0 && tabs < 2)
		if (f->over.p[--f->over.len] == '\t')
			tabs++;
	buf_putc(&f->over, '\t');
}

enum err
facts_of(struct slice raw, struct facts *f)
{
	struct article *a = xmalloc(sizeof(*a));
	enum err e = raw.len > LIMIT_ARTICLE ?
	    err_set(ERR_TOOBIG, "the article is longer than %d bytes",
	    LIMIT_ARTICLE) : article_parse(raw, a);

	*f = (struct facts){ .size = (uint32_t)raw.len, .date = INT64_MAX };
	if (e == OK) {
		f->msgid = article_value(a, "Message-ID");
		f->newsgroups = article_value(a, "Newsgroups");
		if (!msgid_valid(f->msgid))
			e = err_set(ERR_SYNTAX,
			    "Message-ID missing or malformed: <left@right>");
	}
	if (e == OK) {
		digest(f->msgid, f->id);
		collect_refs(a, f);
		collect_effect(a, f);
		collect_overview(a, f);
		if (!date_parse(article_value(a, "Date"), &f->date))
			f->date = INT64_MAX;
		f->lines = (uint32_t)article_lines(a);
	}
	free(a);
	return e;
}

bool
event_brought(const struct event *e, struct slice raw)
{
	unsigned char d[DIGEST_LEN];
	char text[DIGEST_TEXT];

	digest(raw, d);
	digest_text(d, text);
	return slice_is(event_arg(e->args, "digest"), text);
}

void
facts_clear(struct facts *f)
{
	buf_clear(&f->over);
}

enum err
posting_new(struct store *s, struct buf *raw, struct posting **out)
{
	struct posting *p = xcalloc(1, sizeof(*p));
	enum err e;

	p->raw = *raw;
	*raw = (struct buf){ .max = raw->max };
	e = facts_of(buf_slice(&p->raw), &p->facts);
	if (e == OK) {
		digest(buf_slice(&p->raw), p->digest);
		buf_init(&p->body, 4 * LIMIT_ARTICLE);
		body_pack(s, buf_slice(&p->raw), &p->body);
	} else {
		posting_free(&p);
	}
	*out = p;
	return e;
}

void
posting_free(struct posting **pp)
{
	struct posting *p = *pp;

	if (p == NULL)
		return;
	facts_clear(&p->facts);
	buf_clear(&p->raw);
	buf_clear(&p->body);
	free(p);
	*pp = NULL;
}

struct slice
posting_msgid(const struct posting *p)
{
	return p->facts.msgid;
}
