/* Articles on their way in: posted ones are completed. */
#include "server/cmd/inject.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

#include "common/clock.h"
#include "common/xalloc.h"
#include "proto/account.h"
#include "proto/date.h"
#include "proto/rfc2047.h"
#include "server/auth/canlock.h"

/* Fields that only a server may write, or that would lie. */
static bool
is_dropped(struct slice name)
{
	static const char *const names[] = {
		"Path", "Lines", "Bytes", "Sender", "NNTP-Posting-Host",
		"NNTP-Posting-Date", "NNTP-Posting-User", "X-Trace",
		"X-Complaints-To", "Cancel-Lock", "Cancel-Key",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (slice_iis(name, names[i]))
			return true;
	return false;
}

/* --- who wrote it ------------------------------------------------------- */

/* Whether an address is one of the server's own, and of this account. */
static bool
is_local(const struct inject_by *by, struct slice address, bool *own)
{
	const char *at = memrchr(address.p, '@', address.len);
	struct slice local = slice_make(address.p, (size_t)(at - address.p));
	struct slice domain = slice_from(address, local.len + 1);

	*own = slice_iis(local, by->account);
	return slice_iis(domain, by->server);
}

static enum err
check_from(const struct inject_by *by, const struct article *a)
{
	struct slice rest = article_value(a, "From"), address;
	bool own;

	while (article_next_address(&rest, &address))
		if (is_local(by, address, &own) && !own && !by->any_name)
			return err_set(ERR_DENIED, "From: an address at %s "
			    "is the account's own; write %s@%s, or an address "
			    "elsewhere", by->server, by->account, by->server);
	return OK;
}

/* From as people read it: names, and of addresses what is no host. */
static void
put_names(struct slice from, struct buf *out)
{
	struct buf utf8 = BUF_INIT(2 * LIMIT_HEADER);
	bool host = false;

	rfc2047_decode(from, &utf8);
	for (size_t i = 0; i < utf8.len; i++) {
		char c = utf8.p[i];

		host = c == '@' || (host && c != '>' && c != ',' && c != ' ');
		buf_putc(out, host ? ' ' : c);
	}
	buf_clear(&utf8);
}

/* What is not this account's to say that it is. */
static void
put_foreign(const struct inject_by *by, struct buf *words)
{
	struct slice roles = by->roles, brands = by->brands, brand;
	struct buf own = BUF_INIT(LIMIT_HEADER);
	struct account_role role;

	if (roles.len == 0 || slice_is(roles, "member"))
		buf_puts(words, account_role_words);
	while (account_next_role(&roles, &role))
		if (slice_is(role.name, "staff"))
			account_fold_words(role.label, &own);
	while (brands.len != 0) {
		brand = slice_cut(&brands, ',');
		if (slice_find(buf_slice(&own), brand) >= 0)
			continue;
		buf_put_slice(words, brand);
		buf_putc(words, ',');
	}
	buf_clear(&own);
}

/* "Anna · Acme" is how the server shows somebody of staff. */
static bool
looks_labelled(const struct inject_by *by, struct slice names)
{
	return !account_is_staff(by->roles) &&
	    slice_find(names, SLICE(" \xc2\xb7 ")) >= 0;
}

/* Somebody's label is what the server shows of it, not what it writes. */
static enum err
check_label(const struct inject_by *by, const struct article *a)
{
	struct buf names = BUF_INIT(2 * LIMIT_HEADER);
	struct buf words = BUF_INIT(2 * LIMIT_ARTICLE);
	bool claims;

	if (by->any_name)
		return OK;
	put_foreign(by, &words);
	put_names(article_value(a, "From"), &names);
	claims = looks_labelled(by, buf_slice(&names)) ||
	    account_claims(buf_slice(&names), buf_slice(&words));
	buf_clear(&names);
	buf_clear(&words);
	return !claims ? OK : err_set(ERR_DENIED, "From: the name claims to "
	    "be somebody official; the server shows what an account is, say "
	    "only who you are");
}

/* Whether From alone says whose account it is (RFC 5536, 3.2.13). */
static bool
from_is_own(const struct inject_by *by, const struct article *a)
{
	struct slice rest = article_value(a, "From"), address;
	bool own = false, local = false;
	int n = 0;

	for (; article_next_address(&rest, &address); n++)
		local = is_local(by, address, &own);
	return n == 1 && local && own;
}

/* --- checks ------------------------------------------------------------- */

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

static enum err
check_expires(struct slice value, int64_t now)
{
	int64_t t;

	if (value.p == NULL || (date_parse(value, &t) && t > now))
		return OK;
	return err_set(ERR_SYNTAX, "Expires is a date to come; or leave it "
	    "out");
}

enum err
inject_check(const struct inject_by *by, const struct article *a)
{
	enum err e = article_check(a);

	if (e == OK)
		e = check_date(article_value(a, "Date"), by->now);
	if (e == OK)
		e = check_expires(article_value(a, "Expires"), by->now);
	if (e == OK && slice_find(article_value(a, "Path"),
	    SLICE(".POSTED")) >= 0)
		e = err_set(ERR_SYNTAX, "Path: the article was posted "
		    "elsewhere already; send it as a new one");
	if (e == OK)
		e = check_label(by, a);
	return e == OK ? check_from(by, a) : e;
}

/* --- writing ------------------------------------------------------------ */

static enum err
fits(const struct buf *raw)
{
	if (buf_ok(raw))
		return OK;
	return err_set(ERR_TOOBIG, "The article is too large; at most %d "
	    "bytes are taken", LIMIT_ARTICLE);
}

static void
put_date(struct buf *raw, const char *field, int64_t t)
{
	buf_printf(raw, "%s: ", field);
	date_put_rfc5322(raw, t);
	buf_puts(raw, "\r\n");
}

/* A Message-ID where there is none; msgid is what it has then. */
static void
put_msgid(struct buf *raw, const struct inject_by *by, struct buf *msgid)
{
	unsigned long long r[2] = { 0, 0 };

	if (msgid->len != 0)
		return;
	if (getrandom(r, sizeof(r), 0) != (ssize_t)sizeof(r))
		r[0] = (unsigned long long)(uintptr_t)raw;
	buf_printf(msgid, "<%llx.%llx%llx@%s>", (unsigned long long)by->now,
	    r[0], r[1] >> 40, by->server);
	buf_printf(raw, "Message-ID: %s\r\n", buf_cstr(msgid));
}

/* What the poster has of such a field stays in front of ours. */
static void
begin_canlock(struct buf *raw, const struct article *a, const char *name)
{
	struct slice own = article_value(a, name);

	buf_printf(raw, "%s: ", name);
	if (own.len != 0) {
		buf_put_slice(raw, own);
		buf_puts(raw, "\r\n ");
	}
}

static void
put_canlock(const struct inject_by *by, const struct article *a,
    struct slice msgid, struct buf *raw)
{
	struct canlock c = {
		.secret = by->secret, .account = slice_of(by->account),
		.msgid = msgid,
	};
	struct slice key = article_value(a, "Cancel-Key");

	begin_canlock(raw, a, "Cancel-Lock");
	canlock_put_lock(raw, &c);
	buf_puts(raw, "\r\n");
	article_control(a, &c.msgid);
	c.account = by->owner;
	if (by->owner.len != 0 && c.msgid.len != 0) {
		begin_canlock(raw, a, "Cancel-Key");
		canlock_put_key(raw, &c);
		buf_puts(raw, "\r\n");
	} else if (key.len != 0) {
		buf_puts(raw, "Cancel-Key: ");
		buf_put_slice(raw, key);
		buf_puts(raw, "\r\n");
	}
}

static void
put_approved(const struct inject_by *by, struct buf *raw)
{
	buf_printf(raw, "Approved: %s@%s\r\n", by->account, by->server);
}

enum err
inject_write(const struct inject_by *by, const struct article *a,
    struct buf *raw)
{
	struct buf msgid = BUF_INIT(LIMIT_LINE);

	buf_put_slice(&msgid, article_value(a, "Message-ID"));
	buf_printf(raw, "Path: %s!.POSTED!not-for-mail\r\n", by->server);
	for (int i = 0; i < a->nfields; i++)
		if (!is_dropped(a->field[i].name))
			buf_put_slice(raw, a->field[i].raw);
	if (!from_is_own(by, a))
		buf_printf(raw, "Sender: %s@%s\r\n", by->account, by->server);
	put_msgid(raw, by, &msgid);
	if (article_field(a, "Date") == NULL)
		put_date(raw, "Date", by->now);
	if (by->approves && article_field(a, "Approved") == NULL)
		put_approved(by, raw);
	put_date(raw, "Injection-Date", by->now);
	buf_printf(raw, "Injection-Info: %s; posting-account=\"%s\"\r\n",
	    by->server, by->account);
	put_canlock(by, a, buf_slice(&msgid), raw);
	buf_puts(raw, "\r\n");
	buf_put_slice(raw, a->body);
	buf_clear(&msgid);
	return fits(raw);
}

/* Peers refuse what was injected long ago: it is, once more, today. */
enum err
inject_approved(
    const struct inject_by *by, struct slice held, struct buf *raw)
{
	struct article *a = xmalloc(sizeof(*a));
	enum err e = article_parse(held, a);

	for (int i = 0; e == OK && i < a->nfields; i++)
		if (!slice_iis(a->field[i].name, "Approved") &&
		    !slice_iis(a->field[i].name, "Injection-Date"))
			buf_put_slice(raw, a->field[i].raw);
	if (e == OK) {
		put_approved(by, raw);
		put_date(raw, "Injection-Date", by->now);
		buf_puts(raw, "\r\n");
		buf_put_slice(raw, a->body);
		e = fits(raw);
	}
	free(a);
	return e;
}
