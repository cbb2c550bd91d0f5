/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-service.h"
#include "hearth-database-private.h"
#include "hearth-store-conversations.h"

G_BEGIN_DECLS

/* A service that counts, has little room, and remembers what it was asked. */
#define TYPE_COUNTING (counting_get_type ())
G_DECLARE_FINAL_TYPE (Counting, counting, TEST, COUNTING, GObject)

struct _Counting {
  GObject parent_instance;

  gint64 capacity; /* tokens, of four bytes each; 0 is any */
  gboolean local;
  HearthAiFinish summary_finish; /* why its summaries end */
  guint delay; /* milliseconds before it answers */
  guint n_refused;
  guint n_summaries;
  guint n_asked;       /* for whatever purpose */
  gint64 largest;      /* of what it accepted */
  HearthDatabase *db;  /* (nullable): where the label of the conversation "told" is looked up */
  HearthLabel label;   /* that it had when this was last asked */
  gint64 written;      /* bytes that the journal said would be sent, when this was last asked */
  GPtrArray *requests; /* (element-type HearthAiRequest): that it accepted */
};
/* What it was asked last, in the messages of a request. */
const char *counting_last_text (HearthAiRequest *request);

G_END_DECLS
