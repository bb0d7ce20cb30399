/* Dates of all ages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "proto/date.h"

/* Each is written as RFC 3339 to be compared; NULL: cannot be read. */
static const struct {
	const char *in, *want;
} mail[] = {
	{ "Sun, 22 Nov 2026 03:00:00 +0000", "2026-11-22T03:00:00Z" },
	{ "22 Nov 2026 03:00 -0130", "2026-11-22T04:30:00Z" },
	{ "Sun,22 Nov 2026 03:00:00 +0100 (CET)", "2026-11-22T02:00:00Z" },
	{ "Sun, 22 Nov 2026 03:00:60 +0000", "2026-11-22T03:01:00Z" },
	{ "  Sun ,\r\n 22 Nov\r\n\t2026 03:00:00 +0000 ",
	    "2026-11-22T03:00:00Z" },
	{ "(a (nested \\) one)) 1 (day) Jan 2000 (year) 00:00:00 GMT",
	    "2000-01-01T00:00:00Z" },
	{ "1 Jan 2000 00:00:00 (never closed", "2000-01-01T00:00:00Z" },
	/* zones */
	{ "6 Apr 93 14:46:32 EDT", "1993-04-06T18:46:32Z" },
	{ "Tue, 6 Apr 1993 14:46:32 PST", "1993-04-06T22:46:32Z" },
	{ "Tue, 6 Apr 1993 14:46:32 MET DST", "1993-04-06T12:46:32Z" },
	{ "6 Apr 1993 14:46:32 UT", "1993-04-06T14:46:32Z" },
	{ "6 Apr 1993 14:46:32 Z", "1993-04-06T14:46:32Z" },
	{ "6 Apr 1993 14:46:32 A", "1993-04-06T14:46:32Z" },
	{ "6 Apr 1993 14:46:32 XYZT", "1993-04-06T14:46:32Z" },
	{ "6 Apr 1993 14:46:32 GMT+0200", "1993-04-06T12:46:32Z" },
	{ "6 Apr 1993 14:46:32 +02:00", "1993-04-06T12:46:32Z" },
	{ "6 Apr 1993 14:46:32 +2", "1993-04-06T12:46:32Z" },
	{ "6 Apr 1993 14:46:32 -700", "1993-04-06T21:46:32Z" },
	{ "6 Apr 1993 14:46:32-0700", "1993-04-06T21:46:32Z" },
	{ "6 Apr 1993 14:46:32 +9999", "1993-04-06T14:46:32Z" },
	{ "6 Apr 1993 14:46:32 +222222222:2", "1993-04-06T14:46:32Z" },
	{ "6 Apr 1993 14:46:32 -0000", "1993-04-06T14:46:32Z" },
	{ "6 Apr 1993 14:46:32 +0100 CEST", "1993-04-06T13:46:32Z" },
	/* years */
	{ "1 Jan 49 00:00 GMT", "2049-01-01T00:00:00Z" },
	{ "1 Jan 50 00:00 GMT", "1950-01-01T00:00:00Z" },
	{ "1 Jan 00 00:00 GMT", "2000-01-01T00:00:00Z" },
	{ "1 Jan 102 00:00 GMT", "2002-01-01T00:00:00Z" },
	{ "26 Jul 0102 04:37:21 -0400", "2002-07-26T08:37:21Z" },
	{ "5 Jan 19100 00:00 GMT", "2000-01-05T00:00:00Z" },
	{ "29 Feb 2000", "2000-02-29T00:00:00Z" },
	{ "31 Dec 1969 23:59:59 GMT", "1969-12-31T23:59:59Z" },
	{ "1 Jan 1800", "1800-01-01T00:00:00Z" },
	/* other orders */
	{ "Sun Nov 22 03:00:00 2026", "2026-11-22T03:00:00Z" },
	{ "Thu Apr  1 10:20:30 EST 1993", "1993-04-01T15:20:30Z" },
	{ "Sun Nov 22 03:00:00 2026 +0100", "2026-11-22T02:00:00Z" },
	{ "November 22, 2026 3:05 pm", "2026-11-22T15:05:00Z" },
	{ "22 Nov 2026 12:05 AM", "2026-11-22T00:05:00Z" },
	{ "22 Nov 2026 12:05 PM", "2026-11-22T12:05:00Z" },
	{ "Thursday, 22-Nov-93 03:00:00 GMT", "1993-11-22T03:00:00Z" },
	{ "2026 Nov 22 03:00", "2026-11-22T03:00:00Z" },
	{ "2026-11-22T03:00:00Z", "2026-11-22T03:00:00Z" },
	{ "2026-11-22 03:00:00.123+01:00", "2026-11-22T02:00:00Z" },
	{ "22.11.2026 03:00", "2026-11-22T03:00:00Z" },
	{ "4/5/93 10:00", "1993-04-05T10:00:00Z" },
	{ "25/12/93", "1993-12-25T00:00:00Z" },
	{ "1 Apr 93 10.20.30 GMT", "1993-04-01T10:20:30Z" },
	{ "So, 3 Okt 2004 10:00:00 +0200", "2004-10-03T08:00:00Z" },
	{ "22 Nov 2026 24:00:00", "2026-11-23T00:00:00Z" },
	/* a day with a time that is none */
	{ "22 Nov 2026 99:99:99 GMT", "2026-11-22T00:00:00Z" },
	{ "22 Nov 2026", "2026-11-22T00:00:00Z" },
	/* no day */
	{ "", NULL }, { "yesterday", NULL }, { "22 Nov", NULL },
	{ "Nov 2026", NULL }, { "30 Feb 2026", NULL },
	{ "29 Feb 1900", NULL }, { "32 Jan 2000 10:00", NULL },
	{ "10:00:00 GMT", NULL }, { "99999999999999999999 Jan", NULL },
	{ "Pn, 29 paX 2007 21:13:00 +0100", NULL },
	{ "2026-13-01", NULL }, { "((((((((", NULL },
};

static void
parse_mail(void **state)
{
	struct buf b = BUF_INIT(64);

	(void)state;
	for (size_t i = 0; i < sizeof(mail) / sizeof(mail[0]); i++) {
		int64_t t = 0;
		bool ok = date_parse(slice_of(mail[i].in), &t);

		buf_reset(&b);
		date_put_rfc3339(&b, t);
		if (ok != (mail[i].want != NULL) ||
		    (ok && !slice_is(buf_slice(&b), mail[i].want)))
			fail_msg("%s: %s %s", mail[i].in,
			    ok ? "read as" : "not read", buf_cstr(&b));
	}
	buf_clear(&b);
}

static void
put(void **state)
{
	static const struct {
		int64_t t;
		const char *mail, *iso, *nntp;
	} cases[] = {
		{ 0, "Thu, 1 Jan 1970 00:00:00 +0000",
		    "1970-01-01T00:00:00Z", "19700101000000" },
		{ 1795316400, "Sun, 22 Nov 2026 03:00:00 +0000",
		    "2026-11-22T03:00:00Z", "20261122030000" },
		{ -1, "Wed, 31 Dec 1969 23:59:59 +0000",
		    "1969-12-31T23:59:59Z", "19691231235959" },
		{ 951782400, "Tue, 29 Feb 2000 00:00:00 +0000",
		    "2000-02-29T00:00:00Z", "20000229000000" },
		{ INT64_C(253402300799), "Fri, 31 Dec 9999 23:59:59 +0000",
		    "9999-12-31T23:59:59Z", "99991231235959" },
		{ INT64_MAX, "Fri, 31 Dec 9999 23:59:59 +0000",
		    "9999-12-31T23:59:59Z", "99991231235959" },
		{ INT64_MIN, "Sat, 1 Jan 0000 00:00:00 +0000",
		    "0000-01-01T00:00:00Z", "00000101000000" },
	};
	struct buf b = BUF_INIT(64);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_reset(&b);
		date_put_rfc5322(&b, cases[i].t);
		assert_string_equal(buf_cstr(&b), cases[i].mail);
		buf_reset(&b);
		date_put_rfc3339(&b, cases[i].t);
		assert_string_equal(buf_cstr(&b), cases[i].iso);
		buf_reset(&b);
		date_put_nntp(&b, cases[i].t);
		assert_string_equal(buf_cstr(&b), cases[i].nntp);
	}
	buf_clear(&b);
}

/* Every day of 2,000 years has the one before and its weekday. */
static void
every_day(void **state)
{
	static const char names[] = "SunMonTueWedThuFriSat";
	struct buf b = BUF_INIT(64);
	int64_t from, t, again;
	int weekday = 3;	/* 1000-01-01, Gregorian, was a Wednesday */

	(void)state;
	assert_true(date_of(1000, 1, 1, &from));
	for (t = from; t < from + INT64_C(86400) * 365 * 2000; t += 86400) {
		buf_reset(&b);
		date_put_rfc5322(&b, t);
		assert_memory_equal(b.p, names + 3 * weekday, 3);
		assert_true(date_parse(buf_slice(&b), &again));
		assert_int_equal(again, t);
		weekday = (weekday + 1) % 7;
	}
	buf_clear(&b);
}

static void
of(void **state)
{
	int64_t t;

	(void)state;
	assert_true(date_of(1970, 1, 2, &t));
	assert_int_equal(t, 86400);
	assert_true(date_of(2024, 2, 29, &t));
	assert_false(date_of(2023, 2, 29, &t));
	assert_false(date_of(2023, 4, 31, &t));
	assert_false(date_of(2023, 0, 1, &t));
	assert_false(date_of(2023, 13, 1, &t));
	assert_false(date_of(2023, 1, 0, &t));
	assert_false(date_of(10000, 1, 1, &t));
	assert_false(date_of(-1, 1, 1, &t));
}

static void
rfc3339(void **state)
{
	static const struct {
		const char *in;
		int64_t want;	/* -1: refused */
	} cases[] = {
		{ "1970-01-01T00:00:00Z", 0 },
		{ "1970-01-01t00:00:01z", 1 },
		{ "1970-01-01 01:00:00+01:00", 0 },
		{ "1969-12-31T23:00:00-01:00", 0 },
		{ "1970-01-01T00:00:07.123456789Z", 7 },
		{ "1970-01-01T00:00:00", -1 },
		{ "1970-01-01T00:00:00ZZ", -1 },
		{ "1970-01-01T00:00:00+1:00", -1 },
		{ "1970-01-01T00:00:00+24:00", -1 },
		{ "1970-01-01T00:00:00.Z", -1 },
		{ "1970-01-01T24:00:00Z", -1 },
		{ "1970-02-30T00:00:00Z", -1 },
		{ "1970-1-01T00:00:00Z", -1 },
		{ "1970-01-01", -1 },
		{ "", -1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t t = -1;

		if (!date_parse_rfc3339(slice_of(cases[i].in), &t))
			t = -1;
		if (t != cases[i].want)
			fail_msg("%s: %lld", cases[i].in, (long long)t);
	}
}

static void
nntp(void **state)
{
	static const struct {
		const char *day, *time, *want;
	} cases[] = {
		{ "20261122", "030000", "2026-11-22T03:00:00Z" },
		{ "261122", "030000", "2026-11-22T03:00:00Z" },
		{ "270101", "000000", "1927-01-01T00:00:00Z" },
		{ "700101", "000000", "1970-01-01T00:00:00Z" },
		{ "000101", "235959", "2000-01-01T23:59:59Z" },
		{ "990101", "000060", "1999-01-01T00:01:00Z" },
		{ "19000229", "000000", NULL }, { "2026112", "030000", NULL },
		{ "261122", "0300", NULL }, { "261122", "240000", NULL },
		{ "261122", "03000a", NULL }, { "+61122", "030000", NULL },
		{ "", "", NULL }, { "261122", "0300000", NULL },
	};
	struct buf b = BUF_INIT(64);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t t = 0;
		bool ok = date_parse_nntp(slice_of(cases[i].day),
		    slice_of(cases[i].time), 1795316400, &t);

		assert_int_equal(ok, cases[i].want != NULL);
		buf_reset(&b);
		date_put_rfc3339(&b, t);
		if (ok)
			assert_string_equal(buf_cstr(&b), cases[i].want);
	}
	buf_clear(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parse_mail),
		cmocka_unit_test(put),
		cmocka_unit_test(every_day),
		cmocka_unit_test(of),
		cmocka_unit_test(rfc3339),
		cmocka_unit_test(nntp),
	};

	return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
