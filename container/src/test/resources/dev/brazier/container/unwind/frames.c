// One of each kind of frame that compilers make; see README.md for how it is built.
extern void use(void *memory);

int leaf(int value) {
  return value * 3;
}

void saves(int *a, int *b, int *c) {
  use(a), use(b), use(c);
}

void large(void) {
  char memory[70000];
  use(memory);
}

void dynamic(int size) {
  char memory[size];
  use(memory);
}

void aligned(int size) {
  _Alignas(64) char memory[size];
  use(memory);
}

void early(int *a) {
  if (a) {
    saves(a, a, a);
    use(a);
  }
}
