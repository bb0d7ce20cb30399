/* What a character of ASCII is, whatever the locale. */
#ifndef COMMON_CHAR_H
#define COMMON_CHAR_H

#include <stdbool.h>

static inline bool
char_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool
char_is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool
char_is_alnum(char c)
{
	return char_is_letter(c) || char_is_digit(c);
}

static inline bool
char_is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* The value of a hexadecimal digit, -1 when it is none. */
static inline int
char_hex(char c)
{
	if (char_is_digit(c))
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

#endif
