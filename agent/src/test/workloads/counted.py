"""Page faults, context switches and CPU time in known numbers, in that order.

counted.py [FILE]: what the kernel says of it goes to FILE, as CPU seconds and context switches,
a line each.
"""
import resource
import sys
import time

memory = bytearray(32 << 20)
for page in range(0, len(memory), 4096):
    memory[page] = 1
for _ in range(400):
    time.sleep(0.001)
total = 0
for number in range(3_000_000):
    total += number

if len(sys.argv) > 1:
    used = resource.getrusage(resource.RUSAGE_SELF)
    with open(sys.argv[1], "w") as out:
        print(used.ru_utime + used.ru_stime, used.ru_nvcsw + used.ru_nivcsw, sep="\n", file=out)
