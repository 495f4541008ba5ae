// SPDX-License-Identifier: GPL-3.0-or-later
//
// Spends its time with C++ exceptions in flight: looking for their handlers, running destructors on the
// way there, throwing them anew. In a whole stack that holds __cxa_throw, fall is there exactly
// DEPTH times. Built as distributions build, without frame pointers:
//   g++ -O2 -o exceptions exceptions.cc
// Runs for the given number of seconds.
#include <cstdlib>
#include <ctime>
#include <exception>
#include <stdexcept>
#include <string>

#define KEPT __attribute__((noipa))

namespace {

constexpr int DEPTH = 20;

volatile unsigned long sink;

// Its destructor works, and runs while an exception is on its way.
class Guard {
 public:
  KEPT ~Guard() {
    for (int i = 0; i < 50; i++) sink = sink * 31 + std::to_string(sink + i).size();
  }
};

KEPT void raise() {
  throw std::runtime_error("the bottom is reached");
}

KEPT void fall(int depth) {
  Guard guard;
  if (depth == 1)
    raise();
  else
    fall(depth - 1);
  sink++;
}

// Catches, and lets the exception go on as its own.
KEPT void fall_again() {
  try {
    fall(DEPTH);
  } catch (const std::exception &) {
    sink++;
    throw;
  }
}

KEPT void catch_all() {
  try {
    fall_again();
  } catch (const std::logic_error &) {
    sink += 2;
  } catch (const std::runtime_error &failure) {
    sink += failure.what()[0];
  }
}

}  // namespace

int main(int argc, char **argv) {
  const std::time_t end = std::time(nullptr) + (argc > 1 ? std::atoi(argv[1]) : 10);

  while (std::time(nullptr) < end) catch_all();
  return 0;
}
