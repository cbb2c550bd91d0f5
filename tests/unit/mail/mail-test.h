/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-mail-source.h"
#include "hearth-message.h"

/** MailTestStore: what a store would hold of one mailbox, fed by a sync. */
typedef struct {
  HearthMailSource *source;
  const char *mailbox;
  char *token;
  GHashTable *messages; /* id -> HearthMessage */
  GHashTable *flags;    /* id -> HearthMessageFlags */
  GHashTable *paths;    /* id -> path */
  gint64 next_id;
  gboolean newest_only;
  guint n_loads;
  guint n_created;
  guint n_reflagged;
  guint n_gone;
  GPtrArray *created_keys;
  GPtrArray *warnings;
  void (*on_emit) (gpointer user_data);
  gpointer user_data;
} MailTestStore;

MailTestStore *
mail_test_store_new (HearthMailSource *source, const char *mailbox);
void
mail_test_store_free (MailTestStore *self);
gboolean
mail_test_store_sync (MailTestStore *self, GError **error);
void
mail_test_store_in_step (MailTestStore *self);
HearthMessage *
mail_test_store_find (MailTestStore *self, const char *subject, gint64 *id);

char *
mail_test_dir_new (void);
void
mail_test_dir_remove (char *path);
void
mail_test_write (const char *dir, const char *name, const char *text);
void
mail_test_age (const char *path);
char *
mail_test_simple (const char *subject, const char *body);
void
mail_test_drop_root (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MailTestStore, mail_test_store_free)
