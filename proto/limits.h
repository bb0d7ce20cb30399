/*
 * Every limit of the wire, in one place, with its reason. RFC numbers name
 * the rule; the rest is our choice. Octets unless said otherwise.
 */
#ifndef PROTO_LIMITS_H
#define PROTO_LIMITS_H

#define LIMITS(X)                                                            \
	X(LINE, 512, "command line with its line end (RFC 3977, 3.1)")       \
	X(ARGS, 32, "arguments of a command")                                \
	X(MSGID, 250, "message-id with its brackets (RFC 5536, 3.1.3)")      \
	X(BOARD_NAME, 128, "name of a board")                                \
	X(ACCOUNT_NAME, 32, "name of an account")                            \
	X(PASSWORD_LEAST, 8, "shortest password that an account chooses")    \
	X(PASSWORD, 256, "password")                                         \
	X(PERSON, 80, "what a person is called")                             \
	X(THING_NAME, 64, "name of a rule, a badge, a tag, an invitation")   \
	X(TITLE, 256, "title of a board")                                    \
	X(RULES, 200, "rules")                                               \
	X(VIEWS, 100, "views")                                               \
	X(HEADER_LINE, 4096, "one header line, unfolded part (RFC 5322: 998)") \
	X(HEADER, 65536, "header block of an article")                       \
	X(HEADER_FIELDS, 128, "header fields of an article")                 \
	X(ARTICLE, 1048576, "article")                                       \
	X(REFERENCES, 64, "message-ids of References that are looked at")    \
	X(BOARDS, 16, "boards of one article")                               \
	X(SLICE, 65536, "bytes produced before other sessions get a turn")   \
	X(OUTPUT, 262144, "unread output, then the connection is closed")    \
	X(PIPELINE, 20, "commands of one connection a wake-up")              \
	X(INFLIGHT, 256, "articles of one feed waiting for the disk")        \
	X(INFLIGHT_BYTES, 1048576, "bytes of the same")                      \
	X(FEED_WINDOW, 128, "articles of one feed without an answer yet")    \
	X(CONNECT_S, 30, "seconds to connect to a peer")                     \
	X(FEED_LINE, 2048, "answer of a peer that we feed")                  \
	X(FEED_DEFERRED, 1000, "articles that a peer has put off")           \
	X(FEED_DEFER_S, 86400, "seconds until such a one is given up")       \
	X(OFFER_S, 10, "seconds a peer has to send what it was asked for")   \
	X(SCAN, 512, "rows looked at before other sessions get a turn")      \
	X(SEARCH, 131072, "bytes searched before other sessions get a turn") \
	X(HASHES, 2, "passwords hashed at once (64 MB each)")                \
	X(HASH_QUEUE, 64, "logins waiting for that")                         \
	X(NUMBER, 2147483647, "highest article number (RFC 3977, 6)")        \
	X(LIST_FILE, 65536, "a list that the operator keeps as a file")      \
	X(WILDMAT, 497, "wildmat: what a command line holds (RFC 3977, 3.1)") \
	X(QUERY_TERMS, 32, "terms of a query")                               \
	X(LIST_ROWS, 100, "rows of XLIST without limit:")                    \
	X(SORT, 1000, "largest limit: of a list with sort:")                 \
	X(LIST_ROWS_MAX, 100000, "largest limit: of XLIST")                  \
	X(BEAT_S, 60, "seconds between two heartbeats of XWATCH")            \
	X(IDLE_S, 1800, "seconds of silence until autologout (RFC: >= 180)") \
	X(FIRST_S, 60, "the same until the first command, of whoever knocks") \
	X(LINE_S, 60, "seconds for a line from its first octet to its last") \
	X(UPLOAD_S, 30, "seconds for a block, and 1 more for each RATE")     \
	X(TYPING_S, 900, "the same instead, over the socket and this host")  \
	X(RATE, 1024, "octets a second that a peer must send or take")       \
	X(PROGRESS_S, 60, "seconds a reader may leave its output unread")    \
	X(TURNS, 2, "slices of long answers a wake-up (0.1 ms each)")        \
	X(HANDSHAKES, 8, "steps of handshakes a wake-up (1 ms each)")        \
	X(HANDSHAKE_S, 15, "seconds until the handshake of TLS is over")     \
	X(TLS, 15360, "memory of TLS for an idle connection, about")         \
	X(TLS_MESSAGES, 256, "messages of TLS that are no data")             \
	X(INFLATE, 65536, "memory to inflate what a connection sends")       \
	X(INFLATE_RATIO, 100, "times that input may grow, beyond 1 MB of it") \
	X(COMPRESSED_GUESTS, 256, "compressed connections without a login")  \
	X(LINGER_S, 2, "seconds for the last answer to be read")             \
	X(LINGER, 16777216, "octets read and dropped in that time")          \
	X(REST_S, 10, "seconds that acts wait for their turn; then 493")     \
	X(BRAKES, 65536, "addresses and accounts whose haste is remembered") \
	X(LOGIN_FAILS, 5, "wrong passwords of an address for a name")        \
	X(LOGIN_WINDOW_S, 600, "seconds in which they are free; then delays") \
	X(LOGIN_SHARE, 2, "the first of these an hour, counted apart")       \
	X(LOGIN_DELAY_S, 900, "longest delay of a login, in seconds")        \
	X(QUEUE, 4096, "changes waiting for the writer")

enum limit {
#define X(name, value, why) LIMIT_##name = (value),
	LIMITS(X)
#undef X
};

#endif
