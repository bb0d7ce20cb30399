# stoa: see README.md. One makefile for everything; sources are found by
# folder, so a new file needs no line here.

PREFIX	?= /usr/local
DESTDIR	?=
CC	?= gcc
CLANG	?= clang
MODE	?= release
B	:= build/$(MODE)

PKGS_SERVER	:= libevent_core libevent_pthreads lmdb libsodium libzstd
PKGS_CLIENT	:= libevent_core ncursesw libedit
PKGS_TEST	:= cmocka
PKG_CONFIG	?= pkg-config

WARN	:= -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	   -Wvla -Wpointer-arith -Wwrite-strings -Wundef -Werror
HARDEN	:= -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
HARDENL	:= -pie -Wl,-z,relro,-z,now
OPT	:= -O2 -g
VERSION	:= $(shell cat VERSION)

ifeq ($(MODE),asan)
OPT	:= -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined \
	   -fno-omit-frame-pointer
HARDEN	:= -fPIE
endif
ifeq ($(MODE),tsan)
OPT	:= -O1 -g -fsanitize=thread -fno-omit-frame-pointer
HARDEN	:= -fPIE
endif
ifeq ($(MODE),cover)
OPT	:= -O0 -g --coverage
HARDEN	:= -fPIE
endif
ifeq ($(MODE),fuzz)
CC	:= $(CLANG)
OPT	:= -O1 -g -fsanitize=fuzzer-no-link,address,undefined \
	   -fno-sanitize-recover=undefined
HARDEN	:= -fPIE
endif

CPPFLAGS += -I. -D_GNU_SOURCE -DSTOA_VERSION='"$(VERSION)"' \
	    -DSTOA_LOCALEDIR='"$(PREFIX)/share/locale"'
CFLAGS	+= -std=c17 $(OPT) $(WARN) $(HARDEN) -pthread \
	   $(shell $(PKG_CONFIG) --cflags $(PKGS_SERVER) $(PKGS_CLIENT) 2>/dev/null)
LDFLAGS	+= $(OPT) $(HARDENL) -pthread
LIBS_SERVER = $(shell $(PKG_CONFIG) --libs $(PKGS_SERVER))
LIBS_CLIENT = $(shell $(PKG_CONFIG) --libs $(PKGS_CLIENT))
LIBS_TEST   = $(shell $(PKG_CONFIG) --libs $(PKGS_TEST))

# Parts: common and proto are a library; the server's folders but main and
# ctl are one too, so that tests link what they test.
obj	= $(patsubst %.c,$(B)/%.o,$(wildcard $(1)))
COMMON	:= $(call obj,common/*.c proto/*.c)
SERVER	:= $(call obj,server/net/*.c server/cmd/*.c server/store/*.c \
	     server/auth/*.c)
STOAD	:= $(call obj,server/*.c)
CTL	:= $(call obj,server/ctl/*.c)
CLIENT	:= $(filter-out $(B)/client/main.o,$(call obj,client/*.c))
UNIT	:= $(patsubst tests/unit/%.c,$(B)/tests/unit/%,$(wildcard tests/unit/test_*.c))
FUZZ	:= $(patsubst tests/fuzz/%.c,$(B)/tests/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))
TOOLS	:= $(patsubst %.c,$(B)/%,$(wildcard tests/bench/*.c tests/fault/*.c))
SHIMS	:= $(patsubst tests/fault/shim/%.c,$(B)/tests/fault/%.so,$(wildcard tests/fault/shim/*.c))
PROGS	:= $(B)/stoad $(B)/stoactl $(B)/stoa

.PHONY: all
all: $(PROGS)

$(B)/%.o: %.c VERSION
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(B)/libstoa.a: $(COMMON)
	@rm -f $@
	ar rcs $@ $^

$(B)/libserver.a: $(SERVER)
	@rm -f $@
	ar rcs $@ $^

$(B)/libclient.a: $(CLIENT)
	@rm -f $@
	ar rcs $@ $^

$(B)/stoad: $(STOAD) $(B)/libserver.a $(B)/libstoa.a
	$(CC) $(LDFLAGS) -o $@ $^ $(LIBS_SERVER)

$(B)/stoactl: $(CTL) $(B)/libserver.a $(B)/libstoa.a
	$(CC) $(LDFLAGS) -o $@ $^ $(LIBS_SERVER)

$(B)/stoa: $(B)/client/main.o $(B)/libclient.a $(B)/libstoa.a
	$(CC) $(LDFLAGS) -o $@ $^ $(LIBS_CLIENT)

# A unit test named test_view_* or test_client_* may use the client.
$(B)/tests/unit/test_client%: $(B)/tests/unit/test_client%.o $(B)/libclient.a $(B)/libstoa.a
	$(CC) $(LDFLAGS) -o $@ $^ $(LIBS_CLIENT) $(LIBS_TEST)

$(B)/tests/unit/%: $(B)/tests/unit/%.o $(B)/libserver.a $(B)/libstoa.a
	$(CC) $(LDFLAGS) -o $@ $^ $(LIBS_SERVER) $(LIBS_TEST)

$(B)/tests/bench/% $(B)/tests/fault/%: $(B)/tests/%.o
$(B)/tests/bench/%: $(B)/tests/bench/%.o $(B)/libserver.a $(B)/libstoa.a
	$(CC) $(LDFLAGS) -o $@ $^ $(LIBS_SERVER)
$(B)/tests/fault/%: $(B)/tests/fault/%.o $(B)/libserver.a $(B)/libstoa.a
	$(CC) $(LDFLAGS) -o $@ $^ $(LIBS_SERVER)
$(B)/tests/fault/%.so: tests/fault/shim/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -std=c17 -O2 -g $(WARN) -fPIC -shared -o $@ $< -ldl -pthread

$(B)/tests/fuzz/%: $(B)/tests/fuzz/%.o $(B)/libserver.a $(B)/libstoa.a
	$(CC) $(LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(LIBS_SERVER)

.PRECIOUS: $(B)/%.o
-include $(shell find build/$(MODE) -name '*.d' 2>/dev/null)

# --- proof ---------------------------------------------------------------

.PHONY: unit test
unit: $(UNIT)

test: $(PROGS) $(UNIT) $(TOOLS) $(SHIMS)
	BUILD=$(B) tests/run

.PHONY: check
check: deps
	$(MAKE) lint test

.PHONY: clean
clean:
	rm -rf build
