# SPDX-License-Identifier: GPL-3.0-or-later
"""Everyday Python: text, numbers, sorting and recursion, without end."""
import json
import re


def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


def work():
    words = re.findall(r"[a-z]+", "to be or not to be that is the question " * 50)
    ranks = {word: hash(word) % 97 for word in words}
    ordered = sorted(words, key=lambda word: (ranks[word], word))
    json.loads(json.dumps({"words": ordered, "sum": sum(i * i for i in range(500))}))
    fibonacci(12)


while True:
    work()
