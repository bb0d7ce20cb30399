/* Cancel-Lock and Cancel-Key by libcanlock. */
#include "server/auth/canlock.h"

#include <canlock.h>
#include <stdlib.h>

#include "common/char.h"
#include "common/log.h"
#include "proto/limits.h"
#include "server/store/store.h"

/* Every key is tried on every lock: what is looked at is bounded. */
enum { ELEMENTS = 16, FIELD = 2048 };

typedef char *make_fn(cl_hash_version hash, const unsigned char *secret,
    size_t secret_len, const unsigned char *message, size_t message_len);

static void
put(struct buf *out, const struct canlock *c, make_fn *make)
{
	char message[LIMIT_ACCOUNT_NAME + LIMIT_MSGID + 1];
	size_t n = c->account.len;
	char *text;

	slice_copy(c->account, message, LIMIT_ACCOUNT_NAME + 1);
	slice_copy(c->msgid, message + n, sizeof(message) - n);
	text = make(CL_SHA256, c->secret, STORE_CANLOCK,
	    (const unsigned char *)message, n + c->msgid.len);
	if (text == NULL)
		log_fatal("out of memory (Cancel-Lock)");
	buf_puts(out, text);
	free(text);
}

void
canlock_put_lock(struct buf *out, const struct canlock *c)
{
	put(out, c, cl_get_lock);
}

void
canlock_put_key(struct buf *out, const struct canlock *c)
{
	put(out, c, cl_get_key);
}

/* How long the blanks and comments are that begin s; at least 1. */
static size_t
gap_length(struct slice s)
{
	size_t n = 1;
	int depth = s.p[0] == '(';

	while (n < s.len && depth > 0) {
		if (s.p[n] == '\\' && n + 1 < s.len)
			n++;
		else if (s.p[n] == '(')
			depth++;
		else if (s.p[n] == ')')
			depth--;
		n++;
	}
	return n;
}

static bool
is_gap(char c)
{
	return c == '(' || (unsigned char)c <= ' ' || (unsigned char)c >= 0x7f;
}

static bool
is_base64(struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.p[i];

		if (!char_is_alnum(c) && c != '+' && c != '/' && c != '=')
			return false;
	}
	return s.len != 0;
}

/* What is none must not come to the library: it reads behind short ones. */
static bool
is_element(struct slice s)
{
	static const char *const schemes[] = {
		"sha1", "sha224", "sha256", "sha384", "sha512",
	};
	struct slice rest = s, scheme = slice_cut(&rest, ':');

	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (slice_iis(scheme, schemes[i]))
			return is_base64(rest);
	return false;
}

/* The elements of a field, one blank between them, as the library has it. */
static void
put_elements(struct buf *out, struct slice field)
{
	int n = 0;

	if (field.len > FIELD)
		field.len = FIELD;
	while (field.len != 0 && n < ELEMENTS) {
		size_t end = 0;

		if (is_gap(field.p[0])) {
			field = slice_from(field, gap_length(field));
			continue;
		}
		while (end < field.len && !is_gap(field.p[end]))
			end++;
		n++;
		if (is_element(slice_make(field.p, end))) {
			if (out->len != 0)
				buf_putc(out, ' ');
			buf_put(out, field.p, end);
		}
		field = slice_from(field, end);
	}
}

bool
canlock_opens(struct slice keys, struct slice locks)
{
	struct buf key = BUF_INIT(FIELD + 1), lock = BUF_INIT(FIELD + 1);
	bool opened;

	put_elements(&key, keys);
	put_elements(&lock, locks);
	opened = key.len != 0 && lock.len != 0 &&
	    cl_verify_multi(NULL, buf_cstr(&key), buf_cstr(&lock)) == 0;
	buf_clear(&key);
	buf_clear(&lock);
	return opened;
}
