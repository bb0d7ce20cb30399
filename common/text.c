/* Text as people look for it. */
#include "common/text.h"

/* Lower case of ASCII and, behind 0xc3, of the Latin-1 letters in UTF-8. */
static unsigned char
fold(const char *p, bool has_before)
{
	unsigned char c = (unsigned char)*p;

	if (c >= 'A' && c <= 'Z')
		return (unsigned char)(c + ('a' - 'A'));
	if (c >= 0x80 && c <= 0x9e && c != 0x97 && has_before &&
	    (unsigned char)p[-1] == 0xc3)
		return (unsigned char)(c + 0x20);
	return c;
}

bool
text_holds(struct slice text, struct slice word)
{
	for (size_t at = 0; at + word.len <= text.len; at++) {
		size_t i = 0;

		while (i < word.len &&
		    fold(text.p + at + i, at + i > 0) ==
		    fold(word.p + i, i > 0))
			i++;
		if (i == word.len)
			return true;
	}
	return false;
}
