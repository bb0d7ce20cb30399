/* How often a second this disk makes a small write durable. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/log.h"
#include "common/xalloc.h"
#include "tests/bench/lib/load.h"

#define WRITE 8192
#define SPAN 4096	/* writes until the file begins again */

void
mode_fsync(const struct load_options *opt)
{
	static const char page[WRITE];
	char *path = xasprintf("%s/fsync.%d", opt->dir, (int)getpid());
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	struct samples s = { 0 };
	uint64_t begin, now;
	off_t n = 0;

	if (fd < 0)
		log_fatal("%s: cannot be made", path);
	unlink(path);
	if (posix_fallocate(fd, 0, (off_t)WRITE * SPAN) != 0)
		log_fatal("%s: no space", path);
	begin = now = now_ns();
	while ((double)(now - begin) < opt->seconds * 1e9) {
		uint64_t then = now;

		if (pwrite(fd, page, WRITE, n++ % SPAN * WRITE) != WRITE ||
		    fdatasync(fd) < 0)
			log_fatal("%s: cannot be written", path);
		now = now_ns();
		samples_add(&s, now - then);
	}
	report("fdatasync", (double)n * 1e9 / (double)(now - begin), "/s");
	report("fdatasync_p50", samples_percentile(&s, 50), "us");
	samples_clear(&s);
	close(fd);
	free(path);
}
