/*
 * What many idle connections cost: the memory of the server's processes and
 * of the kernel, before and after. Each connection has entered a board, so
 * that it is one that was used and then left alone. Sources are spread over
 * 127.0.0.0/8, because servers limit the connections of one address.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "common/log.h"
#include "common/xalloc.h"
#include "tests/bench/lib/echo.h"
#include "tests/bench/lib/idle.h"

#define PER_ADDRESS 50
#define FIRST_ADDRESS 0x7f000101u	/* 127.0.1.1 */
#define SETTLE_NS 700000000

/* The sum of the named "Key: N kB" lines of a file, in kB; 0 without it. */
static double
sum_kb(const char *path, const char *const *keys, size_t nkeys)
{
	FILE *f = fopen(path, "re");
	char line[256];
	double sum = 0;

	while (f != NULL && fgets(line, sizeof(line), f) != NULL) {
		char *colon = strchr(line, ':');

		if (colon == NULL)
			continue;
		*colon = '\0';
		for (size_t i = 0; i < nkeys; i++)
			if (strcmp(line, keys[i]) == 0)
				sum += strtod(colon + 1, NULL);
	}
	if (f != NULL)
		fclose(f);
	return sum;
}

static pid_t
parent_of(pid_t pid)
{
	char path[64], text[512], *paren;
	FILE *f;
	int ppid = 0;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	f = fopen(path, "re");
	if (f == NULL)
		return 0;
	if (fgets(text, sizeof(text), f) != NULL &&
	    (paren = strrchr(text, ')')) != NULL)
		sscanf(paren + 1, " %*c %d", &ppid);
	fclose(f);
	return ppid;
}

/*
 * Proportional share, so that what forked processes have in common counts
 * once.
 */
static double
process_kb(pid_t server)
{
	static const char *const key[] = { "Pss" };
	DIR *d = opendir("/proc");
	struct dirent *e;
	double sum = 0;

	while (d != NULL && (e = readdir(d)) != NULL) {
		pid_t pid = atoi(e->d_name);
		char path[64];

		if (pid <= 0 || (pid != server && parent_of(pid) != server))
			continue;
		snprintf(path, sizeof(path), "/proc/%d/smaps_rollup",
		    (int)pid);
		sum += sum_kb(path, key, 1);
	}
	if (d != NULL)
		closedir(d);
	return sum;
}

static double
kernel_kb(void)
{
	static const char *const key[] = { "Slab", "KernelStack",
		"PageTables", "Percpu" };

	return sum_kb("/proc/meminfo", key, 4);
}

static void
settle(void)
{
	nanosleep(&(struct timespec){ .tv_nsec = SETTLE_NS }, NULL);
}

void
idle_open(struct conn *c, const struct load_options *opt, bool group)
{
	for (unsigned i = 0; i < opt->count; i++) {
		c[i].id = i;
		conn_open(&c[i], opt, FIRST_ADDRESS + i / PER_ADDRESS);
		conn_command(&c[i], 200);
		if (group) {
			buf_printf(&c[i].out, "GROUP %s\r\n", opt->board);
			conn_command(&c[i], 211);
		}
		buf_clear(&c[i].in);
		buf_clear(&c[i].out);
	}
}

void
idle_close(struct conn *c, const struct load_options *opt)
{
	for (unsigned i = 0; i < opt->count; i++)
		conn_close(&c[i]);
	free(c);
}

/* Opens them all, reports the growth for each, closes them. */
static void
measure(const struct load_options *opt, bool group, const char *process,
    const char *kernel)
{
	struct conn *c = xcalloc(opt->count, sizeof(*c));
	double before, after, kbefore, kafter;

	raise_files(opt->count + 64);
	settle();
	before = process_kb(opt->pid);
	kbefore = kernel_kb();
	idle_open(c, opt, group);
	settle();
	kafter = kernel_kb();
	after = process_kb(opt->pid);
	if (process != NULL)
		report(process, (after - before) / opt->count, "KB");
	report(kernel, (kafter - kbefore) / opt->count, "KB");
	idle_close(c, opt);
}

void
mode_idle(const struct load_options *opt)
{
	if (opt->pid == 0)
		log_fatal("idle wants -P, the server's process");
	measure(opt, true, "idle_process", "idle_kernel_both_ends");
}

void
mode_echo_idle(const struct load_options *opt)
{
	struct load_options echo = *opt;

	raise_files(opt->count + 64);
	echo.pid = echo_start(&echo.port);
	measure(&echo, false, NULL, "idle_kernel_bare_sockets");
	echo_stop(echo.pid);
}
