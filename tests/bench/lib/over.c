/* One overview line against the corpus (RFC 3977, 8.3). */
#include "tests/bench/lib/over.h"

#include "common/crc32c.h"
#include "common/log.h"

#define FIELD_MSGID 4

static void
check_fields(const struct over_check *check, struct slice line)
{
	const struct corpus *c = check->corpus;
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
	if (!slice_eq(mid, c->v[check->next - 1].mid))
		log_fatal("overview: not the article: %.*s", SLICE_ARG(line));
	slice_cut(&rest, '\t');
	bytes = slice_cut(&rest, '\t');
	if (!slice_u64(bytes, &n) || n == 0 || rest.p == NULL)
		log_fatal("overview: no size: %.*s", SLICE_ARG(line));
}

void
over_check_lines(struct over_check *check, struct slice lines)
{
	while (lines.len > 0) {
		struct slice line = slice_cut(&lines, '\n');
		uint32_t crc = crc32c(0, line.p, line.len);
		struct article *a;

		if (check->next > check->corpus->len)
			log_fatal("overview: one too many: %.*s",
			    SLICE_ARG(line));
		a = &check->corpus->v[check->next - 1];
		if (a->over_crc != crc)
			check_fields(check, line);
		if (a->over_crc != crc && a->over_crc != 0)
			log_fatal("overview: another line than before: %.*s",
			    SLICE_ARG(line));
		a->over_crc = crc;
		check->next++;
	}
}
