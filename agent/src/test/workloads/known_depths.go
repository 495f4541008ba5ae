// SPDX-License-Identifier: GPL-3.0-or-later

// Goroutines at a known depth: in a whole stack that holds main.atBottom, main.descend is there exactly
// depth times. Some of them allocate, so that the garbage collector runs too.
//
//	go build -o known_depths_go known_depths.go
//
// Runs for the given number of seconds.
package main

import (
	"os"
	"strconv"
	"strings"
	"time"
)

const depth = 30

var sink uint64
var kept [64][]byte

//go:noinline
func atBottom(work int) {
	switch work % 3 {
	case 0:
		sum := uint64(work)
		for i := uint64(0); i < 50000; i++ {
			sum = sum*31 + i
		}
		sink += sum
	case 1:
		for i := range kept {
			kept[i] = make([]byte, 4096)
		}
	default:
		sink += uint64(strings.Count(strings.Repeat("brazier", 2000), "zi"))
	}
}

//go:noinline
func descend(left int, work int) {
	if left > 1 {
		descend(left-1, work)
	} else {
		atBottom(work)
	}
	sink++
}

func main() {
	seconds := 10
	if len(os.Args) > 1 {
		seconds, _ = strconv.Atoi(os.Args[1])
	}
	end := time.Now().Add(time.Duration(seconds) * time.Second)
	run := func() {
		for work := 0; time.Now().Before(end); work++ {
			descend(depth, work)
		}
	}
	go run()
	run()
}
