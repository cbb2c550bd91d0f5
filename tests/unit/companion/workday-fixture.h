/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-companion.h"

G_BEGIN_DECLS

#define NOW G_GINT64_CONSTANT (1930291200) /* Monday, 2031-03-03 09:00 in Berlin */

/* A companion over the mailbox and the calendar of tests/integration/companion/workday. */
typedef struct {
  char *folder;
  HearthEngine *engine;
  HearthCompanion *companion;
} Workday;

/* What an answer came to. */
typedef struct {
  GString *text;
  GString *notices;
  GPtrArray *suggestions;
  guint n_chips;
  guint n_end;
  gboolean in_call;
  gboolean destroyed;
  guint n_offers;
  guint n_acts; /* that were done or proposed */
} Heard;

typedef struct {
  const char *text;
  const char
      *parts; /* all must be in the answer, "|" between them; one with "!" before it must not */
} Line;

void   workday_set_up     (Workday *self, gconstpointer data);
void   workday_tear_down  (Workday *self, gconstpointer data);
void   workday_deliver    (Workday *self, const char *name, const char *address);
Heard *workday_ask        (Workday *self, const char *conversation, const char *text);
void   workday_play       (Workday *self, const char *conversation, const Line *lines, guint n);

Heard *heard_new          (void);
void   heard_free         (Heard *heard);
void   heard_cb           (const HearthAnswerEvent *event, gpointer user_data);
void   heard_destroyed_cb (gpointer user_data);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Heard, heard_free)

G_END_DECLS
