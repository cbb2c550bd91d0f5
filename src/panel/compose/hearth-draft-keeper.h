/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_DRAFT_KEEPER (hearth_draft_keeper_get_type ())
G_DECLARE_FINAL_TYPE (HearthDraftKeeper, hearth_draft_keeper, HEARTH, DRAFT_KEEPER, GObject)

HearthDraftKeeper *hearth_draft_keeper_new    (HearthClient *client) G_GNUC_WARN_UNUSED_RESULT;
void               hearth_draft_keeper_save   (HearthDraftKeeper *self, gint64 id, GVariant *content);
void               hearth_draft_keeper_send   (HearthDraftKeeper *self, gint64 id, GVariant *content);
void               hearth_draft_keeper_forget (HearthDraftKeeper *self, gint64 id);
gboolean           hearth_draft_keeper_knows  (HearthDraftKeeper *self, gint64 id);
GVariant          *hearth_draft_keeper_get    (HearthDraftKeeper *self, gint64 id);

G_END_DECLS
