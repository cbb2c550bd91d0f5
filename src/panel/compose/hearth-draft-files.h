/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** HearthDraftFiles: the files that go with a mail that is being written. */
#define HEARTH_TYPE_DRAFT_FILES (hearth_draft_files_get_type ())
G_DECLARE_FINAL_TYPE (HearthDraftFiles, hearth_draft_files, HEARTH, DRAFT_FILES, GtkWidget)

void               hearth_draft_files_choose (HearthDraftFiles *self);
gboolean           hearth_draft_files_add    (HearthDraftFiles *self, GFile *file, char **problem);
void               hearth_draft_files_set    (HearthDraftFiles *self, const char *const *paths);
const char *const *hearth_draft_files_get    (HearthDraftFiles *self);
guint              hearth_draft_files_count  (HearthDraftFiles *self);

G_END_DECLS
