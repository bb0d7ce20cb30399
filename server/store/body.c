/*
 * An article's bytes at rest: compressed with the newest dictionary, split
 * into parts that fill LMDB's pages well, a CRC over the plain bytes.
 */
#include <stdlib.h>
#include <zstd.h>

#include "common/crc32c.h"
#include "common/endian.h"
#include "common/log.h"
#include "common/xalloc.h"
#include "server/store/internal.h"

/* Eight parts and their node headers fill a page of 4096 bytes. */
#define PART 490

enum codec { CODEC_PLAIN, CODEC_ZSTD };

struct body_head {
	uint32_t crc, size;
	uint16_t dict;		/* 0: none */
	uint8_t codec;
	uint8_t replaced;	/* they are not those that came */
};

_Static_assert(sizeof(struct body_head) == 12, "no padding");

static pthread_key_t cctx_key, dctx_key;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void
free_cctx(void *p)
{
	ZSTD_freeCCtx(p);
}

static void
free_dctx(void *p)
{
	ZSTD_freeDCtx(p);
}

static void
make_keys(void)
{
	pthread_key_create(&cctx_key, free_cctx);
	pthread_key_create(&dctx_key, free_dctx);
}

static ZSTD_CCtx *
thread_cctx(void)
{
	ZSTD_CCtx *c;

	pthread_once(&once, make_keys);
	c = pthread_getspecific(cctx_key);
	if (c == NULL) {
		c = ZSTD_createCCtx();
		if (c == NULL)
			log_fatal("out of memory (compression)");
		pthread_setspecific(cctx_key, c);
	}
	return c;
}

static ZSTD_DCtx *
thread_dctx(void)
{
	ZSTD_DCtx *d;

	pthread_once(&once, make_keys);
	d = pthread_getspecific(dctx_key);
	if (d == NULL) {
		d = ZSTD_createDCtx();
		if (d == NULL)
			log_fatal("out of memory (decompression)");
		pthread_setspecific(dctx_key, d);
	}
	return d;
}

void
body_pack(struct store *s, struct slice raw, struct buf *out)
{
	struct body_head head = {
		.crc = crc32c(0, raw.p, raw.len),
		.size = (uint32_t)raw.len,
		.codec = CODEC_ZSTD,
	};
	const ZSTD_CDict *dict = dict_newest(s, &head.dict);
	size_t bound = ZSTD_compressBound(raw.len), n, start = out->len;
	char *at;

	buf_put(out, &head, sizeof(head));
	at = buf_room(out, bound);
	if (at == NULL)
		log_fatal("article of %zu bytes past every limit", raw.len);
	if (dict != NULL)
		n = ZSTD_compress_usingCDict(
		    thread_cctx(), at, bound, raw.p, raw.len, dict);
	else
		n = ZSTD_compressCCtx(
		    thread_cctx(), at, bound, raw.p, raw.len,
		    BODY_LEVEL);
	if (ZSTD_isError(n) || n >= raw.len) {
		head.codec = CODEC_PLAIN;
		head.dict = 0;
		memcpy(out->p + start, &head, sizeof(head));
		memcpy(at, raw.p, raw.len);
		n = raw.len;
	}
	out->len += n;
}

static void
put_parts(struct txn *t, uint64_t id, struct slice packed, bool newest)
{
	unsigned char key[9];
	size_t part = 0, n;

	put_be64(key, id);
	/* The part number has one byte: a large article has larger parts. */
	n = packed.len / 255 >= PART ? packed.len / 255 + 1 : PART;
	for (size_t at = 0; at < packed.len; at += n, part++) {
		size_t left = packed.len - at;
		size_t len = left < n ? left : n;

		key[8] = (unsigned char)part;
		if (newest)
			txn_append(t, T_BODY, key, sizeof(key),
			    packed.p + at, len);
		else
			txn_put(t, T_BODY, key, sizeof(key), packed.p + at,
			    len);
	}
}

void
body_put(struct txn *t, uint64_t id, struct slice packed)
{
	put_parts(t, id, packed, true);
}

void
body_replace(struct store *s, struct txn *t, uint64_t id, struct slice raw)
{
	struct buf packed = BUF_INIT(2 * LIMIT_ARTICLE);
	struct body_head head;

	body_pack(s, raw, &packed);
	memcpy(&head, packed.p, sizeof(head));
	head.replaced = 1;
	memcpy(packed.p, &head, sizeof(head));
	body_del(t, id);
	put_parts(t, id, buf_slice(&packed), false);
	buf_clear(&packed);
}

bool
body_replaced(struct txn *t, uint64_t id, uint32_t *size)
{
	struct body_head head;
	unsigned char key[9];
	struct slice v;

	put_be64(key, id);
	key[8] = 0;
	if (!txn_get(t, T_BODY, key, sizeof(key), &v) || v.len < sizeof(head))
		return false;
	memcpy(&head, v.p, sizeof(head));
	*size = head.size;
	return head.replaced != 0;
}

static enum err
unpack(struct store *s, struct slice packed, struct buf *out)
{
	struct body_head head;
	const ZSTD_DDict *dict;
	size_t n;
	char *at;

	if (packed.len < sizeof(head))
		return err_set(ERR_CORRUPT, "article bytes cut short");
	memcpy(&head, packed.p, sizeof(head));
	packed = slice_from(packed, sizeof(head));
	if (head.size > LIMIT_ARTICLE)
		return err_set(ERR_CORRUPT, "article of %u bytes", head.size);
	at = buf_room(out, head.size);
	if (at == NULL)
		return err_set(ERR_TOOBIG, "article of %u bytes", head.size);
	dict = dict_number(s, head.dict);
	if (head.codec == CODEC_PLAIN && packed.len == head.size) {
		memcpy(at, packed.p, packed.len);
		n = packed.len;
	} else if (dict != NULL) {
		n = ZSTD_decompress_usingDDict(thread_dctx(), at, head.size,
		    packed.p, packed.len, dict);
	} else {
		n = ZSTD_decompressDCtx(
		    thread_dctx(), at, head.size, packed.p, packed.len);
	}
	if (n != head.size || crc32c(0, at, n) != head.crc)
		return err_set(ERR_CORRUPT, "article bytes fail their CRC");
	out->len += n;
	return OK;
}

enum err
body_get(struct store *s, struct txn *t, uint64_t id, struct buf *out)
{
	struct buf whole = BUF_INIT(2 * LIMIT_ARTICLE);
	struct slice first;
	struct cursor c;
	unsigned char key[9];
	enum err e;
	int parts = 0;

	put_be64(key, id);
	key[8] = 0;
	cursor_open(&c, t, T_BODY);
	for (bool more = cursor_seek(&c, key, sizeof(key));
	    more && memcmp(c.key.p, key, 8) == 0; more = cursor_next(&c)) {
		if (parts++ == 0) {
			prefetch_page(c.val.p);
			first = c.val;
			continue;
		}
		if (parts == 2) {
			buf_room(&whole, 8 * PART);
			buf_put_slice(&whole, first);
		}
		buf_put_slice(&whole, c.val);
	}
	if (parts == 0)
		e = txn_error(t) != OK ? txn_error(t) :
		    err_set(ERR_NOTFOUND, "no bytes for this article");
	else
		e = unpack(s, parts == 1 ? first : buf_slice(&whole), out);
	cursor_close(&c);
	buf_clear(&whole);
	return e;
}

void
body_del(struct txn *t, uint64_t id)
{
	struct cursor c;
	unsigned char key[9];
	bool more;

	put_be64(key, id);
	for (int part = 0; part < 256; part++) {
		key[8] = (unsigned char)part;
		cursor_open(&c, t, T_BODY);
		more = cursor_seek(&c, key, sizeof(key)) &&
		    c.key.len == sizeof(key) &&
		    memcmp(c.key.p, key, sizeof(key)) == 0;
		cursor_close(&c);
		if (!more)
			break;
		txn_del(t, T_BODY, key, sizeof(key));
	}
}
