/* Message-ids: the strict form to take in, the loose one to thread by. */
#include "proto/msgid.h"

#include "proto/limits.h"

static bool
plain(char c)
{
	return c > ' ' && c < 0x7f && c != '<' && c != '>';
}

bool
msgid_valid(struct slice s)
{
	ptrdiff_t at;

	if (s.len < 5 || s.len > LIMIT_MSGID || s.p[0] != '<' ||
	    s.p[s.len - 1] != '>')
		return false;
	s = slice_make(s.p + 1, s.len - 2);
	for (size_t i = 0; i < s.len; i++)
		if (!plain(s.p[i]))
			return false;
	at = slice_chr(s, '@');
	return at > 0 && (size_t)at + 1 < s.len;
}

bool
msgid_askable(struct slice s)
{
	if (s.len < 3 || s.len > LIMIT_MSGID || s.p[0] != '<' ||
	    s.p[s.len - 1] != '>')
		return false;
	for (size_t i = 1; i < s.len - 1; i++)
		if (!plain(s.p[i]) && s.p[i] != '<')
			return false;
	return true;
}

bool
msgid_next(struct slice *rest, struct slice *id)
{
	ptrdiff_t at;
	size_t n;

	while ((at = slice_chr(*rest, '<')) >= 0) {
		*rest = slice_from(*rest, (size_t)at);
		n = 1;
		while (n < rest->len && plain(rest->p[n]))
			n++;
		if (n > 1 && n < rest->len && rest->p[n] == '>' &&
		    n < LIMIT_MSGID) {
			*id = slice_make(rest->p, n + 1);
			*rest = slice_from(*rest, n + 1);
			return true;
		}
		*rest = slice_from(*rest, n);
	}
	*rest = slice_from(*rest, rest->len);
	return false;
}
