/* Accounts in the tables: they come, change, leave. Pure, as all of apply(). */
#include "common/endian.h"
#include "server/store/community/people.h"

bool
code_get(struct txn *t, struct slice name, struct code_row *out)
{
	struct slice v;

	if (name.len == 0 || name.len > LIMIT_THING_NAME ||
	    !txn_get(t, T_CODE, name.p, name.len, &v) ||
	    v.len != sizeof(*out))
		return false;
	memcpy(out, v.p, sizeof(*out));
	return true;
}

static void
code_put(struct txn *t, struct slice name, const struct code_row *row)
{
	if (row->uses != 0)
		txn_put(t, T_CODE, name.p, name.len, row, sizeof(*row));
	else
		txn_del(t, T_CODE, name.p, name.len);
}

static void
code_use(struct txn *t, struct slice name)
{
	struct code_row row;

	if (name.p == NULL || !code_get(t, name, &row))
		return;
	row.uses--;
	code_put(t, name, &row);
}

static void
login_put(struct txn *t, const void *key, size_t len, uint32_t id)
{
	unsigned char row[4];

	put_be32(row, id);
	txn_put(t, T_LOGIN, key, len, row, sizeof(row));
}

uint32_t
account_next_id(struct txn *t)
{
	struct cursor c;
	uint32_t id = 1;

	cursor_open(&c, t, T_ACCOUNT);
	if (cursor_last(&c))
		id = get_be32(c.key.p) + 1;
	cursor_close(&c);
	return id;
}

/* A journal may be of a time when its events did not say it. */
static uint32_t
fresh_id(struct txn *t, const struct event *e)
{
	uint64_t id;

	return event_arg_u64(e->args, "id", &id) ? (uint32_t)id :
	    account_next_id(t);
}

/* name TAB roles TAB person; what the event does not say stays. */
static void
put_text(const struct event *e, struct slice name, struct slice old,
    struct buf *out)
{
	struct slice person = event_arg(e->args, "person");

	slice_cut(&old, '\t');
	slice_cut(&old, '\t');
	buf_put_slice(out, name);
	buf_putc(out, '\t');
	text_unescape(out, event_arg(e->args, "roles"));
	buf_putc(out, '\t');
	if (person.p != NULL)
		text_unescape(out, person);
	else
		buf_put_slice(out, old);
}

/*
 * join, grant and revoke all carry the roles the account has afterwards, and
 * join its number when it is new.
 */
static void
apply_account(struct step *s)
{
	const struct event *e = s->e;
	struct slice name = slice_from(e->target, 1), old = { NULL, 0 };
	uint32_t id = account_id(s->t, name);
	struct account_rec rec = { .created = s->time };
	struct buf text = BUF_INIT(LIMIT_HEADER);
	uint64_t trust;

	if (!account_get(s->t, id, &rec, &old)) {
		id = fresh_id(s->t, e);
		if (event_arg_u64(e->args, "trust", &trust))
			rec.trust = (uint8_t)trust;
	}
	put_text(e, name, old, &text);
	login_put(s->t, name.p, name.len, id);
	account_put(s->t, id, &rec, buf_slice(&text));
	code_use(s->t, event_arg(e->args, "code"));
	touch(s, DOMAIN_USER, id);
	buf_clear(&text);
}

void
apply_JOIN(struct step *s)
{
	apply_account(s);
}

void
apply_GRANT(struct step *s)
{
	apply_account(s);
}

void
apply_REVOKE(struct step *s)
{
	apply_account(s);
}

/*
 * A name that nobody gets any more: that of the event, and in a restored
 * export, which does not name who left, the one that it was.
 */
static void
put_gone(struct step *s, struct slice name, uint32_t id)
{
	struct slice was = event_arg(s->e->args, "was");
	struct gone_key k = gone_key(name);

	login_put(s->t, &k, sizeof(k), id);
	if (digest_parse(was, k.b + 1))
		login_put(s->t, &k, sizeof(k), id);
}

/* Its number stays, for what it said and was given; nobody knows whose. */
void
apply_LEAVE(struct step *s)
{
	struct slice name = slice_from(s->e->target, 1);
	uint32_t id = account_id(s->t, name);
	struct buf text = BUF_INIT(LIMIT_LINE);
	struct account_rec rec;

	if (account_get(s->t, id, &rec, NULL)) {
		rec.gone = 1;
		buf_printf(&text, ACCOUNT_GONE, (unsigned)id);
		txn_del(s->t, T_LOGIN, name.p, name.len);
		put_gone(s, name, id);
		login_put(s->t, text.p, text.len, id);
		buf_puts(&text, "\t\t");
		account_put(s->t, id, &rec, buf_slice(&text));
		own_leave(s, id);
	}
	buf_clear(&text);
}

void
apply_INVITE(struct step *s)
{
	struct slice name = slice_from(s->e->target, sizeof("code:") - 1);
	struct code_row row = { .until = 0 };
	uint64_t uses = 0, until = 0;

	event_arg_u64(s->e->args, "uses", &uses);
	event_arg_u64(s->e->args, "until", &until);
	row.uses = (uint32_t)uses;
	row.until = (int64_t)until;
	code_put(s->t, name, &row);
}

void
apply_TRUST(struct step *s)
{
	uint32_t id = account_id(s->t, slice_from(s->e->target, 1));
	struct account_rec rec;
	uint64_t level;

	if (!event_arg_u64(s->e->args, "level", &level) ||
	    !account_get(s->t, id, &rec, NULL))
		return;
	rec.trust = (uint8_t)level;
	rec.trust_at = s->time;
	rec.by_reading = slice_is(event_arg(s->e->args, "why"), "reading");
	account_keep(s, id, &rec);
}
