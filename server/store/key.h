/*
 * Keys of the tables that are made of numbers, as schema.h lists them, maybe
 * with a name behind. A function is named by the bytes that each number takes.
 */
#ifndef SERVER_STORE_KEY_H
#define SERVER_STORE_KEY_H

#include <string.h>

#include "common/endian.h"
#include "common/slice.h"
#include "proto/limits.h"

struct key4 {
	unsigned char b[4];
};

struct key8 {
	unsigned char b[8];
};

struct key12 {
	unsigned char b[12];
};

struct key13 {
	unsigned char b[13];
};

struct key16 {
	unsigned char b[16];
};

struct key17 {
	unsigned char b[17];
};

struct key20 {
	unsigned char b[20];
};

/* There is room for what stands behind the name: NUL, a number. */
struct name_key {
	unsigned char b[4 + LIMIT_THING_NAME + 1 + 4];
	size_t len;
};

static inline struct key4
key_4(uint32_t a)
{
	struct key4 k;

	put_be32(k.b, a);
	return k;
}

static inline struct key8
key_8(uint64_t a)
{
	struct key8 k;

	put_be64(k.b, a);
	return k;
}

static inline struct key8
key_4_4(uint32_t a, uint32_t b)
{
	struct key8 k;

	put_be32(k.b, a);
	put_be32(k.b + 4, b);
	return k;
}

static inline struct key12
key_4_8(uint32_t a, uint64_t b)
{
	struct key12 k;

	put_be32(k.b, a);
	put_be64(k.b + 4, b);
	return k;
}

static inline struct key12
key_8_4(uint64_t a, uint32_t b)
{
	struct key12 k;

	put_be64(k.b, a);
	put_be32(k.b + 8, b);
	return k;
}

static inline struct key12
key_4_4_4(uint32_t a, uint32_t b, uint32_t c)
{
	struct key12 k;

	put_be32(k.b, a);
	put_be32(k.b + 4, b);
	put_be32(k.b + 8, c);
	return k;
}

static inline struct key13
key_1_8_4(uint8_t a, uint64_t b, uint32_t c)
{
	struct key13 k;

	k.b[0] = a;
	put_be64(k.b + 1, b);
	put_be32(k.b + 9, c);
	return k;
}

static inline struct key13
key_4_1_8(uint32_t a, uint8_t b, uint64_t c)
{
	struct key13 k;

	put_be32(k.b, a);
	k.b[4] = b;
	put_be64(k.b + 5, c);
	return k;
}

static inline struct key13
key_8_1_4(uint64_t a, uint8_t b, uint32_t c)
{
	struct key13 k;

	put_be64(k.b, a);
	k.b[8] = b;
	put_be32(k.b + 9, c);
	return k;
}

static inline struct key16
key_8_8(uint64_t a, uint64_t b)
{
	struct key16 k;

	put_be64(k.b, a);
	put_be64(k.b + 8, b);
	return k;
}

static inline struct key16
key_4_4_8(uint32_t a, uint32_t b, uint64_t c)
{
	struct key16 k;

	put_be32(k.b, a);
	put_be32(k.b + 4, b);
	put_be64(k.b + 8, c);
	return k;
}

static inline struct key17
key_1_8_8(uint8_t a, uint64_t b, uint64_t c)
{
	struct key17 k;

	k.b[0] = a;
	put_be64(k.b + 1, b);
	put_be64(k.b + 9, c);
	return k;
}

static inline struct key20
key_4_8_8(uint32_t a, uint64_t b, uint64_t c)
{
	struct key20 k;

	put_be32(k.b, a);
	put_be64(k.b + 4, b);
	put_be64(k.b + 12, c);
	return k;
}

/* Of a name of at most LIMIT_THING_NAME bytes. */
static inline struct name_key
key_4_name(uint32_t a, struct slice name)
{
	struct name_key k = { .len = 4 + name.len };

	put_be32(k.b, a);
	if (name.len != 0)
		memcpy(k.b + 4, name.p, name.len);
	return k;
}

/* In front of all accounts: what the keys of those who have it begin with. */
static inline struct name_key
key_holders(struct slice name)
{
	struct name_key k = key_4_name(0, name);

	k.b[k.len++] = '\0';
	return k;
}

static inline struct name_key
key_holder(struct slice name, uint32_t account)
{
	struct name_key k = key_holders(name);

	put_be32(k.b + k.len, account);
	k.len += 4;
	return k;
}

#endif
