/*
 * Wildmats. On a mismatch only the last star is tried again, one character
 * further: an earlier one could not match more than it does, so the work is
 * at most pattern times text.
 */
#include "proto/wildmat.h"

#include "common/utf8.h"
#include "proto/limits.h"

/* Where the character after the one at i begins. */
static size_t
next_char(struct slice s, size_t i)
{
	do
		i++;
	while (i < s.len && ((unsigned char)s.p[i] & 0xc0) == 0x80);
	return i;
}

static bool
pattern_match(struct slice pat, struct slice text)
{
	size_t p = 0, t = 0, star = SIZE_MAX, again = 0;

	while (t < text.len) {
		if (p < pat.len && pat.p[p] == '*') {
			star = ++p;
			again = t;
			if (p == pat.len)
				return true;
		} else if (p < pat.len && pat.p[p] == '?') {
			p++;
			t = next_char(text, t);
		} else if (p < pat.len && pat.p[p] == text.p[t]) {
			p++;
			t++;
		} else if (star != SIZE_MAX) {
			p = star;
			t = again = next_char(text, again);
		} else {
			return false;
		}
	}
	while (p < pat.len && pat.p[p] == '*')
		p++;
	return p == pat.len;
}

bool
wildmat_match(struct slice wildmat, struct slice text)
{
	bool match = false;

	while (wildmat.p != NULL) {
		struct slice pat = slice_cut(&wildmat, ',');
		bool negated = pat.len > 0 && pat.p[0] == '!';

		if (negated)
			pat = slice_from(pat, 1);
		/* Only a pattern that would turn the verdict needs a look. */
		if (match == negated && pattern_match(pat, text))
			match = !negated;
	}
	return match;
}

static bool
pattern_valid(struct slice pat)
{
	if (pat.len > 0 && pat.p[0] == '!')
		pat = slice_from(pat, 1);
	for (size_t i = 0; i < pat.len; i++) {
		unsigned char c = (unsigned char)pat.p[i];

		if (c <= ' ' || c == 0x7f || c == '!' || c == '[' ||
		    c == ']' || c == '\\')
			return false;
	}
	return pat.len > 0;
}

bool
wildmat_valid(struct slice wildmat)
{
	if (wildmat.len == 0 || wildmat.len > LIMIT_WILDMAT ||
	    !utf8_valid(wildmat))
		return false;
	while (wildmat.p != NULL)
		if (!pattern_valid(slice_cut(&wildmat, ',')))
			return false;
	return true;
}

/* Behind "[": takes the set off the pattern and looks c up in it. */
static bool
set_match(struct slice *pat, uint32_t c)
{
	bool negated = pat->len != 0 && pat->p[0] == '^', found = false;

	if (negated)
		*pat = slice_from(*pat, 1);
	for (bool first = true; pat->len != 0; first = false) {
		uint32_t low = utf8_next(pat), high = low;

		if (low == ']' && !first)
			return found != negated;
		if (pat->len >= 2 && pat->p[0] == '-' && pat->p[1] != ']') {
			*pat = slice_from(*pat, 1);
			high = utf8_next(pat);
		}
		found = found || (c >= low && c <= high);
	}
	return false;
}

/* Takes one character off both; pat does not begin with a star. */
static bool
one_match(struct slice *pat, struct slice *text)
{
	uint32_t want = utf8_next(pat), c = utf8_next(text);

	if (want == '?')
		return true;
	if (want == '[')
		return set_match(pat, c);
	if (want == '\\' && pat->len != 0)
		want = utf8_next(pat);
	return want == c;
}

bool
wildmat_match_old(struct slice pat, struct slice text)
{
	struct slice behind = pat, again = text;
	bool starred = false;

	for (;;) {
		struct slice p = pat, t = text;

		if (pat.len != 0 && pat.p[0] == '*') {
			starred = true;
			behind = pat = slice_from(pat, 1);
			again = text;
		} else if (text.len == 0) {
			return pat.len == 0;
		} else if (pat.len != 0 && one_match(&p, &t)) {
			pat = p;
			text = t;
		} else if (starred) {
			utf8_next(&again);
			pat = behind;
			text = again;
		} else {
			return false;
		}
	}
}
