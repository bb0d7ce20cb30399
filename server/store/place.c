/* Where articles stand: their overview rows, and the boards' counters. */
#include "server/store/internal.h"
#include "server/store/key.h"
#include "server/store/rules/meta.h"

static struct key8
over_key(const struct place_rec *place)
{
	return key_4_4(place->board, place->number);
}

uint8_t
place_parse(struct txn *t, const struct event *e,
    struct place_rec place[LIMIT_BOARDS])
{
	struct slice list = event_arg(e->args, "boards");
	uint8_t n = 0;

	while (list.p != NULL && n < LIMIT_BOARDS) {
		struct slice item = slice_cut(&list, ',');
		struct slice name = slice_cut(&item, ':');
		uint64_t number;
		uint32_t id = board_id(t, name);

		if (id == 0 || !slice_u64(item, &number)) {
			txn_fail(t, err_set(ERR_CORRUPT,
			    "event %llu names an unknown board",
			    (unsigned long long)e->seq));
			return 0;
		}
		place[n++] = (struct place_rec){ id, (uint32_t)number };
	}
	return n;
}

/* Xref: only where there is a cross to refer to. Without line end. */
static void
put_xref(struct txn *t, uint32_t n, const struct place_rec *place,
    struct buf *out)
{
	struct board_row row;
	struct slice text;

	if (n < 2 || !txn_get(t, T_PROP, "name", 4, &text))
		return;
	buf_printf(out, "Xref: %.*s", SLICE_ARG(text));
	for (uint32_t i = 0; i < n; i++) {
		if (!board_row_get(t, place[i].board, &row, &text))
			continue;
		buf_putc(out, ' ');
		buf_put_slice(out, slice_cut(&text, '\t'));
		buf_putc(out, ':');
		buf_put_u64(out, place[i].number);
	}
}

static uint32_t
xref_size(struct slice xref)
{
	return (uint32_t)(xref.len != 0 ? xref.len + 2 : 0);
}

/* An overview row in parts, which are the map's or the caller's. */
struct parts {
	struct slice fields;	/* 2 to 6, a tab behind each */
	struct slice xref;
	struct slice meta;	/* what is behind Xref, with its first tab */
};

static void
put_row(struct txn *t, uint64_t id, const struct article_rec *rec,
    const struct place_rec *place, const struct parts *p)
{
	struct key8 key = over_key(place);
	struct buf b = BUF_INIT(4 * LIMIT_HEADER);

	buf_put(&b, &id, sizeof(id));
	buf_put_u64(&b, place->number);
	buf_putc(&b, '\t');
	buf_put_slice(&b, p->fields);
	buf_put_u64(&b, rec->bytes);
	buf_putc(&b, '\t');
	buf_put_u64(&b, rec->lines);
	buf_putc(&b, '\t');
	buf_put_slice(&b, p->xref);
	buf_put_slice(&b, p->meta);
	buf_puts(&b, "\r\n");
	txn_put(t, T_OVER, &key, sizeof(key), b.p, b.len);
	buf_clear(&b);
}

void
place_count(struct txn *t, const struct place_rec *place)
{
	struct board_row row;
	struct slice text;

	if (!board_row_get(t, place->board, &row, &text))
		return;
	if (row.count++ == 0)
		row.low = place->number;
	row.high = row.high > place->number ? row.high : place->number;
	board_row_put(t, place->board, &row, text);
}

void
place_put(struct txn *t, uint64_t id, struct article_rec *rec,
    const struct place_rec *place, const struct facts *f)
{
	struct buf xref = BUF_INIT(LIMIT_HEADER), meta = BUF_INIT(LIMIT_LINE);
	struct parts p = { .fields = buf_slice(&f->over) };

	put_xref(t, rec->nplaces, place, &xref);
	meta_put_fresh(&meta);
	p.xref = buf_slice(&xref);
	p.meta = buf_slice(&meta);
	rec->bytes = f->size + xref_size(p.xref);
	for (uint32_t i = 0; i < rec->nplaces; i++) {
		put_row(t, id, rec, &place[i], &p);
		place_count(t, &place[i]);
	}
	buf_clear(&xref);
	buf_clear(&meta);
}

/* --- rows that change ----------------------------------------------------- */

/* Copies a row and takes it apart; false when it is not there or damaged. */
static bool
take_parts(struct txn *t, const struct place_rec *place, struct buf *copy,
    struct parts *p)
{
	struct key8 key = over_key(place);
	struct slice row, rest;

	*p = (struct parts){ 0 };
	if (!txn_get(t, T_OVER, &key, sizeof(key), &row) || row.len <= 8)
		return false;
	buf_put_slice(copy, slice_from(row, 8));
	rest = buf_slice(copy);
	if (slice_ends(rest, "\r\n"))
		rest.len -= 2;
	slice_cut(&rest, '\t');
	p->fields = rest;
	for (int i = 0; i < 5 && rest.p != NULL; i++)
		slice_cut(&rest, '\t');
	if (rest.p == NULL)
		return false;
	p->fields.len = (size_t)(rest.p - p->fields.p);
	slice_cut(&rest, '\t');		/* bytes */
	slice_cut(&rest, '\t');		/* lines */
	p->xref = slice_cut(&rest, '\t');
	if (rest.p != NULL)
		p->meta = slice_make(rest.p - 1, rest.len + 1);
	return true;
}

static void
del_row(struct txn *t, const struct place_rec *place)
{
	struct key8 key = over_key(place);

	txn_del(t, T_OVER, &key, sizeof(key));
}

/* Takes the place out of those of the article, or puts another for it. */
static bool
change_place(struct article_rec *rec, struct place_rec *place, uint32_t from,
    const struct place_rec *to)
{
	const struct place_rec *at = article_place(rec, place, from);
	bool comes = article_place(rec, place, to->board) == NULL;

	if (comes)
		place[at - place] = *to;
	else
		article_place_del(rec, place, at);
	return comes;
}

bool
place_move(struct txn *t, uint64_t id, uint32_t from,
    const struct place_rec *to)
{
	struct buf copy = BUF_INIT(4 * LIMIT_HEADER);
	struct buf xref = BUF_INIT(LIMIT_HEADER);
	struct place_rec place[LIMIT_BOARDS];
	const struct place_rec *at;
	struct article_rec rec;
	struct parts p;
	bool comes;

	if (!article_rec_get(t, id, &rec, place) ||
	    (at = article_place(&rec, place, from)) == NULL)
		return false;
	take_parts(t, at, &copy, &p);
	del_row(t, at);
	comes = change_place(&rec, place, from, to);
	put_xref(t, rec.nplaces, place, &xref);
	rec.bytes = rec.bytes - xref_size(p.xref) +
	    xref_size(buf_slice(&xref));
	rec.were = 0;
	p.xref = buf_slice(&xref);
	for (uint32_t i = 0; i < rec.nplaces; i++)
		put_row(t, id, &rec, &place[i], &p);
	article_rec_put(t, id, &rec, place);
	buf_clear(&copy);
	buf_clear(&xref);
	return comes;
}

void
place_resize(struct txn *t, uint64_t id, uint32_t bytes, uint32_t lines)
{
	struct buf copy = BUF_INIT(4 * LIMIT_HEADER);
	struct place_rec place[LIMIT_BOARDS];
	struct article_rec rec;
	struct parts p = { 0 };

	if (!article_rec_get(t, id, &rec, place))
		return;
	for (uint32_t i = 0; i < rec.nplaces; i++) {
		buf_reset(&copy);
		if (!take_parts(t, &place[i], &copy, &p))
			continue;
		rec.bytes = bytes + xref_size(p.xref);
		rec.lines = lines;
		put_row(t, id, &rec, &place[i], &p);
	}
	rec.bytes = bytes + xref_size(p.xref);
	rec.lines = lines;
	article_rec_put(t, id, &rec, place);
	buf_clear(&copy);
}
