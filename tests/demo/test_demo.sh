#!/bin/sh
# The demonstration as it runs without a terminal, and what it leaves.
cd "$(dirname "$0")/../.." || exit 2
out=$(mktemp) || exit 2
mine=$(mktemp -d) || exit 2
trap 'rm -rf "$out" "$mine"' EXIT
n=0
failed=0

# check NAME COMMAND
check() {
	n=$((n + 1))
	name=$1
	shift
	if "$@" >/dev/null; then
		echo "ok $n - $name"
	else
		echo "not ok $n - $name"
		failed=1
	fi
}

says() {
	grep -qaF -- "$1" "$out"
}

lines() {
	test "$(grep -cae "$1" "$out")" -eq "$2"
}

TMPDIR=$mine tests/demo/demo >"$out" 2>&1 </dev/null
check "it ends well" test $? -eq 0
check "all messages come in" says "174 read, 174 new, 0 already there, 0 refused"
check "ten boards are shown" lines '^halvermark[.].*	' 10
check "every board has a title" lines '^[a-z.]*	.*	-$' 0
check "titles are UTF-8" says 'Ideas and wishes / Ideen und Wünsche'
check "an article is read" says 'Habe ich sie kaputt gemacht?'
check "the reply has arrived" \
    grep -qaE '	12	Bruna S zieht nach dem Entkalken' "$out"
check "questions come in" says "16 read, 16 new, 0 already there, 0 refused"
check "a duplicate" lines 'nearly empty	duplicate	' 1
check "one is solved" lines 'at the very end	solved	9	' 1
check "twice" lines '	solution	[0-9]' 2
check "one with many me-toos" lines 'after the update	answered	12$' 1
check "the FAQ has a frequent question" \
    lines 'kein Wasser mehr	solved	[5-9]$' 1
check "and an English one" lines 'after update to 3[.]2	solved	4$' 1
check "one is escalated and claimed" \
    lines 'seit Firmware 3.2	@anke.brodersholt	' 1
check "one posting is flagged" lines '	flagged$' 1
check "badges" lines '^Badges: .*seal-finder' 1
check "a queue is a newsgroup" says 'S: 211 1 1 1 view.escalated'
check "its state is a header" says 'S: 0 escalated'
check "the bare exchange ends with 205" says 'S: 205 '
check "nothing is left in the temporary directory" \
    test -z "$(ls -A "$mine")"
check "its daemon is gone" sh -c '! pgrep -f "stoad -n -d $0/"' "$mine"
TMPDIR=$mine tests/demo/demo 2>/dev/null </dev/null | head -n 1 >/dev/null
check "a reader that goes away ends it too" \
    sh -c 'i=0; while pgrep -f "stoad -n -d $0/" && [ $i -lt 600 ]; do
        i=$((i + 1)); sleep 0.1; done; ! pgrep -f "stoad -n -d $0/"' "$mine"
build=${BUILD:-build/release}
german() {
	LC_ALL=C.UTF-8 LANGUAGE=de STOA_LOCALEDIR=$build/locale \
	    "$build/stoa" --help
}
check "stoa speaks German" sh -c 'printf %s "$0" | grep -qF "Aufruf:"' \
    "$(german)"
test $failed -eq 0 || sed 's/^/# /' "$out"
echo "1..$n"
exit $failed
