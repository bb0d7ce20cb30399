/* Wildmats against a table of all prefixes. */
#include <stdlib.h>

#include "common/utf8.h"
#include "proto/wildmat.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST = 64 };

static size_t
char_len(struct slice s, size_t i)
{
	size_t n = 1;

	while (i + n < s.len && ((unsigned char)s.p[i + n] & 0xc0) == 0x80)
		n++;
	return n;
}

/* hit[i][j]: the first i bytes of the pattern match the first j of text */
static bool
plain_match(struct slice pat, struct slice text)
{
	static bool hit[MOST + 1][MOST + 1];

	memset(hit, 0, sizeof(hit));
	hit[0][0] = true;
	for (size_t i = 0; i < pat.len; i++)
		for (size_t j = 0; j <= text.len; j++) {
			if (pat.p[i] == '*')
				hit[i + 1][j] = hit[i][j] ||
				    (j > 0 && hit[i + 1][j - 1]);
			else if (!hit[i][j] || j == text.len)
				continue;
			else if (pat.p[i] == '?')
				hit[i + 1][j + char_len(text, j)] = true;
			else if (pat.p[i] == text.p[j])
				hit[i + 1][j + 1] = true;
		}
	return hit[pat.len][text.len];
}

static bool
plain_wildmat(struct slice wildmat, struct slice text)
{
	bool match = false;

	while (wildmat.p != NULL) {
		struct slice pat = slice_cut(&wildmat, ',');
		bool negated = slice_starts(pat, "!");

		if (plain_match(slice_from(pat, negated), text))
			match = !negated;
	}
	return match;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice text = slice_make((const char *)data, size), wildmat;
	bool match;

	wildmat = slice_cut(&text, '\n');
	match = wildmat_match(wildmat, text);
	if (utf8_valid(text) && wildmat_valid(wildmat) &&
	    slice_chr(wildmat, ',') == -1 && !slice_starts(wildmat, "!") &&
	    match != wildmat_match_old(wildmat, text))
		abort();
	wildmat_match_old(text, wildmat);
	if (wildmat_valid(wildmat) && wildmat.len <= MOST &&
	    text.len <= MOST && match != plain_wildmat(wildmat, text))
		abort();
	return 0;
}
