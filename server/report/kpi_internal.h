/* What the files of the figures share; nobody outside includes this. */
#ifndef SERVER_REPORT_KPI_INTERNAL_H
#define SERVER_REPORT_KPI_INTERNAL_H

#include "server/report/kpi.h"
#include "server/store/query/scan.h"

enum { KPI_HOURS = 168, KPI_DAY = 86400, KPI_HOUR = 3600 };
/* Waits and people of a period that are kept exactly. */
enum { KPI_SAMPLES = 1 << 16, KPI_PEOPLE = 1 << 16 };

/* What a figure is made from; in this order a period is scanned. */
enum kpi_scan {
	KPI_SCAN_ASKED = 1,
	KPI_SCAN_TALLY = 2,
	KPI_SCAN_FLAG = 4,
	KPI_SCAN_MODLOG = 8,
	KPI_SCAN_BOARDS = 16,
	KPI_SCAN_REPLIES = 32,
	KPI_SCAN_RETURNS = 64,
	KPI_SCAN_LEDGER = 128,
	KPI_SCAN_END = 256,
};

/* What the tally is asked besides, which takes time. */
enum {
	KPI_TALLY_NEW = 512,	/* who posted for the first time */
	KPI_TALLY_HELPS = 1024,	/* who is a helper */
};

enum kpi_wait {
	WAIT_REPLY,	/* for the first reply */
	WAIT_SOLUTION,
	WAIT_DECISION,	/* about an idea */
	WAIT_REVIEW,	/* of a flag */
};

/* How long something took, or has taken so far. */
struct kpi_sample {
	uint32_t seconds;
	uint16_t mark;		/* of what was measured, spread evenly */
	uint8_t group;
	uint8_t wait;		/* 2 * enum kpi_wait, + 1: not over yet */
};

/* Postings of an account. */
struct kpi_person {
	uint32_t group;
	uint32_t account;	/* 0: an empty slot */
	uint32_t posts;
	bool helper;
};

/* What is counted of a period, or of an hour of the week in it. */
struct kpi_count {
	uint32_t questions, in_hour, in_day, in_week;
	uint32_t answered, peer, solved, solved_peer, direct;
	uint32_t escalated, rated, content, dups;
	uint64_t metoo, posts;
	int64_t late;			/* seconds */
	uint32_t ideas, ideas_at[4], reviewed, decided, done;
	uint32_t flags, orders, undone, sanctions, boards, boards_short;
	uint32_t touched, staff_replies, disputed, solutions, first_right;
	uint32_t advised, against;
	uint32_t askers, returned, newcomers, stayed, helpers;
	uint64_t helpful;
	int64_t credits;		/* in hundredths */
};

struct kpi_run {
	struct kpi_query q;
	int64_t now;
	int64_t period, last;		/* that is scanned; the last one */
	int64_t low, high;		/* its time, high not in it */
	struct kpi_row after;		/* rows up to this are left out */
	bool resumed, begun, ended;
	unsigned needed, scan;		/* enum kpi_scan */
	bool placed;			/* the scan has its place */
	/* Where a scan stands. */
	struct asked_row asked;
	struct tally_row tally;
	struct flag_row flag;
	uint64_t modlog;
	char board[LIMIT_BOARD_NAME + 1];
	uint64_t thread, reply;		/* 0: between two questions */
	uint64_t first;			/* its first answer */
	bool touched;			/* staff wrote in it */
	uint64_t posting;		/* of the asker; 0: between two */
	uint32_t asker, looked;		/* account; at so many postings */
	uint32_t creditor;		/* account */
	uint64_t credit;		/* seq */
	/* What came of it. */
	int groups;			/* 1, or the hours of a week */
	struct kpi_count count[KPI_HOURS];
	bool covered[KPI_HOURS];
	char currency[8];		/* of all credits; "?": of several */
	struct kpi_sample *samples;
	uint32_t nsamples, stride;	/* every stride-th thing is kept */
	struct kpi_person *people;	/* hashed until the scan is over */
	uint32_t npeople, slots;
	bool crowded;			/* there were more */
	unsigned char *boards;		/* by id: 1 counts, 2 does not */
	uint32_t nboards;
	int group, figure;		/* the row that is next */
};

/* Which count of the period a time belongs to. */
int kpi_group(const struct kpi_run *r, int64_t t);
/* Whether what stands in the board counts. */
bool kpi_counts(struct kpi_run *r, struct view *v, uint32_t board);

/* One row each; false at the end. (kpi_scan.c) */
bool kpi_scan_row(struct kpi_run *r, struct view *v);
/*
 * The next question or idea of the period, r->asked; its state is STATE_NONE
 * when it does not count. False at the end.
 */
bool kpi_next_asked(
    struct kpi_run *r, struct view *v, struct question_rec *q);
/* Whether the roles are those of the company: WHO_... */
bool kpi_is_company(uint32_t who);

/* --- what people came to do (kpi_people.c) ------------------------------- */

bool kpi_scan_replies(struct kpi_run *r, struct view *v);
bool kpi_scan_returns(struct kpi_run *r, struct view *v);
bool kpi_scan_ledger(struct kpi_run *r, struct view *v);
/* What the tally is asked besides, of the postings that p was just given. */
void kpi_count_newcomer(struct kpi_run *r, struct view *v, int group,
    const struct kpi_person *p);

/* --- figures (kpi_figure.c) ---------------------------------------------- */

/* Sets value, n and known of *row for the count of that group. */
void kpi_figure(const struct kpi_run *r, int group, struct kpi_row *row);

/* --- people and waits (kpi_sample.c) ------------------------------------- */

void kpi_sample_add(struct kpi_run *r, int group, enum kpi_wait wait,
    uint64_t what, int64_t seconds, bool open);
/* Of whom it is; NULL: nobody's, or there are too many people. */
struct kpi_person *kpi_person_add(struct kpi_run *r, int group,
    uint32_t account, uint32_t posts);
/* Sorts what was added: it can be asked now. */
void kpi_samples_end(struct kpi_run *r);
void kpi_samples_reset(struct kpi_run *r);
void kpi_samples_free(struct kpi_run *r);
/*
 * The time within which the part p of them was over, by Kaplan and Meier;
 * false when it is not known yet.
 */
bool kpi_quantile(const struct kpi_run *r, int group, enum kpi_wait wait,
    double p, double *seconds);
/* Those of the group, busiest first. */
const struct kpi_person *kpi_people(
    const struct kpi_run *r, int group, uint32_t *n);

/* Wilson's interval of hits in n tries, with z = 1.96. */
void kpi_wilson(uint64_t hits, uint64_t n, double *low, double *high);

#endif
