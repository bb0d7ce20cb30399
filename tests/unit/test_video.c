/* What of a text is a video. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "proto/video.h"

static const char *const shown[] = {
	"[video/mp4, 812 kB, descale.mp4]\n",
	"How it is done:\n[VIDEO/webm, 3 MB]",
	"See https://example.org/films/descale.mp4 there",
	"(HTTP://EXAMPLE.ORG/A.WEBM)",
	"<https://example.org/a.mov>",
	"https://example.org/a.ogv.",
	"\"http://example.org/a.mkv\"",
	"https://example.org/a.mp4?t=20#x",
	"https://www.youtube.com/watch?v=abc",
	"so: https://m.youtube.com/shorts/abc!",
	"https://youtu.be/abc",
	"https://vimeo.com/12345",
	"text https://example.org/ and http://x.example/b.mpeg\nmore",
};

static const char *const not_shown[] = {
	"", "video", ".mp4", "a.mp4", "an mp4 file",
	"it says [video/mp4] there",
	"https://example.org/mp4",
	"https://example.mp4",
	"https://example.org/a.mp4.txt",
	"https://example.org/?file=a.mp4",
	"https://youtu.be/", "https://www.youtube.com/@somebody",
	"https://notyoutube.com/watch?v=1",
	"ftp://example.org/a.mp4", "https://", "http://http://", "https:/",
};

static void
test_video(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++)
		if (!video_in(slice_of(shown[i])))
			fail_msg("%s", shown[i]);
	for (size_t i = 0; i < sizeof(not_shown) / sizeof(not_shown[0]); i++)
		if (video_in(slice_of(not_shown[i])))
			fail_msg("%s", not_shown[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_video),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
