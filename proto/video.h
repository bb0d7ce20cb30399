/* What of a text is a video. */
#ifndef PROTO_VIDEO_H
#define PROTO_VIDEO_H

#include <stdbool.h>

#include "common/slice.h"

/*
 * Whether the text of an article, as mime_text() has it, shows one: a part of
 * that type, or a link to a file or to a place where nothing else is shown.
 * Work is linear.
 */
bool video_in(struct slice text);

#endif
