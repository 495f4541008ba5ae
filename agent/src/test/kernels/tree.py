"""Spends its time in the interpreter, at a known depth of its own functions, until it is killed."""


def descend(depth):
    if depth:
        return descend(depth - 1) + 1
    return sum(number * number for number in range(2000))


while True:
    descend(12)
