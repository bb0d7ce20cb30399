#!/usr/bin/perl
# Writes common/utf8_table.h from the Unicode data of this perl:
#	perl common/utf8_table.pl >common/utf8_table.h
use strict;
use warnings;
use Unicode::UCD;

# Blocks set aside for emoji count as such where they are still unassigned,
# so that next year's emoji are seen too.
sub future_emoji {
	my $c = shift;
	return $c >= 0x1f680 && $c <= 0x1f6ff || $c >= 0x1f900 && $c <= 0x1f9ff
	    || $c >= 0x1fa70 && $c <= 0x1faff;
}

sub class {
	my $c = shift;
	return 'NONE' if $c >= 0xd800 && $c <= 0xdfff;
	my $s = chr($c);
	return 'MARK' if $c >= 0x1161 && $c <= 0x11ff
	    || $c >= 0xd7b0 && $c <= 0xd7fb && $s =~ /\p{Lo}/;
	return 'HIDDEN' if $s =~ /\p{DI}|\p{Zl}|\p{Zp}|\p{Cc}/
	    || $s =~ /\p{Cf}/ && $s !~ /\p{PCM}/;
	if ($s =~ /\p{Cn}/) {
		return 'NONE' unless $s =~ /\p{ExtPict}/ && future_emoji($c);
		return 'EMOJI2';
	}
	return 'MARK' if $s =~ /\p{Mn}|\p{Me}/;
	my $wide = $s =~ /\p{Ea=W}|\p{Ea=F}/;
	return $wide ? 'EMOJI2' : 'EMOJI1' if $s =~ /\p{ExtPict}/;
	return $wide ? 'WIDE' : 'NARROW';
}

no warnings qw(surrogate nonchar);
my %number = (NARROW => 0, WIDE => 1, EMOJI1 => 2, EMOJI2 => 3, MARK => 4,
    HIDDEN => 5, NONE => 6);
my ($last, @run) = ('');
for my $c (0 .. 0x10ffff) {
	my $class = class($c);
	push @run, $c << 3 | $number{$class} if $class ne $last;
	$last = $class;
}

my $version = Unicode::UCD::UnicodeVersion();
print <<"EOT";
/*
 * What each character is to a terminal: Unicode $version, written by
 * common/utf8_table.pl. An entry is where a run of one class begins, times
 * eight, plus the class.
 */
#include <stdint.h>

enum utf8_class {
	UTF8_NARROW,	/* one column */
	UTF8_WIDE,	/* two */
	UTF8_EMOJI1,	/* pictograph of one column */
	UTF8_EMOJI2,	/* of two */
	UTF8_MARK,	/* combines with what stands before it */
	UTF8_HIDDEN,	/* control, format, filler: nothing to be seen */
	UTF8_NONE,	/* unassigned */
};

static const uint32_t utf8_table[] = {
EOT
while (my @row = splice(@run, 0, 7)) {
	print "\t", join(' ', map { sprintf('0x%06x,', $_) } @row), "\n";
}
print "};\n";
