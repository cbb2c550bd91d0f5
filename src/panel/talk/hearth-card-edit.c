/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-card-edit.h"

#include "hearth-json.h"

#include <glib/gi18n.h>
#include <string.h>

/* A mail that was proposed becomes a draft, which its owner goes on with by hand. */

/**
 * hearth_card_edit_knows:
 * @verb: what a card would do
 *
 * Returns: whether its owner can go on with it in a draft
 */
gboolean
hearth_card_edit_knows (const char *verb)
{
  return g_str_equal (verb, "reply") || g_str_equal (verb, "send");
}

/* The addresses alone: how somebody is called is looked up again. */
static void
add_people (GVariantDict *draft, JsonObject *content, const char *key)
{
  JsonNode *node = json_object_get_member (content, key);
  JsonArray *people =
      node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; people != NULL && i < json_array_get_length (people); i++) {
    JsonNode *person = json_array_get_element (people, i);

    if (JSON_NODE_HOLDS_OBJECT (person))
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "",
                              json_object_get_string_member_with_default (
                                  json_node_get_object (person), "address", ""));
  }
  g_variant_dict_insert (draft, key, "s", text->str);
}

static GVariant *
make_draft (JsonObject *content)
{
  static const char *const texts[] = { "subject", "text" };
  g_auto (GVariantDict) draft = G_VARIANT_DICT_INIT (NULL);

  add_people (&draft, content, "to");
  add_people (&draft, content, "cc");
  add_people (&draft, content, "bcc");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_variant_dict_insert (&draft, texts[i], "s",
                           json_object_get_string_member_with_default (content, texts[i], ""));
  return g_variant_ref_sink (g_variant_dict_end (&draft));
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (hearth_bus_daemon1_call_save_draft_finish (HEARTH_BUS_DAEMON1 (source), result, &error))
    g_task_return_pointer (task, g_object_steal_data (G_OBJECT (task), "draft"), g_free);
  else
    g_task_return_error (task, error);
}

static void
begun_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  gint64 draft = 0;

  if (!hearth_bus_daemon1_call_compose_finish (HEARTH_BUS_DAEMON1 (source), &draft, result,
                                               &error)) {
    g_task_return_error (task, error);
    return;
  }
  g_object_set_data_full (G_OBJECT (task), "draft", g_memdup2 (&draft, sizeof draft), g_free);
  hearth_bus_daemon1_call_save_draft (HEARTH_BUS_DAEMON1 (source), draft,
                                      g_task_get_task_data (task), g_task_get_cancellable (task),
                                      saved_cb, g_object_ref (task));
}

/**
 * hearth_card_edit_begin:
 * @proxy: the service
 * @verb: "reply" or "send"
 * @content: of the card
 * @cancellable: (nullable): stops it
 * @callback: calls hearth_card_edit_finish()
 * @user_data: for @callback
 *
 * Makes a draft of what a card proposes. The card is not settled by this.
 */
void
hearth_card_edit_begin (HearthBusDaemon1 *proxy, const char *verb, const char *content,
                        GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (proxy, cancellable, callback, user_data);
  g_autoptr (JsonNode) root = hearth_json_parse (content, strlen (content));
  gint64 message;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root)) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s",
                             _("It cannot be read any more."));
    return;
  }
  message = json_object_get_int_member_with_default (json_node_get_object (root), "message", 0);
  g_task_set_task_data (task, make_draft (json_node_get_object (root)),
                        (GDestroyNotify) g_variant_unref);
  hearth_bus_daemon1_call_compose (proxy,
                                   g_str_equal (verb, "reply") && message != 0 ? "reply" : "new",
                                   g_str_equal (verb, "reply") ? message : 0, cancellable, begun_cb,
                                   g_object_ref (task));
}

/**
 * hearth_card_edit_finish:
 * @result: what the callback was given
 * @error: return location
 *
 * Returns: the draft, or 0
 */
gint64
hearth_card_edit_finish (GAsyncResult *result, GError **error)
{
  g_autofree gint64 *draft = g_task_propagate_pointer (G_TASK (result), error);

  return draft != NULL ? *draft : 0;
}
