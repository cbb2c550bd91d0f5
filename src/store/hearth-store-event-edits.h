/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"
#include "hearth-event-edit.h"
#include "hearth-records.h"

G_BEGIN_DECLS

/** HearthWaitingState: where a change to a calendar stands on its way to its server. */
typedef enum {
  HEARTH_WAITING_WAITS,
  HEARTH_WAITING_BEGUN,   /* it may have reached the server */
  HEARTH_WAITING_REFUSED, /* for good; its problem says why */
} HearthWaitingState;

/**
 * HearthWaitingEdit:
 *
 * A change that is still to be written into a calendar.
 *
 * @id: row
 * @source_id: the calendar
 * @href: the resource; "" for one that is not there yet
 * @uid: the event's or task's UID
 * @edit: what was meant
 * @action_id: the action that it belongs to, or 0
 * @state: where it stands; of one that was just taken, where it stood before
 * @problem: (nullable): why it was refused
 */
typedef struct {
  gint64 id;
  gint64 source_id;
  char *href;
  char *uid;
  HearthEventEdit *edit;
  gint64 action_id;
  HearthWaitingState state;
  char *problem;
} HearthWaitingEdit;

void
hearth_waiting_edit_free (HearthWaitingEdit *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthWaitingEdit, hearth_waiting_edit_free)

gboolean
hearth_store_event_edits_add (HearthDatabase *db, gint64 source_id, const char *href,
                              const HearthEventEdit *edit, gint64 action_id, GError **error);
gboolean
hearth_store_event_edits_take (HearthDatabase *db, gint64 source_id, HearthWaitingEdit **taken,
                               GError **error);
GPtrArray *
hearth_store_event_edits_list (HearthDatabase *db, gint64 source_id, gboolean refused,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_store_event_edits_wait (HearthDatabase *db, gint64 source_id, gboolean *waiting,
                               GError **error);
gboolean
hearth_store_event_edits_remove (HearthDatabase *db, gint64 id, GError **error);
gboolean
hearth_store_event_edits_refuse (HearthDatabase *db, gint64 id, const char *problem,
                                 GError **error);
gboolean
hearth_store_event_edits_withdraw (HearthDatabase *db, gint64 action_id, gboolean *withdrawn,
                                   GError **error);

/**
 * HearthEditTarget: a calendar that is to be changed.
 * @kind: what it is
 * @name: what the owner calls it
 * @writable: whether its server takes changes
 * @hidden: whether the owner hides it
 * @scheduling: whether its server sends and takes invitations itself
 */
typedef struct {
  HearthSourceKind kind;
  char *name;
  gboolean writable;
  gboolean hidden;
  gboolean scheduling;
} HearthEditTarget;

void
hearth_edit_target_clear (HearthEditTarget *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HearthEditTarget, hearth_edit_target_clear)
gboolean
hearth_store_edit_targets_get (HearthDatabase *db, gint64 source_id, HearthEditTarget *target,
                               GError **error);

/* The texts of resources that are elsewhere. */
char *
hearth_resource_dup_pending (const char *uid) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_resource_is_pending (const char *href);
gboolean
hearth_store_resource_texts_get (HearthDatabase *db, gint64 source_id, const char *href,
                                 GBytes **content, char **etag, GError **error);
gboolean
hearth_store_resource_texts_any_pending (HearthDatabase *db, gint64 source_id, gboolean *any,
                                         GError **error);
gboolean
hearth_store_resource_texts_are_complete (HearthDatabase *db, gint64 source_id, gboolean *complete,
                                          GError **error);
GPtrArray *
hearth_store_resource_texts_list (HearthDatabase *db, gint64 source_id, const char *after,
                                  guint limit, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_store_resource_texts_move (HearthDatabase *db, gint64 source_id, const char *href,
                                  const char *new_href, GError **error);
gboolean
hearth_store_resource_texts_forget_version (HearthDatabase *db, gint64 source_id, const char *href,
                                            GError **error);
char *
hearth_store_resource_texts_find (HearthDatabase *db, gint64 source_id, const char *uid,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * HearthActionEvent: a resource of an action.
 * @source_id: its calendar
 * @uid: the event's or task's UID
 * @href: where it was
 * @before: (nullable): what had that UID before; %NULL if nothing had
 * @after: (nullable): and after
 */
typedef struct {
  gint64 source_id;
  char *uid;
  char *href;
  char *before;
  char *after;
} HearthActionEvent;

void
hearth_action_event_free (HearthActionEvent *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthActionEvent, hearth_action_event_free)

gboolean
hearth_store_event_actions_add (HearthDatabase *db, const char *kind, const char *target,
                                const HearthActionEvent *event, gint64 *action_id, GError **error);
gboolean
hearth_store_event_actions_add_event (HearthDatabase *db, gint64 action_id,
                                      const HearthActionEvent *event, GError **error);
gboolean
hearth_store_event_actions_add_mail (HearthDatabase *db, gint64 action_id, gint64 item_id,
                                     GError **error);
GPtrArray *
hearth_store_event_actions_list (HearthDatabase *db, gint64 action_id,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
GArray *
hearth_store_event_actions_list_mails (HearthDatabase *db, gint64 action_id,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_store_event_actions_set_undone (HearthDatabase *db, gint64 action_id, GError **error);

G_END_DECLS
