/* Ranks: what an account has contributed, in steps. */
#include "server/store/community/people.h"
#include "server/store/community/value.h"

static const char *const rank_names[] = {
	"newcomer", "contributor", "regular", "helper", "veteran", "mentor",
	"pillar",
};

enum { RANKS = sizeof(rank_names) / sizeof(rank_names[0]) };

/* From this one on replies must also have solved something. */
enum { RANK_PROVED = 4, PERCENT = 100 };

uint32_t
contributions(const struct account_rec *rec)
{
	/* Ideas are threads. */
	return rec->threads + rec->replies;
}

int
view_rank(struct view *v, const struct account_rec *rec)
{
	static const enum policy_id steps[RANKS] = {
		[1] = POLICY_RANK1, POLICY_RANK2, POLICY_RANK3,
		POLICY_RANK4, POLICY_RANK5, POLICY_RANK6,
	};
	uint32_t n = contributions(rec);
	uint32_t share = policy_of(v, POLICY_RANK_SOLVED);
	bool proved = share == 0 || (rec->replies != 0 &&
	    (uint64_t)rec->solved * PERCENT >=
	    (uint64_t)rec->replies * share);
	int rank = 0;

	for (int i = 1; i < RANKS; i++) {
		uint32_t step = policy_of(v, steps[i]);

		if (step != 0 && n >= step && (i < RANK_PROVED || proved))
			rank = i;
	}
	return rank;
}

const char *
rank_name(int rank)
{
	return rank_names[rank > 0 && rank < RANKS ? rank : 0];
}
