/*
 * brazier-launch PROGRAM [ARGUMENT...]
 *
 * Starts a program with the capabilities of this file. They are lost at the next execve(2) unless they are ambient, and
 * a file cannot carry ambient ones: so this program raises what the kernel permitted it, no more, and executes the other.
 * With file capabilities "+p", without "e", it starts under every grant: the kernel then cuts them down to what the
 * bounding set holds, where "+ep" would refuse to start it (capabilities(7), "Safety checking for capability-dumb
 * binaries"). It needs no library, so that it runs in any image.
 */
#include "machine.h"

enum { OUTPUT = 2 };

/* Exit statuses: ours for a wrong use, the shell's for a program that cannot be started. */
enum { WRONG_USE = 2, NOT_EXECUTABLE = 126, NOT_FOUND = 127 };

/* errno(3). */
enum { E_NOENT = 2, E_NOEXEC = 8, E_ACCES = 13 };

/* linux/prctl.h. */
enum { PR_CAPBSET_READ = 23, PR_CAP_AMBIENT = 47, PR_CAP_AMBIENT_RAISE = 2 };

/* linux/capability.h: two words a set since version 3, the lower capabilities first. */
enum { CAPABILITY_VERSION = 0x20080522, WORDS = 2, BITS = 32, CAPABILITIES = WORDS * BITS };
enum { ANY_CAPABILITY = -1 };

struct capability_header {
	unsigned version;
	int thread;
};

struct capability_word {
	unsigned effective;
	unsigned permitted;
	unsigned inheritable;
};

/* One line for standard error, so that it is written in one piece; cut when it does not fit. */
struct line {
	unsigned length;
	char text[1024];
};

static void append(struct line *line, const char *text)
{
	while (*text && line->length < sizeof(line->text) - 1)
		line->text[line->length++] = *text++;
}

static void append_number(struct line *line, unsigned number)
{
	char digits[11];
	char *first = digits + sizeof(digits) - 1;

	*first = 0;
	do {
		*--first = (char)('0' + number % 10);
		number /= 10;
	} while (number);
	append(line, first);
}

/* Starts a line; what is in its array beyond its length is never looked at. */
static void begin(struct line *line, const char *text)
{
	line->length = 0;
	append(line, "brazier-launch: ");
	append(line, text);
}

static void say(struct line *line)
{
	line->text[line->length++] = '\n';
	system_call(SYSTEM_WRITE, OUTPUT, (long)line->text, line->length, 0, 0);
}

/* What the started program will lack, and why: it may do with less, so it is started all the same. */
static void say_not_raised(int capability, long error)
{
	struct line line;

	begin(&line, capability == ANY_CAPABILITY ? "pass on capabilities" : "pass on capability ");
	if (capability != ANY_CAPABILITY)
		append_number(&line, (unsigned)capability);
	append(&line, ": the kernel refuses, errno ");
	append_number(&line, (unsigned)-error);
	append(&line, "; look at the securebits and the seccomp filter of what started this");
	say(&line);
}

/* capset(2) takes into the inheritable set only what the bounding set holds, or refuses all of it. */
static int is_inheritable(const struct capability_word *words, int capability)
{
	unsigned bit = 1U << capability % BITS;
	const struct capability_word *word = words + capability / BITS;

	if (!(word->permitted & bit))
		return 0;
	return (word->inheritable & bit) || system_call(SYSTEM_PRCTL, PR_CAPBSET_READ, capability, 0, 0, 0) == 1;
}

static void raise_capabilities(void)
{
	struct capability_header header = {.version = CAPABILITY_VERSION};
	struct capability_word words[WORDS];
	unsigned raised[WORDS];
	int capability;
	long result;

	result = system_call(SYSTEM_CAPGET, (long)&header, (long)words, 0, 0, 0);
	if (result < 0) {
		say_not_raised(ANY_CAPABILITY, result);
		return;
	}
	raised[0] = raised[1] = 0;
	for (capability = 0; capability < CAPABILITIES; capability++) {
		if (is_inheritable(words, capability))
			raised[capability / BITS] |= 1U << capability % BITS;
	}
	words[0].inheritable |= raised[0];
	words[1].inheritable |= raised[1];
	result = system_call(SYSTEM_CAPSET, (long)&header, (long)words, 0, 0, 0);
	if (result < 0) {
		say_not_raised(ANY_CAPABILITY, result);
		return;
	}
	for (capability = 0; capability < CAPABILITIES; capability++) {
		if (!(raised[capability / BITS] >> capability % BITS & 1))
			continue;
		result = system_call(SYSTEM_PRCTL, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0);
		if (result < 0)
			say_not_raised(capability, result);
	}
}

static int say_not_started(const char *program, long error)
{
	struct line line;

	begin(&line, "start ");
	append(&line, program);
	if (error == -E_NOENT) {
		append(&line, ": it, or the interpreter in its first line, is not there; give its whole path (PATH is not searched)");
	} else if (error == -E_ACCES) {
		append(&line, ": permission denied; it must be an executable file in folders that this user may enter");
	} else if (error == -E_NOEXEC) {
		append(&line, ": it is no program for this machine; a script needs a first line such as #!/bin/sh");
	} else {
		append(&line, ": execve fails with errno ");
		append_number(&line, (unsigned)-error);
	}
	say(&line);
	return error == -E_NOENT ? NOT_FOUND : NOT_EXECUTABLE;
}

static int say_use(void)
{
	struct line line;

	begin(&line, "name what to start: brazier-launch /path/to/brazier record; it gets the capabilities that this file"
		     " was given with: setcap cap_bpf,cap_perfmon,cap_sys_ptrace,cap_syslog+p FILE; so does whatever anybody"
		     " starts who may execute it: chown root:GROUP FILE and chmod 0750 FILE first");
	say(&line);
	return WRONG_USE;
}

/*
 * Called by the first instruction of the process.
 *
 * @stack: as the kernel leaves it: the number of arguments, the arguments, 0, the environment, 0 (the psABI of each machine)
 */
__attribute__((noreturn, used)) void launch(long *stack)
{
	long count = *stack;
	char **arguments = (char **)(stack + 1);
	char **environment = arguments + count + 1;
	int status;

	if (count < 2) {
		status = say_use();
	} else {
		raise_capabilities();
		status = say_not_started(
			arguments[1],
			system_call(SYSTEM_EXECVE, (long)arguments[1], (long)(arguments + 1), (long)environment, 0, 0));
	}
	for (;;)
		system_call(SYSTEM_EXIT_GROUP, status, 0, 0, 0, 0);
}
