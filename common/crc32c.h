/* CRC-32C (Castagnoli, RFC 3720 appendix B.4). */
#ifndef COMMON_CRC32C_H
#define COMMON_CRC32C_H

#include <stddef.h>
#include <stdint.h>

/* Continues crc (0 to begin) over n bytes. Any thread. */
uint32_t crc32c(uint32_t crc, const void *p, size_t n);

#endif
