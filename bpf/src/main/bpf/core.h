/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading the kernel's memory. clang records each member access as a relocation that libbpf resolves
 * against the running kernel's BTF at load: offsets follow the kernel, whatever `kernel.h` says.
 */
#ifndef BRAZIER_CORE_H
#define BRAZIER_CORE_H

#include "bpf.h"

/* Where a member lies: not read, not checked. */
#define kernel_address(pointer, member)                                                            \
	({                                                                                         \
		__typeof__(pointer) pointer_ = (pointer);                                          \
		__builtin_preserve_access_index(&pointer_->member);                                \
	})

/* The value of a member, or 0 where it cannot be read. One pointer is followed, never a chain. */
#define kernel_read(pointer, member)                                                               \
	({                                                                                         \
		__typeof__(pointer) from_ = (pointer);                                             \
		__typeof__(from_->member) value_ = 0;                                              \
		bpf_probe_read_kernel(&value_, sizeof(value_),                                     \
				      __builtin_preserve_access_index(&from_->member));            \
		value_;                                                                            \
	})

/* Whether the running kernel's enum has a constant, and what it is there. */
#define kernel_has_constant(type, constant)                                                        \
	__builtin_preserve_enum_value(*(type *)constant, ENUM_EXISTS)
#define kernel_constant(type, constant)                                                            \
	__builtin_preserve_enum_value(*(type *)constant, ENUM_VALUE)

/* The second argument of __builtin_preserve_enum_value, as clang documents it. */
enum {
	ENUM_EXISTS = 0,
	ENUM_VALUE = 1,
};

#endif
