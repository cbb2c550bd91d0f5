/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-service-conversations.h"

#include "hearth-intents.h"
#include "hearth-paths.h"
#include "hearth-service-error.h"

#include <glib/gi18n.h>

/* The methods of the daemon's interface for conversations. */

/* An answer on its way to the one who asked. */
typedef struct {
  GDBusConnection *bus; /* (owned) */
  char *asker;          /* (owned) unique name */
  gint64 turn;
  GPtrArray *early; /* (owned) (nullable) GVariant: events before the asker knows the number */
} Answer;

static void
answer_clear (gpointer data)
{
  Answer *answer = data;

  g_object_unref (answer->bus);
  g_free (answer->asker);
  g_clear_pointer (&answer->early, g_ptr_array_unref);
}

static void
answer_unref (gpointer answer)
{
  g_atomic_rc_box_release_full (answer, answer_clear);
}

static void
send_event (Answer *answer, GVariant *event)
{
  g_dbus_connection_emit_signal (answer->bus, answer->asker, HEARTH_DAEMON_PATH,
                                 HEARTH_DAEMON_INTERFACE, "Answer",
                                 g_variant_new ("(x@a{sv})", answer->turn, event), NULL);
}

static void
answer_cb (const HearthAnswerEvent *event, gpointer user_data)
{
  Answer *answer = user_data;
  GVariant *variant = hearth_answer_event_to_variant (event);

  if (answer->early != NULL)
    g_ptr_array_add (answer->early, g_variant_ref_sink (variant));
  else
    send_event (answer, variant);
}

static Answer *
answer_new (GDBusMethodInvocation *invocation)
{
  Answer *answer = g_atomic_rc_box_new0 (Answer);

  answer->bus = g_object_ref (g_dbus_method_invocation_get_connection (invocation));
  answer->asker = g_strdup (g_dbus_method_invocation_get_sender (invocation));
  answer->early = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);
  return answer;
}

/* The asker knows the number: what was kept back follows. */
static void
send_early (Answer *answer)
{
  g_autoptr (GPtrArray) early = g_steal_pointer (&answer->early);

  for (guint i = 0; i < early->len; i++)
    send_event (answer, g_ptr_array_index (early, i));
}

static gboolean
ask_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, const char *conversation,
        const char *text, HearthCompanion *companion)
{
  Answer *answer = answer_new (invocation);
  g_autofree char *used = NULL;
  g_autoptr (GError) error = NULL;

  answer->turn =
      hearth_companion_ask (companion, conversation, text, NULL, answer_cb,
                            g_atomic_rc_box_acquire (answer), answer_unref, &used, &error);
  if (answer->turn == 0) {
    hearth_service_return_error (invocation, error);
  } else {
    hearth_daemon_daemon1_complete_ask (skeleton, invocation, answer->turn, used);
    send_early (answer);
  }
  answer_unref (answer);
  return TRUE;
}

static gboolean
ask_again_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, gint64 owner_turn,
              const char *text, HearthCompanion *companion)
{
  Answer *answer = answer_new (invocation);
  g_autofree char *used = NULL;
  g_autoptr (GError) error = NULL;

  answer->turn =
      hearth_companion_ask_again (companion, owner_turn, text, NULL, NULL, answer_cb,
                                  g_atomic_rc_box_acquire (answer), answer_unref, &used, &error);
  if (answer->turn == 0) {
    hearth_service_return_error (invocation, error);
  } else {
    hearth_daemon_daemon1_complete_ask_again (skeleton, invocation, answer->turn, used);
    send_early (answer);
  }
  answer_unref (answer);
  return TRUE;
}

/* What can go with a question, or NULL with an error if one of it cannot. */
static GPtrArray *
read_files (GVariant *variant, GError **error)
{
  g_autoptr (GPtrArray) files =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_turn_file_free);
  gsize n = g_variant_n_children (variant);

  if (n > HEARTH_TURN_FILE_MAX) {
    g_set_error (error, HEARTH_COMPANION_ERROR, HEARTH_COMPANION_ERROR_FAILED,
                 _("At most %d files go with a question."), HEARTH_TURN_FILE_MAX);
    return NULL;
  }
  for (gsize i = 0; i < n; i++) {
    g_autoptr (GVariant) child = g_variant_get_child_value (variant, i);
    g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (child);
    g_autoptr (GVariant) data =
        g_variant_dict_lookup_value (&dict, "data", G_VARIANT_TYPE_BYTESTRING);
    g_autoptr (GBytes) bytes =
        data != NULL ? g_variant_get_data_as_bytes (data) : g_bytes_new (NULL, 0);
    const char *name = "";
    HearthTurnFile *file;

    g_variant_dict_lookup (&dict, "name", "&s", &name);
    file = hearth_turn_file_new (name, bytes, error);
    if (file == NULL)
      return NULL;
    g_ptr_array_add (files, file);
  }
  return g_steal_pointer (&files);
}

static gboolean
ask_with_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation,
             const char *conversation, gint64 owner_turn, const char *text, GVariant *variant,
             HearthCompanion *companion)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) files = read_files (variant, &error);
  g_autofree char *used = NULL;
  Answer *answer;

  if (files == NULL) {
    hearth_service_return_error (invocation, error);
    return TRUE;
  }
  answer = answer_new (invocation);
  answer->turn = owner_turn != 0
                     ? hearth_companion_ask_again (companion, owner_turn, text, files, NULL,
                                                   answer_cb, g_atomic_rc_box_acquire (answer),
                                                   answer_unref, &used, &error)
                     : hearth_companion_ask_with (companion, conversation, text, files, NULL,
                                                  answer_cb, g_atomic_rc_box_acquire (answer),
                                                  answer_unref, &used, &error);
  if (answer->turn == 0) {
    hearth_service_return_error (invocation, error);
  } else {
    hearth_daemon_daemon1_complete_ask_with (skeleton, invocation, answer->turn, used);
    send_early (answer);
  }
  answer_unref (answer);
  return TRUE;
}

static gboolean
undo_ask_again_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, gint64 turn,
                   HearthCompanion *companion)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = hearth_companion_undo_ask_again (companion, turn, &error);

  if (name == NULL)
    hearth_service_return_error (invocation, error);
  else
    hearth_daemon_daemon1_complete_undo_ask_again (skeleton, invocation, name);
  return TRUE;
}

static gboolean
rate_answer_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, gint64 turn,
                const char *name, HearthCompanion *companion)
{
  g_autoptr (GError) error = NULL;
  HearthTurnRating rating;

  if (!hearth_turn_rating_parse (name, &rating))
    g_set_error (&error, HEARTH_COMPANION_ERROR, HEARTH_COMPANION_ERROR_FAILED,
                 _("There is no rating “%s”."), name);
  else
    hearth_companion_rate (companion, turn, rating, &error);
  if (error != NULL)
    hearth_service_return_error (invocation, error);
  else
    hearth_daemon_daemon1_complete_rate_answer (skeleton, invocation);
  return TRUE;
}

static gboolean
stop_answer_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, gint64 turn,
                HearthCompanion *companion)
{
  hearth_companion_stop (companion, turn);
  hearth_daemon_daemon1_complete_stop_answer (skeleton, invocation);
  return TRUE;
}

static gboolean
begin_conversation_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation,
                       gboolean is_private, const char *service, HearthCompanion *companion)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = hearth_companion_begin (companion, is_private, service, &error);

  if (name == NULL)
    hearth_service_return_error (invocation, error);
  else
    hearth_daemon_daemon1_complete_begin_conversation (skeleton, invocation, name);
  return TRUE;
}

static gboolean
rename_conversation_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation,
                        const char *name, const char *title, HearthCompanion *companion)
{
  g_autoptr (GError) error = NULL;

  if (!hearth_companion_rename (companion, name, title, &error))
    hearth_service_return_error (invocation, error);
  else
    hearth_daemon_daemon1_complete_rename_conversation (skeleton, invocation);
  return TRUE;
}

static void
removed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data;
  g_autoptr (GError) error = NULL;

  if (!hearth_companion_remove_finish (HEARTH_COMPANION (object), result, &error))
    hearth_service_return_error (invocation, error);
  else
    hearth_daemon_daemon1_complete_remove_conversation (NULL, invocation);
}

static gboolean
remove_conversation_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation,
                        const char *name, HearthCompanion *companion)
{
  hearth_companion_remove_async (companion, name, removed_cb, invocation);
  return TRUE;
}

static GVariant *
chips_to_variant (GPtrArray *chips)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < chips->len; i++) {
    g_autoptr (HearthAnswerEvent) event =
        hearth_answer_event_new_chip (hearth_chip_copy (g_ptr_array_index (chips, i)));

    g_variant_builder_add_value (&builder, hearth_answer_event_to_variant (event));
  }
  return g_variant_builder_end (&builder);
}

static GVariant *
files_to_variant (GPtrArray *files)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < files->len; i++) {
    const HearthTurnFile *file = g_ptr_array_index (files, i);
    GVariantDict dict;

    g_variant_dict_init (&dict, NULL);
    g_variant_dict_insert (&dict, "name", "s", file->name);
    g_variant_dict_insert (&dict, "type", "s", file->type);
    g_variant_dict_insert (&dict, "size", "t", (guint64) file->size);
    g_variant_builder_add_value (&builder, g_variant_dict_end (&dict));
  }
  return g_variant_builder_end (&builder);
}

static GVariant *
turn_to_variant (const HearthTurn *turn)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "id", "x", turn->id);
  g_variant_dict_insert (&dict, "role", "s",
                         turn->role == HEARTH_TURN_OWNER ? "owner" : "companion");
  g_variant_dict_insert (&dict, "text", "s", turn->text);
  g_variant_dict_insert (&dict, "created", "x", turn->created);
  g_variant_dict_insert (&dict, "complete", "b", turn->complete);
  g_variant_dict_insert (&dict, "service", "s", turn->service);
  g_variant_dict_insert (&dict, "tokens-in", "x", turn->tokens_in);
  g_variant_dict_insert (&dict, "tokens-out", "x", turn->tokens_out);
  g_variant_dict_insert (&dict, "rating", "s", hearth_turn_rating_get_name (turn->rating));
  g_variant_dict_insert_value (&dict, "sources", chips_to_variant (turn->chips));
  g_variant_dict_insert_value (&dict, "files", files_to_variant (turn->files));
  return g_variant_dict_end (&dict);
}

static gboolean
private_turns_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation,
                  const char *name, HearthCompanion *companion)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) turns = hearth_companion_list_private_turns (companion, name, &error);
  GVariantBuilder builder;

  if (turns == NULL) {
    hearth_service_return_error (invocation, error);
    return TRUE;
  }
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < turns->len; i++)
    g_variant_builder_add_value (&builder, turn_to_variant (g_ptr_array_index (turns, i)));
  hearth_daemon_daemon1_complete_private_turns (skeleton, invocation,
                                                g_variant_builder_end (&builder));
  return TRUE;
}

/**
 * hearth_service_conversations_connect:
 * @skeleton: the daemon's interface
 * @companion: the companion, which outlives it
 *
 * Answers the methods for conversations.
 */
void
hearth_service_conversations_connect (HearthDaemonDaemon1 *skeleton, HearthCompanion *companion)
{
  static const struct {
    const char *signal;
    GCallback callback;
  } handlers[] = {
    { "handle-ask", G_CALLBACK (ask_cb) },
    { "handle-ask-again", G_CALLBACK (ask_again_cb) },
    { "handle-ask-with", G_CALLBACK (ask_with_cb) },
    { "handle-undo-ask-again", G_CALLBACK (undo_ask_again_cb) },
    { "handle-rate-answer", G_CALLBACK (rate_answer_cb) },
    { "handle-stop-answer", G_CALLBACK (stop_answer_cb) },
    { "handle-begin-conversation", G_CALLBACK (begin_conversation_cb) },
    { "handle-rename-conversation", G_CALLBACK (rename_conversation_cb) },
    { "handle-remove-conversation", G_CALLBACK (remove_conversation_cb) },
    { "handle-private-turns", G_CALLBACK (private_turns_cb) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect_object (skeleton, handlers[i].signal, handlers[i].callback, companion, 0);
}
