/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-talk-reader.h"

#include "hearth-store-conversations.h"

#include <glib/gi18n.h>

/* Reads what was said: from the store, or, of a private conversation, from the service, which keeps
 * it in memory only. */

typedef struct {
  char *conversation; /* (nullable): the latest one */
  gint64 below;
  guint limit;
} Wanted;

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  g_free (wanted->conversation);
  g_free (wanted);
}

/**
 * hearth_talk_page_free:
 * @self: (transfer full): a page
 */
void
hearth_talk_page_free (HearthTalkPage *self)
{
  g_clear_pointer (&self->conversation, hearth_conversation_free);
  g_clear_pointer (&self->turns, g_ptr_array_unref);
  g_free (self);
}

static int
compare_turns (gconstpointer a, gconstpointer b)
{
  const HearthTurn *one = *(HearthTurn *const *) a;
  const HearthTurn *two = *(HearthTurn *const *) b;

  return one->id < two->id ? -1 : one->id > two->id;
}

static gpointer
read_page (HearthDatabase *db, gpointer data, GError **error)
{
  Wanted *wanted = data;
  g_autofree char *name = g_strdup (wanted->conversation);
  g_autoptr (HearthTalkPage) page = g_new0 (HearthTalkPage, 1);
  g_autoptr (GError) failed = NULL;

  if (name == NULL) {
    name = hearth_store_turns_dup_latest_conversation (db, &failed);
    if (name == NULL) {
      if (failed != NULL)
        g_propagate_error (error, g_steal_pointer (&failed));
      return NULL;
    }
  }
  page->conversation = hearth_store_conversations_get (db, name, &failed);
  if (failed != NULL) {
    g_propagate_error (error, g_steal_pointer (&failed));
    return NULL;
  }
  if (page->conversation == NULL)
    page->conversation = hearth_conversation_new (name, "");
  page->turns = hearth_store_turns_list (db, name, wanted->below, wanted->limit, error);
  if (page->turns == NULL)
    return NULL;
  g_ptr_array_sort (page->turns, compare_turns);
  return g_steal_pointer (&page);
}

static void
page_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  HearthTalkPage *page = hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, page, (GDestroyNotify) hearth_talk_page_free);
}

/**
 * hearth_talk_reader_read:
 * @client: the panel's client
 * @conversation: (nullable): its name, or %NULL for the one that was last spoken in
 * @below: only turns whose row is below, or 0
 * @limit: so many of them, the newest
 * @cancellable: (nullable): stops it
 * @callback: calls hearth_talk_reader_read_finish()
 * @user_data: for @callback
 *
 * Reads a piece of a conversation.
 */
void
hearth_talk_reader_read (HearthClient *client, const char *conversation, gint64 below, guint limit,
                         GCancellable *cancellable, GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (client, cancellable, callback, user_data);
  Wanted *wanted = g_new0 (Wanted, 1);

  wanted->conversation = g_strdup (conversation);
  wanted->below = below;
  wanted->limit = limit;
  hearth_client_read_async (client, read_page, wanted, wanted_free,
                            (GDestroyNotify) hearth_talk_page_free, cancellable, page_read_cb,
                            task);
}

static gint64
look_up_number (GVariantDict *dict, const char *key)
{
  gint64 number = 0;

  g_variant_dict_lookup (dict, key, "x", &number);
  return number;
}

/* Each source is written as an answer's event is. */
static void
read_sources (GVariantDict *dict, HearthTurn *turn)
{
  g_autoptr (GVariant) sources =
      g_variant_dict_lookup_value (dict, "sources", G_VARIANT_TYPE ("aa{sv}"));
  gsize n = sources != NULL ? g_variant_n_children (sources) : 0;

  for (gsize i = 0; i < n; i++) {
    g_autoptr (GVariant) source = g_variant_get_child_value (sources, i);
    g_autoptr (HearthAnswerEvent) event = hearth_answer_event_from_variant (source);

    if (event != NULL && event->chip != NULL)
      g_ptr_array_add (turn->chips, hearth_chip_copy (event->chip));
  }
}

static void
read_files (GVariantDict *dict, HearthTurn *turn)
{
  g_autoptr (GVariant) files =
      g_variant_dict_lookup_value (dict, "files", G_VARIANT_TYPE ("aa{sv}"));
  gsize n = files != NULL ? g_variant_n_children (files) : 0;

  for (gsize i = 0; i < n; i++) {
    g_autoptr (GVariant) file = g_variant_get_child_value (files, i);
    g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (file);
    const char *name = "";
    const char *type = "";
    guint64 size = 0;

    g_variant_dict_lookup (&fields, "name", "&s", &name);
    g_variant_dict_lookup (&fields, "type", "&s", &type);
    g_variant_dict_lookup (&fields, "size", "t", &size);
    g_ptr_array_add (turn->files, hearth_turn_file_new_known (name, type, (gsize) size, NULL));
  }
}

static HearthTurn *
read_private_turn (const char *conversation, GVariant *variant)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (variant);
  const char *role = "";
  const char *text = "";
  const char *service = "";
  const char *rating = "";
  gboolean complete = TRUE;
  HearthTurn *turn;

  g_variant_dict_lookup (&dict, "role", "&s", &role);
  g_variant_dict_lookup (&dict, "text", "&s", &text);
  g_variant_dict_lookup (&dict, "service", "&s", &service);
  g_variant_dict_lookup (&dict, "complete", "b", &complete);
  g_variant_dict_lookup (&dict, "rating", "&s", &rating);
  turn = hearth_turn_new (conversation,
                          g_str_equal (role, "owner") ? HEARTH_TURN_OWNER : HEARTH_TURN_COMPANION,
                          text);
  turn->id = look_up_number (&dict, "id");
  turn->created = look_up_number (&dict, "created");
  turn->complete = complete;
  g_free (turn->service);
  turn->service = g_strdup (service);
  (void) hearth_turn_rating_parse (rating, &turn->rating);
  turn->tokens_in = look_up_number (&dict, "tokens-in");
  turn->tokens_out = look_up_number (&dict, "tokens-out");
  read_sources (&dict, turn);
  read_files (&dict, turn);
  return turn;
}

typedef struct {
  char *conversation;
  guint limit;
} PrivateWanted;

static void
private_wanted_free (gpointer data)
{
  PrivateWanted *wanted = data;

  g_free (wanted->conversation);
  g_free (wanted);
}

static void
private_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PrivateWanted *wanted = g_task_get_task_data (task);
  g_autoptr (GVariant) turns = NULL;
  HearthTalkPage *page;
  GError *error = NULL;
  gsize n;

  if (!hearth_bus_daemon1_call_private_turns_finish (HEARTH_BUS_DAEMON1 (source), &turns, result,
                                                     &error)) {
    g_task_return_error (task, error);
    return;
  }
  page = g_new0 (HearthTalkPage, 1);
  page->conversation = hearth_conversation_new (wanted->conversation, _("Private conversation"));
  page->turns = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_turn_free);
  n = g_variant_n_children (turns);
  for (gsize i = n > wanted->limit ? n - wanted->limit : 0; i < n; i++) {
    g_autoptr (GVariant) turn = g_variant_get_child_value (turns, i);

    g_ptr_array_add (page->turns, read_private_turn (wanted->conversation, turn));
  }
  g_task_return_pointer (task, page, (GDestroyNotify) hearth_talk_page_free);
}

/**
 * hearth_talk_reader_read_private:
 * @client: the panel's client
 * @conversation: the name of a private conversation
 * @limit: so many of its turns, the newest
 * @cancellable: (nullable): stops it
 * @callback: calls hearth_talk_reader_read_finish()
 * @user_data: for @callback
 *
 * Asks the service for what was said in a private conversation. Fails when it was lost.
 */
void
hearth_talk_reader_read_private (HearthClient *client, const char *conversation, guint limit,
                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (client, cancellable, callback, user_data);
  PrivateWanted *wanted = g_new0 (PrivateWanted, 1);
  GError *error = NULL;
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (client, &error);

  wanted->conversation = g_strdup (conversation);
  wanted->limit = limit;
  g_task_set_task_data (task, wanted, private_wanted_free);
  if (proxy == NULL) {
    g_task_return_error (task, error);
    return;
  }
  hearth_bus_daemon1_call_private_turns (proxy, conversation, cancellable, private_read_cb,
                                         g_steal_pointer (&task));
}

/**
 * hearth_talk_reader_read_finish:
 * @result: what the callback was given
 * @error: return location
 *
 * Returns: (transfer full) (nullable): a page, or %NULL on an error or when there is no
 * conversation
 */
HearthTalkPage *
hearth_talk_reader_read_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
