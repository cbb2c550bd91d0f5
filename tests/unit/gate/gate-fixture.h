/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-cards.h"
#include "hearth-gate.h"

G_BEGIN_DECLS

/* Saturday, 28 November 2026, 08:00 UTC. */
#define NOW ((gint64) 1795852800)

/* An engine over a Maildir, a calendar and an account that sends, all of this test alone. */
typedef struct {
  char *dir;
  char *data;
  HearthEngine *engine;
  gint64 calendar;
  guint n_mails;
  HearthGate *gate;
  HearthGateOutcome outcome;
} Fixture;

void        fixture_set_up    (Fixture *self, gconstpointer data);
void        fixture_tear_down (Fixture *self, gconstpointer data);
void        fixture_reopen    (Fixture *self);
void        fixture_sync      (Fixture *self);
gint64      fixture_deliver   (Fixture *self, const char *folder, const char *headers,
                               const char *text);
gint64      fixture_add_event (Fixture *self, const char *uid, const char *more);
void        fixture_begin     (Fixture *self, const char *plan, const char *words);
HearthGateResult fixture_run  (Fixture *self, const char *tool, const char *format, ...) G_GNUC_PRINTF (3, 4);
HearthCard *fixture_get_card  (Fixture *self, gint64 id);
gint64      fixture_accept    (Fixture *self, gint64 id, GError **error);
GPtrArray  *fixture_list_sent (Fixture *self);
void        fixture_assert_refused (Fixture *self, const char *part);

G_END_DECLS
