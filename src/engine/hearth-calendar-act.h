/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine-private.h"
#include "hearth-event-edit.h"
#include "hearth-event-mail.h"
#include "hearth-store-event-edits.h"

G_BEGIN_DECLS

/**
 * HearthCalendarAct:
 *
 * One act of the owner on a calendar, or the taking back of one, while it is done.
 *
 * @engine: (unowned): the engine
 * @runner: (unowned): the calendar
 * @target: how it may be changed
 * @edits: (element-type HearthEventEdit): what is to be done, in order
 * @hrefs: (element-type utf8): the resource of each; "" for a new one
 * @kind: the action's kind; %NULL if it takes one back
 * @title: the summary of what it is done to
 * @undoes: the action that it takes back, or 0
 * @extra_mail: (nullable): a mail that goes besides
 * @message_id: the invitation that it answers, or 0
 * @answer: and how
 * @events: (element-type HearthActionEvent): what came of it
 * @action_id: the action
 * @n_mails: how many mails it made
 */
typedef struct {
  HearthEngine *engine;
  HearthRunner *runner;
  HearthEditTarget target;
  GPtrArray *edits;
  GPtrArray *hrefs;
  const char *kind;
  char *title;
  gint64 undoes;
  HearthEventMail *extra_mail;
  gint64 message_id;
  HearthPartstat answer;
  GPtrArray *events;
  gint64 action_id;
  guint n_mails;
} HearthCalendarAct;

gboolean hearth_calendar_act_init  (HearthCalendarAct *self, HearthEngine *engine, gint64 source_id,
                                    const char *kind, GError **error);
void     hearth_calendar_act_add   (HearthCalendarAct *self, const HearthEventEdit *edit,
                                    const char *href);
gboolean hearth_calendar_act_read_text (HearthCalendarAct *self, const char *href, GBytes **content,
                                        GError **error);
gboolean hearth_calendar_act_run   (HearthCalendarAct *self, GError **error);
gboolean hearth_calendar_act_take_back_mails (HearthEngine *engine, gint64 action_id,
                                              GError **error);
void     hearth_calendar_act_clear (HearthCalendarAct *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HearthCalendarAct, hearth_calendar_act_clear)

/* hearth-calendar-undo.c */
gboolean hearth_calendar_undo      (HearthEngine *self, gint64 action_id, const char *title,
                                    guint *n_changed, GError **error);

/* hearth-engine-verbs.c */
HearthRunner *hearth_engine_ensure_own_calendar (HearthEngine *self, GError **error);

G_END_DECLS
