/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HearthTcpCount:
 *
 * @sent: bytes that were given to the kernel to send, each once however often it was sent again
 * @received: bytes that came
 * @unread: how many of these nobody has read yet
 */
typedef struct {
  guint64 sent;
  guint64 received;
  guint64 unread;
} HearthTcpCount;

gboolean hearth_tcp_count_read (int fd, HearthTcpCount *count);

G_END_DECLS
