/* A conversation of tests/transcript as a part of a manual page. */
#ifndef MAN_TALK_H
#define MAN_TALK_H

/*
 * Prints the conversation: its comments as paragraphs, its lines as they are
 * said. What only the test needs is left out, and a pattern reads as what it
 * stands for: "290 (?P<n>\d+)" is "290 n". False when it cannot be read.
 */
int talk_print(const char *path);

#endif
