/* One of each kind of code symbol. Built by the commands in README.md; never run. */
extern int imported(int);
extern int imported_too(int);

static int hidden_step(int x) { return imported(x) + 1; }

int work(int x) { return hidden_step(x) * imported_too(x); }

int work_alias(int) __attribute__((alias("work")));
int __work_internal(int) __attribute__((alias("work")));

static int fast(int x) { return x + 2; }
static int (*choose(void))(int) { return fast; }
int chosen(int) __attribute__((ifunc("choose")));
int calls_chosen(int x) { return chosen(x) + (imported == imported_too); }

__asm__(".text\n.p2align 4\nuntyped_entry:\n  nop\n  nop\nuntyped_next:\n  nop\n");

int data_symbol = 1;
