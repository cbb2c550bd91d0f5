/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-service-files.h"

#include "hearth-opened-file.h"
#include "hearth-recipients.h"
#include "hearth-service-error.h"

#include <gio/gunixfdlist.h>

/* The methods of the daemon's interface about files that are in no store. */

/* So many events are told one by one. */
#define MAX_TOLD 200

static void
add_text (GVariantDict *dict, const char *key, const char *text)
{
  g_variant_dict_insert (dict, key, "s", text != NULL ? text : "");
}

static void
add_people (GVariantDict *dict, const char *key, GPtrArray *people)
{
  g_autofree char *text = hearth_recipients_to_text (people);

  add_text (dict, key, text);
}

static GVariant *
make_attachments (const HearthMessage *message)
{
  GVariantBuilder list;

  g_variant_builder_init (&list, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < message->attachments->len; i++) {
    const HearthAttachment *one = g_ptr_array_index (message->attachments, i);
    GVariantDict dict;

    g_variant_dict_init (&dict, NULL);
    add_text (&dict, "name", one->name);
    add_text (&dict, "type", one->content_type);
    add_text (&dict, "part", one->part);
    g_variant_dict_insert (&dict, "size", "x", one->size);
    g_variant_builder_add_value (&list, g_variant_dict_end (&dict));
  }
  return g_variant_builder_end (&list);
}

static void
add_message (GVariantDict *dict, const HearthOpenedFile *file)
{
  const HearthMessage *message = file->message;

  add_text (dict, "kind", "message");
  add_text (dict, "subject", message->subject);
  add_text (dict, "from", message->from != NULL ? message->from->name : NULL);
  add_text (dict, "address", message->from != NULL ? message->from->address : NULL);
  add_text (dict, "reply-to", message->reply_to != NULL ? message->reply_to->address : NULL);
  add_people (dict, "to", message->to);
  add_people (dict, "cc", message->cc);
  add_text (dict, "text", message->text);
  g_variant_dict_insert (dict, "date", "x", message->date);
  g_variant_dict_insert (dict, "marks", "u", (guint32) message->marks);
  g_variant_dict_insert_value (dict, "attachments", make_attachments (message));
  g_variant_dict_insert (dict, "row", "x", file->row);
}

static GVariant *
make_event (const HearthEvent *event, gboolean known)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  add_text (&dict, "summary", event->summary);
  add_text (&dict, "location", event->location);
  add_text (&dict, "organizer",
            event->organizer != NULL ? hearth_address_get_label (event->organizer) : NULL);
  add_text (&dict, "rrule", event->rrule);
  g_variant_dict_insert (&dict, "start", "x", event->span.start);
  g_variant_dict_insert (&dict, "end", "x", event->span.end);
  g_variant_dict_insert (&dict, "all-day", "b", event->all_day);
  g_variant_dict_insert (&dict, "known", "b", known);
  return g_variant_dict_end (&dict);
}

static void
add_events (GVariantDict *dict, const HearthOpenedFile *file)
{
  GVariantBuilder list;

  g_variant_builder_init (&list, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < MIN (file->events->len, MAX_TOLD); i++) {
    const HearthEvent *event = g_ptr_array_index (file->events, i);

    g_variant_builder_add_value (&list, make_event (event, g_hash_table_contains (file->known,
                                                                                  event->uid)));
  }
  add_text (dict, "kind", "events");
  add_text (dict, "name", file->name);
  g_variant_dict_insert (dict, "count", "u", file->events->len);
  g_variant_dict_insert (dict, "known", "u", file->n_known);
  g_variant_dict_insert (dict, "tasks", "u", file->n_tasks);
  g_variant_dict_insert_value (dict, "events", g_variant_builder_end (&list));
}

/* The descriptor, which the list keeps. */
static int
peek_fd (GUnixFDList *fds, GVariant *handle, GError **error)
{
  int length = 0;
  const int *all = fds != NULL ? g_unix_fd_list_peek_fds (fds, &length) : NULL;
  gint32 index = g_variant_get_handle (handle);

  if (index >= 0 && index < length)
    return all[index];
  g_set_error_literal (error, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS, "No descriptor was passed");
  return -1;
}

static void
read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data; /* consumed by returning */
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthOpenedFile) file =
      hearth_engine_read_file_finish (HEARTH_ENGINE (object), result, &error);
  GVariantDict dict;

  if (file == NULL) {
    hearth_service_return_error (invocation, error);
    return;
  }
  g_variant_dict_init (&dict, NULL);
  if (file->message != NULL)
    add_message (&dict, file);
  else
    add_events (&dict, file);
  hearth_daemon_daemon1_complete_read_file (NULL, invocation, NULL, g_variant_dict_end (&dict));
}

static gboolean
read_file_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, GUnixFDList *fds,
              GVariant *handle, HearthEngine *engine)
{
  g_autoptr (GError) error = NULL;
  int fd = peek_fd (fds, handle, &error);

  if (fd >= 0)
    hearth_engine_read_file_async (engine, fd, read_cb, invocation);
  else
    hearth_service_return_error (invocation, error);
  return TRUE;
}

static void
added_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data; /* consumed by returning */
  g_autoptr (GError) error = NULL;
  guint added;
  gint64 action;

  if (hearth_engine_add_file_events_finish (HEARTH_ENGINE (object), result, &added, &action,
                                            &error))
    hearth_daemon_daemon1_complete_add_file_events (NULL, invocation, NULL, added, action);
  else
    hearth_service_return_error (invocation, error);
}

static gboolean
add_file_events_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation,
                    GUnixFDList *fds, GVariant *handle, gint64 calendar, HearthEngine *engine)
{
  g_autoptr (GError) error = NULL;
  int fd = peek_fd (fds, handle, &error);

  if (fd >= 0)
    hearth_engine_add_file_events_async (engine, fd, calendar, added_cb, invocation);
  else
    hearth_service_return_error (invocation, error);
  return TRUE;
}

static void
saved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data; /* consumed by returning */
  g_autoptr (GError) error = NULL;
  g_autofree char *path =
      hearth_engine_save_file_part_finish (HEARTH_ENGINE (object), result, &error);

  if (path != NULL)
    hearth_daemon_daemon1_complete_save_file_part (NULL, invocation, NULL, path);
  else
    hearth_service_return_error (invocation, error);
}

static gboolean
save_file_part_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation,
                   GUnixFDList *fds, GVariant *handle, const char *part, HearthEngine *engine)
{
  g_autoptr (GError) error = NULL;
  int fd = peek_fd (fds, handle, &error);

  if (fd >= 0)
    hearth_engine_save_file_part_async (engine, fd, part, saved_cb, invocation);
  else
    hearth_service_return_error (invocation, error);
  return TRUE;
}

/**
 * hearth_service_files_connect:
 * @skeleton: the daemon's interface
 * @engine: the engine, which outlives it
 *
 * Answers the methods about files that are in no store.
 */
void
hearth_service_files_connect (HearthDaemonDaemon1 *skeleton, HearthEngine *engine)
{
  g_signal_connect (skeleton, "handle-read-file", G_CALLBACK (read_file_cb), engine);
  g_signal_connect (skeleton, "handle-add-file-events", G_CALLBACK (add_file_events_cb), engine);
  g_signal_connect (skeleton, "handle-save-file-part", G_CALLBACK (save_file_part_cb), engine);
}
