/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbering the files that samples meet. A file gets its number here at first sight, so its frames
 * are complete before user space knows of it; user space is then asked to take hold of it.
 */
#ifndef BRAZIER_FILE_H
#define BRAZIER_FILE_H

#include "core.h"
#include "kernel.h"
#include "knobs.h"
#include "maps.h"

#define MAX_PATH_DEPTH 32

/*
 * Writes the path of `entry` from the leaf up. The root of a file system has no name of its own, but
 * the leaf is written even if it is its own root, as that of a memfd is.
 */
static __always_inline u32 write_path(struct file_request *request, struct dentry *entry)
{
	u32 length = 0;

	for (int depth = 0; depth < MAX_PATH_DEPTH; depth++) {
		struct dentry *parent = kernel_read(entry, d_parent);
		u64 at = bounded(length, PATH_LENGTH - 1);
		long written;

		if (parent == entry && depth > 0)
			break;
		/* May run into path_overrun, which follows. */
		written = bpf_probe_read_kernel_str(request->path + at, NAME_LENGTH,
						    kernel_read(entry, d_name.name));
		if (written <= 0 || length + written >= PATH_LENGTH)
			break;
		length += written;
		entry = parent;
	}
	return length;
}

/* Completes the request that lacks only who the file is, and under which name. */
static __always_inline void fill_request(struct sample_state *state, const struct file_key *key,
					 u32 file_id, struct file *file)
{
	struct file_request *request = &state->request;

	request->inode = key->inode;
	request->device = key->device;
	request->generation = key->generation;
	request->file_id = file_id;
	request->tgid = state->record.tgid;
	request->flags = file ? 0 : FILE_VDSO;
	request->path_length = file ? write_path(request, kernel_read(file, f_path.dentry)) : 0;
}

/*
 * Each user of each CPU's workspace numbers files in steps of its own, so that numbers are unique
 * without an atomic addition that returns its result, which instruction set v2 lacks. 0 is never a
 * number.
 */
static __always_inline struct file_state *number_file(struct sample_state *state,
						      enum scratch_user user,
						      const struct file_key *key)
{
	u64 serial = (u64)state->files_numbered * SCRATCH_USERS + user;
	u64 id = serial * cpu_count + bpf_get_smp_processor_id() + 1;
	struct file_state fresh = { .file_id = id };

	if (id > MAX_FILE_ID)
		return NULL;
	/* When another CPU was quicker, its number holds. */
	if (!bpf_map_update_elem(&files, key, &fresh, BPF_NOEXIST))
		state->files_numbered++;
	return bpf_map_lookup_elem(&files, key);
}

/* Writes the identity of a file; the vdso, for which NULL stands, has none. */
static __always_inline void identify_file(struct file *file, struct file_key *key)
{
	struct inode *inode = kernel_read(file, f_inode);
	struct super_block *super_block = kernel_read(inode, i_sb);

	key->inode = kernel_read(inode, i_ino);
	key->device = kernel_read(super_block, s_dev);
	key->generation = kernel_read(inode, i_generation);
}

/* What is known of a file, which has a number from now on; NULL `file` stands for the vdso. */
static __always_inline struct file_state *file_state_of(struct sample_state *state,
							enum scratch_user user, struct file *file,
							struct file_key *key)
{
	struct file_state *known;

	if (file)
		identify_file(file, key);
	known = bpf_map_lookup_elem(&files, key);
	if (!known)
		known = number_file(state, user, key);
	if (!known)
		count(COUNT_FILES_FULL);
	return known;
}

/* The file that the mapping in state->request shows; user space is asked to hold it if it does not. */
static __always_inline struct file_state *meet_file(struct sample_state *state, struct file *file)
{
	u64 now = state->record.time_ns;
	struct file_key key = {};
	struct file_state *known = file_state_of(state, SCRATCH_SAMPLE, file, &key);

	if (known && !known->answered && now - known->asked_ns > ASK_AGAIN_NS) {
		known->asked_ns = now;
		fill_request(state, &key, known->file_id, file);
		if (bpf_ringbuf_output(&requests, &state->request, sizeof(state->request),
				       BPF_RB_FORCE_WAKEUP))
			count(COUNT_REQUEST_LOST);
	}
	return known;
}

#endif
