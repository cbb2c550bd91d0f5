/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** HearthImapArena: memory for what is said in one response, given back all at once. */
typedef struct {
  GPtrArray *blocks;
  gsize used;
  gsize size;
} HearthImapArena;

void     hearth_imap_arena_init     (HearthImapArena *self);
void     hearth_imap_arena_clear    (HearthImapArena *self);
void     hearth_imap_arena_reset    (HearthImapArena *self);
gpointer hearth_imap_arena_alloc    (HearthImapArena *self, gsize size);
char    *hearth_imap_arena_dup      (HearthImapArena *self, const char *data, gsize size);
char    *hearth_imap_arena_dup_text (HearthImapArena *self, const char *data, gsize size);
char    *hearth_imap_arena_dup_name (HearthImapArena *self, const char *data, gsize size);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HearthImapArena, hearth_imap_arena_clear)

G_END_DECLS
