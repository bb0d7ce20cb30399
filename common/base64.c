/* Base64, strict and as mail has it. */
#include "common/base64.h"

static const char alphabet[64] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* The six bits of a letter, or -1. */
static int
letter_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

void
base64_encode(struct slice in, struct buf *out)
{
	const unsigned char *p = (const unsigned char *)in.p;
	size_t left = in.len;
	char *to;

	if (in.len > SIZE_MAX / 2) {
		out->failed = true;
		return;
	}
	to = buf_room(out, (in.len + 2) / 3 * 4);
	if (to == NULL)
		return;
	out->len += (in.len + 2) / 3 * 4;
	for (; left >= 3; left -= 3, p += 3) {
		*to++ = alphabet[p[0] >> 2];
		*to++ = alphabet[(p[0] & 3) << 4 | p[1] >> 4];
		*to++ = alphabet[(p[1] & 15) << 2 | p[2] >> 6];
		*to++ = alphabet[p[2] & 63];
	}
	if (left == 0)
		return;
	*to++ = alphabet[p[0] >> 2];
	*to++ = alphabet[(p[0] & 3) << 4 | (left == 2 ? p[1] >> 4 : 0)];
	*to++ = left == 2 ? alphabet[(p[1] & 15) << 2] : '=';
	*to = '=';
}

/* Writes the bytes of n letters (2, 3 or 4) held in bits. */
static char *
put_group(char *to, uint32_t bits, int n)
{
	bits <<= 6 * (4 - n);
	*to++ = (char)(bits >> 16);
	if (n > 2)
		*to++ = (char)(bits >> 8);
	if (n > 3)
		*to++ = (char)bits;
	return to;
}

bool
base64_decode(struct slice in, struct buf *out)
{
	size_t pad = slice_ends(in, "==") ? 2 : slice_ends(in, "=");
	size_t letters = in.len - pad;
	uint32_t bits = 0;
	char *to;

	if (in.len == 0)
		return true;
	if (in.len % 4 != 0)
		return false;
	to = buf_room(out, in.len / 4 * 3);
	if (to == NULL)
		return false;
	for (size_t i = 0; i < letters; i++) {
		int v = letter_value(in.p[i]);

		if (v < 0)
			return false;
		bits = bits << 6 | (uint32_t)v;
		if (i % 4 == 3) {
			to = put_group(to, bits, 4);
			bits = 0;
		}
	}
	/* The bits that padding leaves over have to be zero. */
	if (bits & ((1u << 2 * pad) - 1))
		return false;
	if (pad != 0)
		to = put_group(to, bits, (int)(4 - pad));
	out->len = (size_t)(to - out->p);
	return true;
}

void
base64_decode_loose(struct slice in, struct buf *out)
{
	char *to = buf_room(out, in.len / 4 * 3 + 3);
	uint32_t bits = 0;
	int n = 0;

	if (to == NULL)
		return;
	for (size_t i = 0; i < in.len; i++) {
		int v = letter_value(in.p[i]);

		if (in.p[i] == '=' && n > 1)
			break;
		if (v < 0)
			continue;
		bits = bits << 6 | (uint32_t)v;
		if (++n == 4) {
			to = put_group(to, bits, 4);
			bits = 0;
			n = 0;
		}
	}
	if (n > 1)
		to = put_group(to, bits, n);
	out->len = (size_t)(to - out->p);
}
