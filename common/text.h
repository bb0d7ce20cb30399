/* Text as people look for it: capitals make no difference. */
#ifndef COMMON_TEXT_H
#define COMMON_TEXT_H

#include "common/slice.h"

/* Whether the text holds the word, in any case (ASCII and Latin letters). */
bool text_holds(struct slice text, struct slice word);

#endif
