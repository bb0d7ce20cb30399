/*
 * Dates in the proleptic Gregorian calendar: writing them, and reading the
 * forms that have a grammar (date_mail.c reads what people's programs write).
 * Nothing of libc's takes part: no locale, no time zone of the host.
 */
#include "proto/date.h"

#include "common/char.h"

#define DAY 86400
#define YEAR_MAX 9999

/* Seconds since 1970 of 0000-01-01 and of the last second of 9999. */
#define TIME_MIN INT64_C(-62167219200)
#define TIME_MAX INT64_C(253402300799)

struct civil {
	int year, month, day;
	int hour, min, sec;
	int weekday;	/* 0 is Sunday */
};

static const char month_name[12][4] = {
	"Jan", "Feb", "Mar", "Apr", "May", "Jun",
	"Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
};
static const char day_name[7][4] = {
	"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat",
};

static bool
leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int
month_days(int year, int month)
{
	static const int days[12] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31,
	};

	return days[month - 1] + (month == 2 && leap(year));
}

/* Years that begin in March put the leap day at their end. */
static int64_t
days_from_civil(int year, int month, int day)
{
	int64_t y = year - (month <= 2), era, yoe, doy;

	era = (y >= 0 ? y : y - 399) / 400;
	yoe = y - era * 400;
	doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static struct civil
civil_from_time(int64_t t)
{
	int64_t days, rest, era, doe, yoe, doy, mp;
	struct civil c;

	if (t < TIME_MIN)
		t = TIME_MIN;
	if (t > TIME_MAX)
		t = TIME_MAX;
	days = t / DAY - (t % DAY < 0);
	rest = t - days * DAY;
	c.weekday = (int)(((days + 4) % 7 + 7) % 7);
	days += 719468;
	era = (days >= 0 ? days : days - 146096) / 146097;
	doe = days - era * 146097;
	yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	mp = (5 * doy + 2) / 153;
	c.day = (int)(doy - (153 * mp + 2) / 5 + 1);
	c.month = (int)(mp < 10 ? mp + 3 : mp - 9);
	c.year = (int)(yoe + era * 400 + (c.month <= 2));
	c.hour = (int)(rest / 3600);
	c.min = (int)(rest / 60 % 60);
	c.sec = (int)(rest % 60);
	return c;
}

static bool
civil_valid(const struct civil *c)
{
	return c->year >= 0 && c->year <= YEAR_MAX && c->month >= 1 &&
	    c->month <= 12 && c->day >= 1 &&
	    c->day <= month_days(c->year, c->month) && c->hour >= 0 &&
	    c->hour <= 23 && c->min >= 0 && c->min <= 59 && c->sec >= 0 &&
	    c->sec <= 60;
}

bool
date_of(int year, int month, int day, int64_t *out)
{
	struct civil c = { .year = year, .month = month, .day = day };

	if (!civil_valid(&c))
		return false;
	*out = days_from_civil(year, month, day) * DAY;
	return true;
}

static int64_t
civil_time(const struct civil *c)
{
	return days_from_civil(c->year, c->month, c->day) * DAY +
	    c->hour * 3600 + c->min * 60 + c->sec;
}

void
date_put_rfc5322(struct buf *out, int64_t t)
{
	struct civil c = civil_from_time(t);

	buf_printf(out, "%s, %d %s %04d %02d:%02d:%02d +0000",
	    day_name[c.weekday], c.day, month_name[c.month - 1], c.year,
	    c.hour, c.min, c.sec);
}

void
date_put_rfc3339(struct buf *out, int64_t t)
{
	struct civil c = civil_from_time(t);

	buf_printf(out, "%04d-%02d-%02dT%02d:%02d:%02dZ", c.year, c.month,
	    c.day, c.hour, c.min, c.sec);
}

void
date_put_nntp(struct buf *out, int64_t t)
{
	struct civil c = civil_from_time(t);

	buf_printf(out, "%04d%02d%02d%02d%02d%02d", c.year, c.month, c.day,
	    c.hour, c.min, c.sec);
}

/* Exactly n digits off the front; -1 when there are fewer. */
static int
take_digits(struct slice *s, size_t n)
{
	int v = 0;

	if (s->len < n)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (!char_is_digit(s->p[i]))
			return -1;
		v = v * 10 + (s->p[i] - '0');
	}
	*s = slice_from(*s, n);
	return v;
}

static bool
take_char(struct slice *s, const char *any)
{
	if (s->len == 0 || s->p[0] == '\0' || strchr(any, s->p[0]) == NULL)
		return false;
	*s = slice_from(*s, 1);
	return true;
}

/* "Z" or "+hh:mm" up to the end, in seconds. */
static bool
rfc3339_zone(struct slice s, int *offset)
{
	bool west = s.len != 0 && s.p[0] == '-';
	int hour, min;

	*offset = 0;
	if (take_char(&s, "Zz"))
		return s.len == 0;
	if (!take_char(&s, "+-"))
		return false;
	hour = take_digits(&s, 2);
	if (!take_char(&s, ":"))
		return false;
	min = take_digits(&s, 2);
	if (hour < 0 || hour > 23 || min < 0 || min > 59 || s.len != 0)
		return false;
	*offset = (hour * 3600 + min * 60) * (west ? -1 : 1);
	return true;
}

bool
date_parse_rfc3339(struct slice s, int64_t *out)
{
	struct civil c = { .year = take_digits(&s, 4) };
	int offset;

	if (!take_char(&s, "-"))
		return false;
	c.month = take_digits(&s, 2);
	if (!take_char(&s, "-"))
		return false;
	c.day = take_digits(&s, 2);
	if (!take_char(&s, "Tt "))
		return false;
	c.hour = take_digits(&s, 2);
	if (!take_char(&s, ":"))
		return false;
	c.min = take_digits(&s, 2);
	if (!take_char(&s, ":"))
		return false;
	c.sec = take_digits(&s, 2);
	if (take_char(&s, ".")) {
		if (take_digits(&s, 1) < 0)
			return false;
		while (take_digits(&s, 1) >= 0)
			;
	}
	if (!rfc3339_zone(s, &offset) || !civil_valid(&c))
		return false;
	*out = civil_time(&c) - offset;
	return true;
}

bool
date_parse_nntp(struct slice day, struct slice time, int64_t now, int64_t *out)
{
	struct civil c = { 0 }, today = civil_from_time(now);

	if (day.len == 6) {
		c.year = take_digits(&day, 2);
		if (c.year < 0)
			return false;
		c.year += today.year - today.year % 100;
		if (c.year > today.year)
			c.year -= 100;
	} else {
		c.year = take_digits(&day, 4);
	}
	c.month = take_digits(&day, 2);
	c.day = take_digits(&day, 2);
	c.hour = take_digits(&time, 2);
	c.min = take_digits(&time, 2);
	c.sec = take_digits(&time, 2);
	if (day.len != 0 || time.len != 0 || !civil_valid(&c))
		return false;
	*out = civil_time(&c);
	return true;
}
