/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * WyomingReply:
 * @on: the event that it answers
 * @text: what is sent, or %NULL for nothing
 * @length: its bytes, or -1 if it ends with NUL
 * @piece: how many bytes are written at a time; 0 for all
 * @times: how often; 0 for once
 * @leave: end the connection after it
 */
typedef struct {
  const char *on;
  const char *text;
  gssize length;
  gsize piece;
  guint times;
  gboolean leave;
} WyomingReply;

typedef struct _WyomingDouble WyomingDouble;

WyomingDouble *wyoming_double_new       (const WyomingReply *replies, gsize n_replies);
void           wyoming_double_free      (WyomingDouble *self);
char          *wyoming_double_dup_address (WyomingDouble *self);
char          *wyoming_double_dup_heard (WyomingDouble *self);
GBytes        *wyoming_double_dup_sound (WyomingDouble *self);
gboolean       wyoming_double_wait_left (WyomingDouble *self, gint64 within_us);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WyomingDouble, wyoming_double_free)

G_END_DECLS
