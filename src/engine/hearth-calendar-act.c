/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-calendar-act.h"

#include "hearth-clock.h"
#include "hearth-edit-overlay.h"
#include "hearth-ical-edit.h"
#include "hearth-store-invitations.h"
#include "hearth-store-outbox.h"

#include <glib/gi18n.h>
#include <string.h>

/* An act on a calendar, from the edits to what stands in the store. A calendar on this computer is
 * changed first, and then it is noted; one that is elsewhere is changed here, noted and queued in
 * one transaction. */

/**
 * hearth_calendar_act_init:
 * @self: to be set up
 * @engine: the engine
 * @source_id: a calendar
 * @kind: (nullable): the action's kind; %NULL if it takes one back
 * @error: %HEARTH_STORE_ERROR_NOT_FOUND, or %HEARTH_ENGINE_ERROR_INVALID if it takes no changes
 *
 * Returns: whether the calendar may be changed
 */
gboolean
hearth_calendar_act_init (HearthCalendarAct *self, HearthEngine *engine, gint64 source_id,
                          const char *kind, GError **error)
{
  HearthCalendarSource *source;

  self->engine = engine;
  self->kind = kind;
  self->edits = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_event_edit_free);
  self->hrefs = g_ptr_array_new_with_free_func (g_free);
  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_action_event_free);
  if (!hearth_store_edit_targets_get (engine->reader, source_id, &self->target, error))
    return FALSE;
  self->runner = hearth_engine_find_runner (engine, source_id);
  source = self->runner != NULL ? hearth_runner_get_calendar_source (self->runner) : NULL;
  if (source == NULL) {
    g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_NOT_FOUND,
                 _("There is no calendar with the number %lld."), (long long) source_id);
    return FALSE;
  }
  if (self->target.writable && hearth_calendar_source_is_writable (source))
    return TRUE;
  g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
               _("The calendar “%s” can only be read."), self->target.name);
  return FALSE;
}

/**
 * hearth_calendar_act_clear:
 * @self: an act
 */
void
hearth_calendar_act_clear (HearthCalendarAct *self)
{
  hearth_edit_target_clear (&self->target);
  g_clear_pointer (&self->edits, g_ptr_array_unref);
  g_clear_pointer (&self->hrefs, g_ptr_array_unref);
  g_clear_pointer (&self->events, g_ptr_array_unref);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->extra_mail, hearth_event_mail_free);
}

/**
 * hearth_calendar_act_add:
 * @self: an act
 * @edit: what is to be done
 * @href: the resource; "" for a new one
 */
void
hearth_calendar_act_add (HearthCalendarAct *self, const HearthEventEdit *edit, const char *href)
{
  g_autofree char *packed = hearth_event_edit_pack (edit);
  HearthEventEdit *copy = hearth_event_edit_unpack (packed, NULL);

  g_ptr_array_add (self->edits, copy);
  g_ptr_array_add (self->hrefs, g_strdup (href));
}

static void
add_result (HearthCalendarAct *self, const char *uid, const char *href, char *before, char *after)
{
  HearthActionEvent *event = g_new0 (HearthActionEvent, 1);

  event->source_id = hearth_runner_get_id (self->runner);
  event->uid = g_strdup (uid);
  event->href = g_strdup (href);
  event->before = before;
  event->after = after;
  g_ptr_array_add (self->events, event);
}

static gboolean
add_mails (HearthDatabase *db, HearthCalendarAct *self, GPtrArray *mails, GError **error)
{
  for (guint i = 0; i < mails->len; i++) {
    gint64 item;

    if (!hearth_event_mail_queue (db, mails->pdata[i], HEARTH_ENGINE_UNDO_SECONDS, &item, error) ||
        !hearth_store_event_actions_add_mail (db, self->action_id, item, error))
      return FALSE;
    self->n_mails++;
  }
  return TRUE;
}

/* Whoever takes part hears of it, unless the calendar's server tells them. */
static gboolean
tell_people (HearthDatabase *db, HearthCalendarAct *self, GError **error)
{
  g_autoptr (GPtrArray) owners = hearth_store_people_list_owner (db, error);

  if (owners == NULL)
    return FALSE;
  if (self->extra_mail != NULL) {
    g_autoptr (GPtrArray) one = g_ptr_array_new ();

    /* What is in the calendar is there although nobody can be told; the invitation says so. */
    if (self->edits->len > 0 && !hearth_event_mail_can_send (db, self->extra_mail->from))
      return TRUE;
    g_ptr_array_add (one, self->extra_mail);
    return add_mails (db, self, one, error);
  }
  for (guint i = 0; self->undoes == 0 && !self->target.scheduling && i < self->events->len; i++) {
    const HearthActionEvent *event = g_ptr_array_index (self->events, i);
    g_autoptr (GPtrArray) mails =
        self->message_id != 0 ? NULL
                              : hearth_event_mails_for_edit (self->edits->pdata[i], event->before,
                                                             event->after, owners);

    if (mails != NULL && !add_mails (db, self, mails, error))
      return FALSE;
  }
  return TRUE;
}

/* The mails of what is taken back must not have gone. */
static gboolean
take_mails_back (HearthDatabase *db, HearthCalendarAct *self, GError **error)
{
  g_autoptr (GArray) items = hearth_store_event_actions_list_mails (db, self->undoes, error);

  if (items == NULL)
    return FALSE;
  for (guint i = 0; i < items->len; i++) {
    gboolean removed;

    if (!hearth_store_outbox_remove (db, g_array_index (items, gint64, i),
                                     1u << HEARTH_OUTBOX_WAITING | 1u << HEARTH_OUTBOX_REFUSED,
                                     &removed, error))
      return FALSE;
    if (removed)
      continue;
    g_set_error_literal (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
                         _("The others have been told by mail already, so it is left as it is. "
                            "Change it once more instead."));
    return FALSE;
  }
  return TRUE;
}

/* Notes what was done, or that it was taken back. */
static gboolean
note_action (HearthDatabase *db, HearthCalendarAct *self, GError **error)
{
  if (self->undoes != 0) {
    self->action_id = self->undoes;
    return hearth_store_event_actions_set_undone (db, self->undoes, error) &&
           hearth_store_invitations_forget_answer (db, self->undoes, error);
  }
  return hearth_store_event_actions_add (db, self->kind, self->title, NULL, &self->action_id,
                                         error) &&
         (self->message_id == 0 ||
          hearth_store_invitations_answer (db, self->message_id, self->answer, self->action_id,
                                           error));
}

static gboolean
note_results (HearthDatabase *db, HearthCalendarAct *self, GError **error)
{
  for (guint i = 0; self->undoes == 0 && i < self->events->len; i++) {
    if (!hearth_store_event_actions_add_event (db, self->action_id, self->events->pdata[i], error))
      return FALSE;
  }
  return tell_people (db, self, error) &&
         (self->undoes != 0 ||
          hearth_writer_ride (self->engine->writer, db, self->action_id, error));
}

static gboolean
write_local (HearthDatabase *db, gpointer user_data, GError **error)
{
  HearthCalendarAct *self = user_data;

  return (self->undoes == 0 || take_mails_back (db, self, error)) &&
         note_action (db, self, error) && note_results (db, self, error);
}

static char *
take_part (GBytes *content, const char *uid)
{
  g_autoptr (GBytes) part = content != NULL ? hearth_ical_extract (content, uid, NULL) : NULL;

  return part != NULL ? g_strndup (g_bytes_get_data (part, NULL), g_bytes_get_size (part)) : NULL;
}

/* What was made here gets its name as soon as its server has it, which may have been since the
 * owner looked: an edit under the other name would reach nobody. */
static char *
dup_href_of_new (HearthDatabase *db, gint64 source_id, const char *uid)
{
  char *href = hearth_store_resource_texts_find (db, source_id, uid, NULL);

  return href != NULL ? href : hearth_resource_dup_pending (uid);
}

/* Changes one resource of a calendar elsewhere as its owner sees it, and queues what its server is
 * to be told. */
static gboolean
edit_remote (HearthDatabase *db, HearthCalendarAct *self, guint i, gboolean withdrawn,
             GError **error)
{
  const HearthEventEdit *edit = g_ptr_array_index (self->edits, i);
  gint64 source_id = hearth_runner_get_id (self->runner);
  const char *href = g_ptr_array_index (self->hrefs, i);
  g_autofree char *here = NULL;
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (GBytes) content = NULL;
  g_autoptr (GBytes) changed = NULL;
  g_autofree char *etag = NULL;
  GError *local_error = NULL;

  if (hearth_resource_is_pending (href))
    href = here = dup_href_of_new (db, source_id, edit->uid);
  if (!hearth_store_resource_texts_get (db, source_id, href, &content, &etag, error))
    return FALSE;
  changed = hearth_ical_edit_apply (content, edit, zone, &local_error);
  if (local_error != NULL) {
    g_propagate_error (error, local_error);
    return FALSE;
  }
  add_result (self, edit->uid, href, take_part (content, edit->uid),
              take_part (changed, edit->uid));
  return (withdrawn ||
          hearth_store_event_edits_add (db, source_id, href, edit, self->action_id, error)) &&
         hearth_edit_overlay_store (db, source_id, href, etag, changed, self->engine->window,
                                    error);
}

static gboolean
write_remote (HearthDatabase *db, gpointer user_data, GError **error)
{
  HearthCalendarAct *self = user_data;
  gboolean withdrawn = FALSE;

  if (self->undoes != 0 &&
      (!take_mails_back (db, self, error) ||
       !hearth_store_event_edits_withdraw (db, self->undoes, &withdrawn, error)))
    return FALSE;
  if (!note_action (db, self, error))
    return FALSE;
  for (guint i = 0; i < self->edits->len; i++) {
    if (!edit_remote (db, self, i, withdrawn, error))
      return FALSE;
  }
  return note_results (db, self, error);
}

/* A file calendar that is one file has its new events in that file. */
static char *
dup_local_href (HearthCalendarAct *self, const char *href)
{
  const char *path = hearth_runner_get_path (self->runner);

  if (*href != '\0')
    return g_strdup (href);
  return g_file_test (path, G_FILE_TEST_IS_DIR) ? NULL : g_path_get_basename (path);
}

static gboolean
check_mails_back (HearthDatabase *db, gpointer user_data, GError **error)
{
  HearthCalendarAct *self = user_data;
  g_autoptr (GArray) items = hearth_store_event_actions_list_mails (db, self->undoes, error);

  if (items == NULL)
    return FALSE;
  for (guint i = 0; i < items->len; i++) {
    g_autoptr (HearthOutboxItem) item =
        hearth_store_outbox_get (db, g_array_index (items, gint64, i), NULL);

    if (item != NULL &&
        (item->state == HEARTH_OUTBOX_WAITING || item->state == HEARTH_OUTBOX_REFUSED))
      continue;
    return take_mails_back (db, self, error);
  }
  return TRUE;
}

/* What the files were before, where the store would not have it: nothing is half done. */
static void
put_back_files (HearthCalendarAct *self)
{
  for (guint i = self->events->len; i > 0; i--) {
    const HearthActionEvent *event = g_ptr_array_index (self->events, i - 1);
    g_autoptr (HearthEventEdit) edit = hearth_event_edit_new (HEARTH_EDIT_RESTORE, event->uid);
    g_auto (HearthFileEdit) result = { 0 };
    g_autoptr (GError) error = NULL;

    edit->content = g_strdup (event->before);
    if (!hearth_runner_edit_file_sync (self->runner, event->href, edit, &result, &error))
      g_warning ("An event could not be put back: %s", error->message);
  }
}

static gboolean
run_local (HearthCalendarAct *self, GError **error)
{
  HearthWriter *writer = self->engine->writer;

  /* The file is changed before the store: what cannot be taken back must be known by then. */
  if (self->undoes != 0 && !hearth_writer_run_sync (writer, check_mails_back, self, error))
    return FALSE;
  for (guint i = 0; i < self->edits->len; i++) {
    const HearthEventEdit *edit = g_ptr_array_index (self->edits, i);
    g_autofree char *href = dup_local_href (self, self->hrefs->pdata[i]);
    g_auto (HearthFileEdit) result = { 0 };

    if (!hearth_runner_edit_file_sync (self->runner, href, edit, &result, error)) {
      put_back_files (self);
      return FALSE;
    }
    add_result (self, edit->uid, result.href != NULL ? result.href : "",
                g_steal_pointer (&result.before), g_steal_pointer (&result.after));
  }
  if (hearth_writer_run_sync (writer, write_local, self, error))
    return TRUE;
  put_back_files (self);
  return FALSE;
}

static gboolean
write_mails_back (HearthDatabase *db, gpointer user_data, GError **error)
{
  HearthCalendarAct *self = user_data;

  return take_mails_back (db, self, error) && note_action (db, self, error);
}

/**
 * hearth_calendar_act_take_back_mails:
 * @engine: the engine
 * @action_id: an action that changed no calendar, such as to decline an invitation
 * @error: %HEARTH_ENGINE_ERROR_INVALID if its mail has gone, or a #HearthStoreError
 *
 * Takes an action back that only sent a mail.
 *
 * Returns: whether that is done
 */
gboolean
hearth_calendar_act_take_back_mails (HearthEngine *engine, gint64 action_id, GError **error)
{
  HearthCalendarAct act = { .engine = engine, .undoes = action_id };

  if (!hearth_writer_run_sync (engine->writer, write_mails_back, &act, error))
    return FALSE;
  hearth_engine_emit_changed (engine, "messages");
  hearth_engine_emit_changed (engine, "outbox");
  return TRUE;
}

typedef struct {
  gint64 source_id;
  const char *href;
  GBytes *content;
} Text;

static gboolean
read_text (HearthDatabase *db, gpointer user_data, GError **error)
{
  Text *text = user_data;

  return hearth_store_resource_texts_get (db, text->source_id, text->href, &text->content, NULL,
                                          error);
}

/**
 * hearth_calendar_act_read_text:
 * @self: an act on a calendar that is not on this computer
 * @href: a resource
 * @content: (out) (transfer full) (nullable): its text as it is stored; %NULL if there is none
 * @error: a #HearthStoreError
 *
 * Returns: whether it could be looked up
 */
gboolean
hearth_calendar_act_read_text (HearthCalendarAct *self, const char *href, GBytes **content,
                               GError **error)
{
  Text text = { hearth_runner_get_id (self->runner), href, NULL };
  gboolean ok = hearth_writer_call_sync (self->engine->writer, read_text, &text, error);

  *content = text.content;
  return ok;
}

/**
 * hearth_calendar_act_run:
 * @self: an act
 * @error: a #HearthEngineError, #HearthCalendarError or #HearthStoreError
 *
 * Does it: it stands in the store when this returns. Its server, and those who take part, are told
 * as soon as that is possible.
 *
 * Returns: whether it is done
 */
gboolean
hearth_calendar_act_run (HearthCalendarAct *self, GError **error)
{
  HearthEngine *engine = self->engine;
  gboolean local = hearth_source_kind_is_file (self->target.kind);

  if (self->edits->len == 0 ? !hearth_writer_run_sync (engine->writer, write_local, self, error)
      : local               ? !run_local (self, error)
                            : !hearth_writer_run_sync (engine->writer, write_remote, self, error))
    return FALSE;
  hearth_engine_emit_changed (engine, "events");
  hearth_engine_emit_changed (engine, "tasks");
  if (self->message_id != 0 || self->undoes != 0)
    hearth_engine_emit_changed (engine, "messages");
  if (!local && self->edits->len > 0 && !hearth_runner_is_waiting (self->runner))
    hearth_engine_sync_runner (engine, self->runner, TRUE);
  if (self->n_mails > 0 || self->undoes != 0) {
    hearth_engine_emit_changed (engine, "outbox");
    hearth_outbox_look (engine->outbox);
  }
  return TRUE;
}
