/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gunixfdlist.h>

G_BEGIN_DECLS

/**
 * HEARTH_SECRET_PIPE_MAX:
 *
 * The longest secret that goes through a pipe, in bytes; less than the kernel takes without a
 * reader.
 */
#define HEARTH_SECRET_PIPE_MAX 4096

GUnixFDList *hearth_secret_pipe_new  (const char *secret, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char        *hearth_secret_pipe_read (GUnixFDList *fds, int index, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void         hearth_secret_pipe_wipe (char *secret);

G_END_DECLS
