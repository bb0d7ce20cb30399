/* Videos in a text: parts that mime_text() named, and links. */
#include "proto/video.h"

#include <string.h>

/* Ends of a file's name. */
static const char *const ends[] = {
	".mp4", ".m4v", ".webm", ".mkv", ".mov", ".ogv", ".avi", ".mpg",
	".mpeg",
};

/* Beginnings of an address without "www." and "m.". */
static const char *const places[] = {
	"youtube.com/watch", "youtube.com/shorts/", "youtube.com/live/",
	"youtu.be/", "vimeo.com/", "player.vimeo.com/video/",
	"dailymotion.com/video/", "dai.ly/",
};

enum { NENDS = sizeof(ends) / sizeof(ends[0]),
    NPLACES = sizeof(places) / sizeof(places[0]) };

static bool
iends(struct slice s, const char *end)
{
	size_t n = strlen(end);

	return s.len > n && slice_iis(slice_from(s, s.len - n), end);
}

/* Cuts what stands behind the path, and what closes the sentence. */
static struct slice
path_of(struct slice link)
{
	for (size_t i = 0; i < link.len; i++)
		if (link.p[i] == '?' || link.p[i] == '#')
			link.len = i;
	while (link.len != 0 &&
	    strchr(".,;:!)]*_", link.p[link.len - 1]) != NULL)
		link.len--;
	return link;
}

/* link: behind "https://". */
static bool
is_video(struct slice link)
{
	struct slice path = path_of(link);

	if (slice_chr(path, '/') < 0)
		return false;
	for (int i = 0; i < NENDS; i++)
		if (iends(path, ends[i]))
			return true;
	if (slice_istarts(path, "www."))
		path = slice_from(path, 4);
	else if (slice_istarts(path, "m."))
		path = slice_from(path, 2);
	for (int i = 0; i < NPLACES; i++)
		if (slice_istarts(path, places[i]))
			/* The front page shows none. */
			return path.len > strlen(places[i]) ||
			    places[i][strlen(places[i]) - 1] != '/';
	return false;
}

static bool
ends_link(char c)
{
	return (unsigned char)c <= ' ' || strchr("<>\"'`|", c) != NULL;
}

/* Takes off what the text begins with when that is a link; else p NULL. */
static struct slice
take_link(struct slice *text)
{
	struct slice link = { NULL, 0 };
	size_t n = slice_istarts(*text, "https://") ? 8 :
	    slice_istarts(*text, "http://") ? 7 : 0;

	if (n == 0)
		return link;
	*text = slice_from(*text, n);
	link = *text;
	link.len = 0;
	while (link.len < text->len && !ends_link(text->p[link.len]))
		link.len++;
	*text = slice_from(*text, link.len);
	return link;
}

bool
video_in(struct slice text)
{
	bool line = true;	/* it begins here */

	while (text.len != 0) {
		struct slice link;

		if (line && slice_istarts(text, "[video/"))
			return true;
		link = take_link(&text);
		if (link.p != NULL && is_video(link))
			return true;
		line = link.p == NULL && text.p[0] == '\n';
		if (link.p == NULL)
			text = slice_from(text, 1);
	}
	return false;
}
