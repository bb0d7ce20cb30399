/*
 * The Date header as fifty years of programs have written it. There is no
 * grammar to go by: words and numbers are taken as they come, and each goes
 * to the part of the date it can only be.
 */
#include "proto/date.h"

#include "common/char.h"

struct mail_date {
	struct slice rest;
	int day, month, year;	/* 0, 0, -1 while not known */
	int time;		/* seconds of the day, -1 while not known */
	int zone;		/* seconds east of UTC */
	bool zone_fixed;	/* a numeric zone was seen */
	bool summer;		/* "DST" behind a zone's name */
	int noon;		/* 'A' or 'P' of AM and PM */
};

struct number {
	int value;
	int digits;
};

static const struct {
	char name[4];
	int month;
} months[] = {
	{ "jan", 1 }, { "feb", 2 }, { "mar", 3 }, { "apr", 4 },
	{ "may", 5 }, { "jun", 6 }, { "jul", 7 }, { "aug", 8 },
	{ "sep", 9 }, { "oct", 10 }, { "nov", 11 }, { "dec", 12 },
	{ "mrz", 3 }, { "mai", 5 }, { "okt", 10 }, { "dez", 12 },
};

static const struct {
	char name[5];
	int minutes;
} zones[] = {
	{ "ut", 0 }, { "utc", 0 }, { "gmt", 0 }, { "z", 0 }, { "wet", 0 },
	{ "bst", 60 }, { "west", 60 }, { "cet", 60 }, { "met", 60 },
	{ "mez", 60 }, { "cest", 120 }, { "mest", 120 }, { "mesz", 120 },
	{ "eet", 120 }, { "sast", 120 }, { "eest", 180 }, { "msk", 180 },
	{ "msd", 240 }, { "ist", 330 }, { "hkt", 480 }, { "sgt", 480 },
	{ "awst", 480 }, { "jst", 540 }, { "kst", 540 }, { "acst", 570 },
	{ "aest", 600 }, { "aedt", 660 }, { "nzst", 720 }, { "nzdt", 780 },
	{ "nst", -210 }, { "ndt", -150 }, { "ast", -240 }, { "adt", -180 },
	{ "est", -300 }, { "edt", -240 }, { "cst", -360 }, { "cdt", -300 },
	{ "mst", -420 }, { "mdt", -360 }, { "pst", -480 }, { "pdt", -420 },
	{ "akst", -540 }, { "akdt", -480 }, { "hst", -600 },
};

static bool
is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The byte n further on; 0 past the end. */
static char
peek(const struct mail_date *d, size_t n)
{
	return n < d->rest.len ? d->rest.p[n] : '\0';
}

static void
skip(struct mail_date *d, size_t n)
{
	d->rest = slice_from(d->rest, n);
}

/* A comment with those inside it; without an end it takes all. */
static void
skip_comment(struct mail_date *d)
{
	int depth = 0;

	do {
		char c = peek(d, 0);

		if (c == '\\')
			skip(d, 1);
		depth += (c == '(') - (c == ')');
		skip(d, 1);
	} while (depth > 0 && d->rest.len != 0);
}

static struct number
take_number(struct mail_date *d)
{
	struct number n = { 0 };

	for (; char_is_digit(peek(d, 0)); skip(d, 1))
		if (n.digits < 9) {
			n.value = n.value * 10 + (peek(d, 0) - '0');
			n.digits++;
		}
	return n;
}

static struct slice
take_word(struct mail_date *d)
{
	struct slice w = d->rest;

	for (w.len = 0; is_alpha(peek(d, 0)); w.len++)
		skip(d, 1);
	return w;
}

static int
month_of(struct slice word)
{
	for (size_t i = 0; i < sizeof(months) / sizeof(months[0]); i++)
		if (slice_istarts(word, months[i].name))
			return months[i].month;
	return 0;
}

/* RFC 5322, 4.3; "19100" is the year 2000 of programs that counted on. */
static int
year_of(struct number n)
{
	if (n.digits == 5 && n.value / 1000 == 19)
		return 1900 + n.value % 1000;
	if (n.value < 50)
		return 2000 + n.value;
	return n.value < 1000 ? 1900 + n.value : n.value;
}

static bool
may_be_day(struct number n)
{
	return n.digits <= 2 && n.value >= 1 && n.value <= 31;
}

static void
put_number(struct mail_date *d, struct number n)
{
	if (d->day == 0 && may_be_day(n))
		d->day = n.value;
	else if (d->year < 0 && n.digits >= 2)
		d->year = year_of(n);
}

/* A day of numbers only: 1993-04-05, 5-4-93, 5.4.93, 4/5/93 (US). */
static void
put_triple(struct mail_date *d, const struct number n[3], char sep)
{
	bool year_first = n[0].digits > 2 || n[0].value > 31;
	int month = n[1].value, day = n[year_first ? 2 : 0].value;

	if (!year_first && sep == '/' && day <= 12) {
		month = n[0].value;
		day = n[1].value;
	}
	if (month < 1 || month > 12)
		return;
	d->month = month;
	d->day = day;
	d->year = year_of(n[year_first ? 0 : 2]);
}

static void
set_time(struct mail_date *d, const struct number n[3])
{
	bool sound = n[0].value <= 24 && n[1].value <= 59 && n[2].value <= 60;

	if (d->time >= 0)
		return;
	d->time = 0;
	if (sound)
		d->time = n[0].value * 3600 + n[1].value * 60 + n[2].value;
	if (d->time > 86400)
		d->time = 0;
}

/* Up to three numbers with sep between; the first one is taken. */
static int
take_more(struct mail_date *d, struct number n[3], char sep)
{
	int count = 1;

	while (count < 3 && peek(d, 0) == sep && char_is_digit(peek(d, 1))) {
		skip(d, 1);
		n[count++] = take_number(d);
	}
	return count;
}

static void
on_number(struct mail_date *d)
{
	struct number n[3] = { take_number(d) };
	char sep = peek(d, 0);
	int count;

	if (sep == ':' || (sep == '.' && d->month != 0)) {
		count = take_more(d, n, sep);
		if (count > 1)
			set_time(d, n);
		else
			put_number(d, n[0]);
		if (sep == ':' && peek(d, 0) == '.' &&
		    char_is_digit(peek(d, 1))) {
			skip(d, 1);
			take_number(d);
		}
	} else if (d->month == 0 && (sep == '-' || sep == '/' || sep == '.')) {
		count = take_more(d, n, sep);
		if (count == 3)
			put_triple(d, n, sep);
		else
			put_number(d, n[0]);
	} else {
		put_number(d, n[0]);
	}
}

/* "0200", "7" or "02:00" behind the sign; nonsense counts as UTC. */
static int
zone_minutes(const struct number n[3], int count)
{
	int minutes;

	if (n[0].digits > 4)
		return 0;
	if (count > 1)
		minutes = n[0].value * 60 + n[1].value % 60;
	else if (n[0].digits <= 2)
		minutes = n[0].value * 60;
	else
		minutes = n[0].value / 100 * 60 + n[0].value % 100;
	return minutes <= 24 * 60 ? minutes : 0;
}

static void
on_sign(struct mail_date *d)
{
	int sign = peek(d, 0) == '-' ? -1 : 1;
	struct number n[3];

	skip(d, 1);
	if (!char_is_digit(peek(d, 0)) || d->zone_fixed ||
	    (d->time < 0 && d->year < 0))
		return;
	n[0] = take_number(d);
	d->zone_fixed = true;
	d->zone = sign * zone_minutes(n, take_more(d, n, ':')) * 60;
}

static void
on_word(struct mail_date *d)
{
	struct slice w = take_word(d);
	int month = month_of(w);

	if (month != 0 && d->month == 0) {
		d->month = month;
	} else if (slice_iis(w, "am") || slice_iis(w, "pm")) {
		d->noon = w.p[0] & ~0x20;
	} else if (slice_iis(w, "dst")) {
		d->summer = true;
	} else if (!d->zone_fixed) {
		for (size_t i = 0; i < sizeof(zones) / sizeof(zones[0]); i++)
			if (slice_iis(w, zones[i].name))
				d->zone = zones[i].minutes * 60;
	}
}

static void
read_parts(struct mail_date *d)
{
	while (d->rest.len != 0) {
		char c = peek(d, 0);

		if (char_is_digit(c))
			on_number(d);
		else if (is_alpha(c))
			on_word(d);
		else if (c == '+' || c == '-')
			on_sign(d);
		else if (c == '(')
			skip_comment(d);
		else
			skip(d, 1);
	}
}

bool
date_parse(struct slice s, int64_t *out)
{
	struct mail_date d = { .rest = s, .year = -1, .time = -1 };
	int64_t day;

	read_parts(&d);
	if (!date_of(d.year, d.month, d.day, &day))
		return false;
	if (d.noon == 'P' && d.time >= 0 && d.time < 12 * 3600)
		d.time += 12 * 3600;
	if (d.noon == 'A' && d.time >= 12 * 3600 && d.time < 13 * 3600)
		d.time -= 12 * 3600;
	if (d.summer && !d.zone_fixed)
		d.zone += 3600;
	*out = day + (d.time > 0 ? d.time : 0) - d.zone;
	return true;
}
