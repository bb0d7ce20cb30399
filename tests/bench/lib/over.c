/* One overview line against the corpus (RFC 3977, 8.3). */
#include "tests/bench/lib/over.h"

#include "common/log.h"

#define FIELD_MSGID 4

static void
over_check_line(struct over_check *check, struct slice line)
{
	struct slice rest = line, mid, bytes;
	uint64_t n;

	if (!slice_ends(line, "\r"))
		log_fatal("overview line without CR: %.*s", SLICE_ARG(line));
	if (!slice_u64(slice_cut(&rest, '\t'), &n) || n != check->next)
		log_fatal("overview: %u expected, got: %.*s", check->next,
		    SLICE_ARG(line));
	for (int i = 1; i < FIELD_MSGID; i++)
		slice_cut(&rest, '\t');
	mid = slice_cut(&rest, '\t');
	if (n > check->corpus->len ||
	    !slice_eq(mid, check->corpus->v[n - 1].mid))
		log_fatal("overview: not the article: %.*s", SLICE_ARG(line));
	slice_cut(&rest, '\t');
	bytes = slice_cut(&rest, '\t');
	if (!slice_u64(bytes, &n) || n == 0 || rest.p == NULL)
		log_fatal("overview: no size: %.*s", SLICE_ARG(line));
	check->next++;
}

void
over_check_lines(struct over_check *check, struct slice lines)
{
	while (lines.len > 0)
		over_check_line(check, slice_cut(&lines, '\n'));
}
