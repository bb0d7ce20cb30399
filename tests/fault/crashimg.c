/*
 * Power loss: replays a trace of shim/record.c into a model of the disk and
 * cuts the power at many moments. What was synced is there; of the rest any
 * part may be, torn at 512 bytes. The store must open on each such disk and
 * hold every article that had been acknowledged.
 *
 *	crashimg [-px] [-c EVERY] [-n IMAGES] [-s SEED] TRACE BASE DATA WORK
 *
 * BASE is the traced folder, DATA the data directory in it, WORK a folder
 * for the images. -p builds at each answer the poorest disk there could be:
 * an answer that is not covered by it was a lie. -x is for a disk that lies
 * itself: no sync counts, and there must be losses, or we would see none.
 */
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/xalloc.h"
#include "tests/fault/lib/disk.h"
#include "tests/fault/lib/examine.h"

enum { KEEP_BAD = 3 };

static struct {
	const char *trace, *base, *data, *work;
	unsigned images, check_every;
	uint64_t seed;
	bool answers, no_sync;
	size_t every;		/* with answers: one image in so many */
} opt = { .images = 100, .check_every = 10, .seed = 1 };

static struct {
	unsigned images, bad;
} result;

static void
remove_image(const char *image)
{
	pid_t pid = fork();

	if (pid == 0) {
		execlp("rm", "rm", "-rf", image, (char *)NULL);
		_exit(127);
	}
	if (pid == -1 || waitpid(pid, NULL, 0) == -1)
		err(2, "rm");
}

/* Cuts the power now. Returns whether all was well. */
static void
cut_power(struct disk *d, unsigned keep, uint64_t seed)
{
	char *image = xasprintf("%s/image", opt.work);
	char *dir = xasprintf(
	    "%s%s", image, opt.data + strlen(opt.base));
	unsigned number = result.images++;
	uint64_t s = seed;
	int status;
	pid_t pid;

	disk_write(d, image, keep, &s);
	fflush(stdout);
	pid = fork();
	if (pid == 0)
		examine(d, dir, opt.check_every != 0 &&
		    number % opt.check_every == 0, s);
	if (pid == -1 || waitpid(pid, &status, 0) == -1)
		err(2, "fork");
	if (status != 0) {
		printf("bad: image %u at operation %u, keep %u, seed %llu, "
		    "status %x\n", number, d->ops, keep,
		    (unsigned long long)seed, (unsigned)status);
		if (result.bad++ < KEEP_BAD) {
			char *kept = xasprintf("%s/bad-%u", opt.work, number);

			rename(image, kept);
			free(kept);
		}
	}
	remove_image(image);
	free(dir);
	free(image);
}

static unsigned
some_keep(uint64_t *seed)
{
	static const unsigned keeps[] = { 0, 10, 50, 50, 90, 100 };

	return keeps[random_next(seed) % (sizeof(keeps) / sizeof(*keeps))];
}

/* Spreads the images over the operations, a fifth over the first start. */
static unsigned *
plan(uint32_t ops, uint32_t start, uint64_t *seed)
{
	unsigned *times = xcalloc(ops + 1, sizeof(*times));

	for (unsigned i = 0; i < opt.images; i++)
		times[random_next(seed) %
		    (i % 5 == 0 && start != 0 ? start : ops)]++;
	return times;
}

/* The whole trace, with the images that times plans; NULL: none. */
static struct disk *
replay(struct slice trace, const unsigned *times, uint64_t *seed,
    uint32_t *first_ack)
{
	struct disk *d = disk_new(opt.base, opt.no_sync);
	struct op op;

	while (op_next(&trace, &op)) {
		size_t before = d->nacks;
		unsigned n = times != NULL ? times[d->ops] : 0;

		disk_apply(d, &op);
		for (; n > 0 && !opt.answers; n--)
			cut_power(d, some_keep(seed), random_next(seed));
		disk_settle(d, &op);
		if (d->nacks == before)
			continue;
		if (before == 0)
			*first_ack = d->ops;
		if (times != NULL && opt.answers &&
		    d->nacks / opt.every != before / opt.every)
			cut_power(d, 0, random_next(seed));
	}
	return d;
}

static struct slice
map_trace(const char *path)
{
	int fd = open(path, O_RDONLY);
	struct stat st;
	void *p;

	if (fd == -1 || fstat(fd, &st) == -1)
		err(2, "%s", path);
	p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED)
		err(2, "%s", path);
	close(fd);
	return slice_make(p, (size_t)st.st_size);
}

static void
usage(void)
{
	fprintf(stderr, "usage: crashimg [-px] [-c EVERY] [-n IMAGES] "
	    "[-s SEED] TRACE BASE DATA WORK\n");
	exit(2);
}

int
main(int argc, char **argv)
{
	struct disk *d;
	struct slice trace;
	unsigned *times;
	uint32_t first_ack = 0;
	uint64_t seed;
	int c;

	while ((c = getopt(argc, argv, "c:n:ps:x")) != -1)
		switch (c) {
		case 'c':
			opt.check_every = (unsigned)atoi(optarg);
			break;
		case 'n':
			opt.images = (unsigned)atoi(optarg);
			break;
		case 'p':
			opt.answers = true;
			break;
		case 's':
			opt.seed = strtoull(optarg, NULL, 10);
			break;
		case 'x':
			opt.no_sync = true;
			break;
		default:
			usage();
		}
	if (argc - optind != 4)
		usage();
	opt.trace = argv[optind];
	opt.base = argv[optind + 1];
	opt.data = argv[optind + 2];
	opt.work = argv[optind + 3];

	seed = opt.seed;
	trace = map_trace(opt.trace);
	d = replay(trace, NULL, &seed, &first_ack);	/* to count */
	opt.every = d->nacks / opt.images + 1;
	times = plan(d->ops, first_ack, &seed);
	d = replay(trace, times, &seed, &first_ack);
	printf("images %u bad %u operations %u acknowledged %zu\n",
	    result.images, result.bad, d->ops, d->nacks);
	return result.bad != 0;
}
