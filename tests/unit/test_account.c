/* Roles as they are written, and names that only the server may give. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "proto/account.h"

static void
test_roles(void **state)
{
	static const struct {
		const char *text, *why;		/* NULL: it is good */
	} cases[] = {
		{ "member", NULL },
		{ "moderator:tv.*", NULL },
		{ "expert/tv:tv.*", NULL },
		{ "member,staff/Acme,manager", NULL },
		{ "staff/Äpfel-24", NULL },
		{ "invited:lounge.x", NULL },
		{ "invited", "invited:lounge" },
		{ "staff", "staff/Acme" },
		{ "staff/", "at most 64" },
		{ "staff/a/b", "at most 64" },
		{ "staff/a b", "at most 64" },
		{ "staff/a:[x]", "wildmat" },
		{ "moderator:", "wildmat" },
		{ "admin:tv.*", "everywhere" },
		{ "admin/x", "no label" },
		{ "member/x", "no label" },
		{ "king", "is one of" },
		{ "", "is one of" },
		{ "member,", "is one of" },
		{ ",member", "is one of" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		enum err e = account_check_roles(slice_of(cases[i].text));

		if (e != (cases[i].why == NULL ? OK : ERR_SYNTAX))
			fail_msg("%s: %d", cases[i].text, (int)e);
		if (e != OK && strstr(err_detail(), cases[i].why) == NULL)
			fail_msg("%s: %s", cases[i].text, err_detail());
	}
}

static void
test_brands(void **state)
{
	struct slice roles = SLICE("member,staff/Acme:tv.*,staff/Ajax");
	struct slice brand;

	(void)state;
	assert_true(account_brand(roles, &brand));
	assert_true(slice_is(brand, "Acme"));
	assert_true(account_is_staff(roles));
	assert_true(account_is_staff_of(roles, SLICE("ajax")));
	assert_false(account_is_staff_of(roles, SLICE("Globex")));
	assert_false(account_is_staff(SLICE("expert/staff,member")));
	assert_false(account_brand(SLICE("member"), &brand));
	assert_true(account_has_role(SLICE("moderator/x:tv.*"), "moderator",
	    SLICE("tv.a")));
	assert_false(account_has_role(SLICE("moderator/x:tv.*"), "moderator",
	    SLICE("radio.a")));
}

static void
test_claims(void **state)
{
	static const struct {
		const char *display;
		bool claims;
	} cases[] = {
		{ "Anna", false },
		{ "Acme", true },
		{ "acme support", true },
		{ "Support (ACME)", true },
		{ "Acmé-Team", true },
		{ "A.C.M.E.", true },
		{ "A c m e", true },
		{ "Ac\xe2\x80\x8bme", true },		/* zero-width space */
		{ "Acme\xcc\x88", true },		/* a mark on the e */
		{ "\xe2\x80\x9c" "Acme\xe2\x80\x9d", true },	/* quotes */
		{ "Acme\xc2\xb7" "Anna", true },
		{ "Pacme", false },
		{ "Acmeist", false },
		{ "deutsche  Telekom", true },
		{ "Telekom deutsche", false },
		{ "", false },
		{ "\xff\xfe", false },
		/* Cyrillic, Greek, wide; written backwards. */
		{ "\u0410\u0441\u043c\u0435 Help", true },
		{ "\u0391cm\u0435", true },
		{ "\uff21\uff43\uff4d\uff45", true },
		{ "\u202eemc\u0430", true },
		{ "\u0410\u043d\u043d\u0430 \u041f\u0435\u0442\u0440", false },
		{ "\u0395\u03bb\u03ad\u03bd\u03b7", false },
	};

	struct buf words = BUF_INIT(1024);

	(void)state;
	account_fold_words(SLICE("globex,Acme,,-,Deutsche Telekom"), &words);
	assert_true(slice_is(buf_slice(&words),
	    " globex , acme , deutsche telekom ,"));
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (account_claims(slice_of(cases[i].display),
		    buf_slice(&words)) != cases[i].claims)
			fail_msg("%s", cases[i].display);
	buf_clear(&words);
	/* Half a word would be in many a name. */
	buf_init(&words, 12);
	account_fold_words(SLICE("globex,Acme"), &words);
	assert_true(slice_is(buf_slice(&words), " globex ,"));
	buf_clear(&words);
	assert_false(account_claims(SLICE("Acme"), SLICE("")));
	assert_true(account_claims(
	    SLICE("The Moderator"), slice_of(account_role_words)));
	assert_true(account_claims(
	    SLICE("Super User"), slice_of(account_role_words)));
	assert_false(account_claims(
	    SLICE("Falstaff"), slice_of(account_role_words)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_roles),
		cmocka_unit_test(test_brands),
		cmocka_unit_test(test_claims),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
