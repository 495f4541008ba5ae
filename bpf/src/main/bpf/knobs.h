/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What user space may set between opening the object and loading it; the kernel then freezes it. */
#ifndef BRAZIER_KNOBS_H
#define BRAZIER_KNOBS_H

#include "sample.h"

const volatile bool include_idle = false; /* sample pid 0, the idle task, too */
const volatile bool include_kernel = true;
const volatile bool include_user = true;

const volatile u32 ring_count = 1; /* entries of the map `rings` */
const volatile u32 cpu_count = 1; /* possible CPUs: more than the highest number of a CPU */
const volatile u32 page_shift = 12; /* log2 of the page size */
const volatile u32 max_stack = MAX_USER_FRAMES; /* kernel.perf_event_max_stack where it is lower */

#endif
