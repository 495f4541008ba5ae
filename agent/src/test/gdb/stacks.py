# SPDX-License-Identifier: GPL-3.0-or-later
"""Run inside gdb: stops a process when it is told to, and says what gdb finds on its stacks.

    gdb -nx -q -batch -ex 'python PID = 1234' -x stacks.py

Reads a word a line: "stop" attaches and prints the stacks of all threads, "go" lets the process go on.
Prints lines that begin with "@", all numbers hexadecimal but thread ids:

    @thread TID
    @registers PC R0 R1 ...     by DWARF's numbers
    @frame PC                   innermost first
    @interrupted PC             a frame whose callee is a signal's
    @end REASON                 why gdb sees no further frame
    @stopped                    there are no more threads
    @going

Frames of inlined functions and of tail calls, which gdb reconstructs, are no frames on the stack and
are left out.
"""

import sys

import gdb

SETTINGS = (
    "pagination off",
    "confirm off",
    "debuginfod enabled off",
    "print thread-events off",
    "backtrace limit 1100",
    "backtrace past-main on",
    "backtrace past-entry on",
)
NAMES = {
    "i386:x86-64": (
        "rip rax rdx rcx rbx rsi rdi rbp rsp r8 r9 r10 r11 r12 r13 r14 r15".split()
    ),
    "aarch64": ["pc"] + ["x%d" % number for number in range(31)] + ["sp"],
}
NO_FRAME = (gdb.INLINE_FRAME, gdb.TAILCALL_FRAME)


def say(*words):
    print("@" + " ".join(words), flush=True)


def hexadecimal(value):
    return "%x" % (int(value) & (1 << 64) - 1)


def show_frames(frame):
    interrupted = False
    while frame is not None:
        if frame.type() not in NO_FRAME:
            say("interrupted" if interrupted else "frame", hexadecimal(frame.pc()))
            interrupted = frame.type() == gdb.SIGTRAMP_FRAME
        last = frame
        frame = frame.older()
    return gdb.frame_stop_reason_string(last.unwind_stop_reason())


def show_thread(thread):
    thread.switch()
    frame = gdb.newest_frame()
    say("thread", str(thread.ptid[1]))
    names = NAMES[frame.architecture().name()]
    say("registers", *[hexadecimal(frame.read_register(name)) for name in names])
    try:
        say("end", show_frames(frame))
    except gdb.error as error:
        say("end", str(error))


def stop():
    gdb.execute("attach %d" % PID, to_string=True)
    for thread in sorted(gdb.selected_inferior().threads(), key=lambda thread: thread.num):
        show_thread(thread)
    say("stopped")


def go():
    gdb.execute("detach", to_string=True)
    say("going")


for setting in SETTINGS:
    gdb.execute("set " + setting)
for line in sys.stdin:
    {"stop": stop, "go": go}[line.strip()]()
