/* Unix sockets: what stands at the path, and who may be put out of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "server/net/listener.h"
#include "server/stoad.h"

static char dir[] = "/tmp/stoa-listen-XXXXXX";
static struct sockaddr_un un = { .sun_family = AF_UNIX };

static int
setup(void **state)
{
	(void)state;
	if (mkdtemp(dir) == NULL)
		return -1;
	snprintf(un.sun_path, sizeof(un.sun_path), "%s/s", dir);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	unlink(un.sun_path);
	return rmdir(dir);
}

/* Somebody else's socket at the path. */
static int
occupy(int type)
{
	int fd = socket(AF_UNIX, type | SOCK_CLOEXEC, 0);

	assert_int_not_equal(fd, -1);
	assert_int_equal(bind(fd, (struct sockaddr *)&un, sizeof(un)), 0);
	return fd;
}

static enum err
try(void)
{
	struct server server = { .workers = 1 };
	struct address_table *t = address_table_new(0);
	struct listeners *l = listeners_new(&server, t);
	enum err e = listeners_add_unix(l, un.sun_path);
	struct stat st;

	assert_int_equal(lstat(un.sun_path, &st), 0);
	if (e == OK)
		assert_int_equal(st.st_mode & 07777, 0666);
	listeners_free(&l);
	address_table_free(&t);
	return e;
}

static void
test_fresh(void **state)
{
	(void)state;
	assert_int_equal(try(), OK);
	assert_int_equal(access(un.sun_path, F_OK), -1);
}

/* One that nobody answers any more is replaced. */
static void
test_stale(void **state)
{
	(void)state;
	close(occupy(SOCK_STREAM));
	assert_int_equal(try(), OK);
	assert_int_equal(access(un.sun_path, F_OK), -1);
}

/* One that is in use stays, whatever it is used for. */
static void
test_in_use(void **state)
{
	static const int types[] = { SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET };

	(void)state;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		int fd = occupy(types[i]);

		if (types[i] != SOCK_DGRAM)
			assert_int_equal(listen(fd, 1), 0);
		assert_int_equal(try(), ERR_BUSY);
		assert_int_equal(access(un.sun_path, F_OK), 0);
		close(fd);
		unlink(un.sun_path);
	}
}

/* The one behind has no room for another caller: that is no reason to wait. */
static void
test_full(void **state)
{
	int fd = occupy(SOCK_STREAM), caller[2];

	(void)state;
	assert_int_equal(listen(fd, 0), 0);
	for (int i = 0; i < 2; i++) {
		caller[i] = socket(
		    AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
		(void)connect(caller[i], (struct sockaddr *)&un, sizeof(un));
	}
	assert_int_equal(try(), ERR_BUSY);
	for (int i = 0; i < 2; i++)
		close(caller[i]);
	close(fd);
	unlink(un.sun_path);
}

static void
test_no_socket(void **state)
{
	FILE *f = fopen(un.sun_path, "we");

	(void)state;
	assert_non_null(f);
	fclose(f);
	assert_int_equal(try(), ERR_EXISTS);
	unlink(un.sun_path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fresh),
		cmocka_unit_test(test_stale),
		cmocka_unit_test(test_in_use),
		cmocka_unit_test(test_full),
		cmocka_unit_test(test_no_socket),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
