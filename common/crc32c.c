/* CRC-32C, by the processor's instruction where it has one. */
#include "common/crc32c.h"

#include <pthread.h>
#include <string.h>

#define POLY 0x82f63b78u /* reversed 0x1edc6f41 */

static uint32_t table[256];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void
make_table(void)
{
	for (uint32_t i = 0; i < 256; i++) {
		uint32_t c = i;

		for (int k = 0; k < 8; k++)
			c = (c & 1) != 0 ? c >> 1 ^ POLY : c >> 1;
		table[i] = c;
	}
}

static uint32_t
by_table(uint32_t c, const unsigned char *p, size_t n)
{
	pthread_once(&once, make_table);
	while (n-- > 0)
		c = c >> 8 ^ table[(c ^ *p++) & 0xff];
	return c;
}

#if defined(__x86_64__)
#include <nmmintrin.h>

__attribute__((target("sse4.2"))) static uint32_t
by_instruction(uint32_t c, const unsigned char *p, size_t n)
{
	uint64_t c64 = c, word;

	for (; n >= 8; n -= 8, p += 8) {
		memcpy(&word, p, 8);
		c64 = _mm_crc32_u64(c64, word);
	}
	c = (uint32_t)c64;
	while (n-- > 0)
		c = _mm_crc32_u8(c, *p++);
	return c;
}

uint32_t
crc32c(uint32_t crc, const void *p, size_t n)
{
	if (__builtin_cpu_supports("sse4.2"))
		return ~by_instruction(~crc, p, n);
	return ~by_table(~crc, p, n);
}
#else
uint32_t
crc32c(uint32_t crc, const void *p, size_t n)
{
	return ~by_table(~crc, p, n);
}
#endif
