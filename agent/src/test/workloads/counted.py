"""Page faults, context switches and CPU time in known numbers, in that order."""
import time

memory = bytearray(32 << 20)
for page in range(0, len(memory), 4096):
    memory[page] = 1
for _ in range(300):
    time.sleep(0.001)
total = 0
for number in range(3_000_000):
    total += number
