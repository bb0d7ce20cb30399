/* News spools: tar streams made by hand, and a directory on disk. */
#include "ctl_fixture.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/xalloc.h"
#include "server/ctl/spool.h"
#include "server/ctl/tar.h"

enum { BLOCK = 512 };

/* Appends a header with its checksum; size is what the header says. */
static void
put_header(struct buf *out, const char *name, const char *prefix, char type,
    size_t size)
{
	char h[BLOCK] = { 0 };
	unsigned sum = 0;

	memcpy(h, name, strlen(name) < 100 ? strlen(name) : 100);
	memcpy(h + 345, prefix, strlen(prefix));
	snprintf(h + 100, 8, "%07o", 0644);
	snprintf(h + 124, 12, "%011o", (unsigned)size);
	snprintf(h + 136, 12, "%011o", 1000);
	memset(h + 148, ' ', 8);
	h[156] = type;
	memcpy(h + 257, "ustar\0" "00", 8);
	for (int i = 0; i < BLOCK; i++)
		sum += (unsigned char)h[i];
	snprintf(h + 148, 8, "%06o", sum);
	buf_put(out, h, BLOCK);
}

static void
put_content(struct buf *out, const char *text, size_t n)
{
	static const char zero[BLOCK];

	buf_put(out, text, n);
	buf_put(out, zero, (BLOCK - n % BLOCK) % BLOCK);
}

static void
put_file(struct buf *out, const char *name, const char *text)
{
	put_header(out, name, "", '0', strlen(text));
	put_content(out, text, strlen(text));
}

static void
put_end(struct buf *out)
{
	static const char zero[2 * BLOCK];

	buf_put(out, zero, sizeof(zero));
}

/* As see(), with the group in front. */
static bool
see_group(const struct message *m, void *arg)
{
	buf_put_slice(arg, m->group);
	return see(m, arg);
}

static enum err
read_numbers(struct source *s, message_fn *fn, void *arg)
{
	struct spool p = { .fn = see_group, .arg = arg };

	(void)fn;
	return spool_read_tar(&p, s);
}

static enum err
read_any(struct source *s, message_fn *fn, void *arg)
{
	struct spool p = { .any_name = true, .fn = fn, .arg = arg };

	return spool_read_tar(&p, s);
}

static void
test_plain(void **state)
{
	struct buf t = BUF_INIT(1 << 20);

	(void)state;
	put_header(&t, "alt.a/", "", '5', 0);
	put_file(&t, "alt.a/1", "A: b\n");
	put_file(&t, "./alt/a/2", "C: d\n");
	put_file(&t, "alt/a/.overview", "x");
	put_file(&t, "alt/a/notes", "x");
	put_header(&t, "alt.a/3", "", '2', 0);
	put_file(&t, "7", "E: f\n");
	put_file(&t, "/var/spool/news/8", "G: h\n");
	put_end(&t);
	buf_puts(&t, "what follows is not looked at");
	check_reader(read_numbers, buf_slice(&t), OK,
	    "alt.a[alt.a/1||A: b\n]alt.a[./alt/a/2||C: d\n]"
	    "alt.a[!its name is no article number; --board takes every file]"
	    "[7||E: f\n][/var/spool/news/8||G: h\n]");
	buf_clear(&t);
}

static void
test_names(void **state)
{
	struct buf t = BUF_INIT(1 << 20);
	char longname[301], wanted[1024];

	(void)state;
	memset(longname, 'n', 300);
	longname[300] = '\0';
	put_header(&t, "1", "prefix/dir", '0', 1);
	put_content(&t, "x", 1);
	put_header(&t, "././@LongLink", "", 'L', 301);
	put_content(&t, longname, 301);
	put_file(&t, "nnnn", "y");
	put_header(&t, "PaxHeaders/x", "", 'x', 30);
	put_content(&t, "17 path=pax/name\n13 mtime=1.5\n", 30);
	put_file(&t, "short", "z");
	put_file(&t, "plain", "again");
	put_end(&t);
	snprintf(wanted, sizeof(wanted), "[prefix/dir/1||x][%s||y]"
	    "[pax/name||z][plain||again]", longname);
	check_reader(read_any, buf_slice(&t), OK, wanted);
	buf_clear(&t);
}

static void
test_pax_size(void **state)
{
	struct buf t = BUF_INIT(1 << 20);

	(void)state;
	put_header(&t, "g", "", 'g', 12);
	put_content(&t, "12 comment=x\n", 12);
	put_header(&t, "x", "", 'x', 9);
	put_content(&t, "9 size=3\n", 9);
	put_header(&t, "1", "", '0', 0);
	put_content(&t, "xyz", 3);
	put_file(&t, "2", "end");
	put_end(&t);
	check_reader(read_any, buf_slice(&t), OK, "[1||xyz][2||end]");
	buf_clear(&t);
}

static void
test_broken(void **state)
{
	struct buf t = BUF_INIT(1 << 20);

	(void)state;
	check_reader(read_any, SLICE(""), ERR_SYNTAX, "");
	check_reader(read_any, SLICE("From nobody\n"), ERR_SYNTAX, "");
	put_file(&t, "1", "x");
	put_file(&t, "2", "y");
	/* The checksum of the second header. */
	t.p[2 * BLOCK + 148] ^= 1;
	check_reader(read_any, buf_slice(&t), ERR_SYNTAX, "[1||x]");
	t.p[2 * BLOCK + 148] ^= 1;
	t.len -= BLOCK;
	check_reader(read_any, buf_slice(&t), ERR_SYNTAX,
	    "[1||x][!the archive is cut off in it]");
	t.len -= 1;
	check_reader(read_any, buf_slice(&t), ERR_SYNTAX, "[1||x]");
	t.len = 2 * BLOCK;
	check_reader(read_any, buf_slice(&t), OK, "[1||x]");
	buf_clear(&t);
}

static void
test_bad_pax(void **state)
{
	static const char *const bad[] = {
		"99 path=x\n", "0 path=x\n", "9 path=x", "path=x\n", " x=y\n",
		"6 abc\n", "11 path=x\n", "4 a\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct buf t = BUF_INIT(1 << 20);

		put_header(&t, "x", "", 'x', strlen(bad[i]));
		put_content(&t, bad[i], strlen(bad[i]));
		put_file(&t, "1", "x");
		put_end(&t);
		check_reader(read_any, buf_slice(&t), ERR_SYNTAX, "");
		buf_clear(&t);
	}
}

static void
test_oversize(void **state)
{
	struct buf t = BUF_INIT(4 * SOURCE_WINDOW), out;
	size_t n = 2 * (size_t)SOURCE_WINDOW;
	char *big = xcalloc(1, n);

	(void)state;
	put_header(&t, "1", "", '0', n);
	put_content(&t, big, n);
	put_file(&t, "2", "x");
	put_end(&t);
	assert_int_equal(read_all(read_any, buf_slice(&t), 65536, &out), OK);
	assert_string_equal(buf_cstr(&out),
	    "[!longer than an article may be][2||x]");
	buf_clear(&out);
	buf_clear(&t);
	free(big);
}

/* --- directory ------------------------------------------------------------ */

static void
make_file(const char *dir, const char *name, const char *text)
{
	char path[256];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "we");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void
make_dir(const char *dir, const char *name)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	assert_int_equal(mkdir(path, 0700), 0);
}

static void
test_directory(void **state)
{
	char dir[] = "/tmp/test_ctl_spool.XXXXXX", command[64];
	struct buf out = BUF_INIT(65536);
	struct spool p = { .fn = see_group, .arg = &out };

	(void)state;
	assert_non_null(mkdtemp(dir));
	make_dir(dir, "alt.a");
	make_dir(dir, "b");
	make_dir(dir, "b/c");
	make_file(dir, "alt.a/10", "ten");
	make_file(dir, "alt.a/9", "nine");
	make_file(dir, "alt.a/.overview", "no");
	make_file(dir, "b/c/1", "one");
	make_file(dir, "b/2", "two");
	assert_int_equal(spool_read_dir(&p, dir), OK);
	assert_string_equal(buf_cstr(&out), "alt.a[alt.a/9||nine]"
	    "alt.a[alt.a/10||ten]b[b/2||two]b.c[b/c/1||one]");
	buf_clear(&out);
	snprintf(command, sizeof(command), "rm -r %s", dir);
	assert_int_equal(system(command), 0);
	assert_int_equal(spool_read_dir(&p, dir), ERR_NOTFOUND);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_pax_size),
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_bad_pax),
		cmocka_unit_test(test_oversize),
		cmocka_unit_test(test_directory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
