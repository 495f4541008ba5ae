# SPDX-License-Identifier: GPL-3.0-or-later
# Everyday Perl: text, hashes, sorting and recursion, without end.
use strict;
use warnings;

sub fibonacci { my $n = shift; return $n < 2 ? $n : fibonacci($n - 1) + fibonacci($n - 2); }

sub work {
    my %count;
    $count{$_}++ for ('to be or not to be that is the question ' x 50) =~ /([a-z]+)/g;
    my @ordered = sort { $count{$a} <=> $count{$b} || $a cmp $b } keys %count;
    my $text = join ' ', map { sprintf '%s %d', $_, $count{$_} } @ordered;
    $text =~ s/(\w+) (\d+)/$2-$1/g;
    return fibonacci(12) + length $text;
}

work() while 1;
