/*
 * What makes an act idempotent: whoever asks for it again under the same id=
 * hears the event of then.
 */
#include "common/endian.h"
#include "server/store/internal.h"

static void
key_of(struct slice actor, struct slice id, unsigned char key[DIGEST_LEN])
{
	struct buf b = BUF_INIT(LIMIT_HEADER);

	buf_put_slice(&b, actor);
	buf_putc(&b, '\t');
	buf_put_slice(&b, id);
	digest(buf_slice(&b), key);
	buf_clear(&b);
}

uint64_t
token_find(struct txn *t, struct slice actor, struct slice id)
{
	unsigned char key[DIGEST_LEN];
	struct slice v;

	key_of(actor, id, key);
	if (!txn_get(t, T_TOKEN, key, sizeof(key), &v) || v.len != 8)
		return 0;
	return get_be64(v.p);
}

void
token_put(struct txn *t, const struct event *e)
{
	struct slice id = event_arg(e->args, "token");
	unsigned char key[DIGEST_LEN], seq[8];

	if (id.len == 0)
		return;
	key_of(e->actor, id, key);
	put_be64(seq, e->seq);
	txn_put(t, T_TOKEN, key, sizeof(key), seq, sizeof(seq));
}
