/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-draft.h"
#include "hearth-remote-mail.h"
#include "hearth-writer.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_DRAFTS (hearth_drafts_get_type ())
G_DECLARE_FINAL_TYPE (HearthDrafts, hearth_drafts, HEARTH, DRAFTS, GObject)

HearthDrafts *hearth_drafts_new             (HearthWriter *writer, HearthDatabase *reader,
                                             const char *data_dir) G_GNUC_WARN_UNUSED_RESULT;
void          hearth_drafts_set_credentials (HearthDrafts *self, HearthCredentialsFunc func,
                                             gpointer user_data);
void          hearth_drafts_set_remote      (HearthDrafts *self, const HearthRemoteMail *remote);
void          hearth_drafts_start           (HearthDrafts *self);
gboolean      hearth_drafts_save            (HearthDrafts *self, HearthDraft *draft, GError **error);
gboolean      hearth_drafts_discard         (HearthDrafts *self, gint64 id, GError **error);
char         *hearth_drafts_write_file      (HearthDrafts *self, gint64 id, const char *name,
                                             GBytes *content, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void          hearth_drafts_forget_files    (HearthDrafts *self);
void          hearth_drafts_stop            (HearthDrafts *self);

G_END_DECLS
