/* Splitting rnews batches. */
#include "ctl_fixture.h"

#include "server/ctl/rnews.h"

static const struct {
	const char *text, *wanted;
} good[] = {
	{ "", "" },
	{ "#! rnews 5\nA: b\n", "[||A: b\n]" },
	{ "#! rnews 5\r\nA: b\n", "[||A: b\n]" },
	{ "#! rnews 5\nA: b\n#! rnews 3\nxyz", "[||A: b\n][||xyz]" },
	{ "#! rnews 0\n#! rnews 1\nx", "[||][||x]" },
	{ "#! rnews 5\nA: b\n\n\n#! rnews  1 \nx", "[||A: b\n][||x]" },
	{ "#! rnews 4\nA: b\n#! rnews 1\nx", "[||A: b][||x]" },
	{ "#! rnews 2\nA: b\nmore\n#! rnews 1\nx",
	  "[||A:][!text that no \"#! rnews\" counts][||x]" },
	{ "#! rnews 900\nA: b\n", "[!the batch is cut off in it]" },
	{ "#! rnews 1\nx#! rnews 18446744073709551616\nxyz\n",
	  "[||x][!text that no \"#! rnews\" counts]" },
	{ "#! rnews 1\nx#! rnews 18446744073709551615\nxyz\n",
	  "[||x][!longer than an article may be]" },
};

static void
test_good(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		check_reader(rnews_read, slice_of(good[i].text), OK,
		    good[i].wanted);
}

static void
test_refused(void **state)
{
	(void)state;
	check_reader(rnews_read, SLICE("#! cunbatch\n\x1f\x9d..."),
	    ERR_SYNTAX, "");
	assert_non_null(strstr(err_detail(), "gzip -dc"));
	check_reader(rnews_read, SLICE("#! rnews 1\nx\n#! gunbatch\n..."),
	    ERR_SYNTAX, "[||x]");
	check_reader(rnews_read, SLICE("Path: x\n"), ERR_SYNTAX, "");
}

static void
test_packed(void **state)
{
	static const struct {
		const char *text, *remedy;
	} packed[] = {
		{ "\x28\xb5\x2f\xfd....", "zstd -dc a.zst | stoactl import" },
		{ "\x1f\x8b....", "gzip -dc a.zst | stoactl import mbox -" },
		{ "BZh9....", "bzip2 -dc" },
		{ "\xfd" "7zXZ....", "xz -dc" },
		{ "From a", NULL }, { "", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(packed) / sizeof(*packed); i++) {
		struct source s;
		enum err e;

		source_memory(&s, slice_of(packed[i].text), 1);
		e = source_check_packed(&s, "a.zst", "mbox");
		assert_int_equal(e,
		    packed[i].remedy != NULL ? ERR_SYNTAX : OK);
		if (e != OK)
			assert_non_null(
			    strstr(err_detail(), packed[i].remedy));
		source_clear(&s);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_packed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
