/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-leaving.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* So many places are named; nobody reads more. */
#define MAX_NAMED 12

/* Lists that the owner wants to leave: first it is found out how, then it is asked, then done, one
 * after the other. */
typedef struct {
  GtkWidget *parent;    /* (owned) */
  HearthMailDesk *desk; /* (owned) */
  GArray *messages;     /* (owned) (element-type gint64) */
  GPtrArray *found; /* (owned) (element-type GVariant): how each is left, as FindUnsubscribe says */
  guint next;
  guint n_asked;
  guint n_failed;
  gint64 draft; /* the last one that was begun */
  guint n_drafts;
  char *problem; /* (owned) (nullable) the first one */
} Leaving;

static void
leaving_free (Leaving *self)
{
  g_object_unref (self->parent);
  g_object_unref (self->desk);
  g_array_unref (self->messages);
  g_ptr_array_unref (self->found);
  g_free (self->problem);
  g_free (self);
}

static const char *
get (GVariant *how, const char *key)
{
  const char *text = "";

  g_variant_lookup (how, key, "&s", &text);
  return text;
}

static gboolean
is_way (GVariant *how, const char *way)
{
  return g_str_equal (get (how, "how"), way);
}

static HearthBusDaemon1 *
get_proxy (Leaving *self)
{
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *proxy =
      hearth_client_get_proxy (hearth_mail_desk_get_client (self->desk), &error);

  if (proxy == NULL)
    hearth_mail_desk_say (self->desk, error->message);
  return proxy;
}

static void
note_problem (Leaving *self, const GError *error)
{
  self->n_failed++;
  if (self->problem == NULL)
    self->problem = hearth_client_dup_message (error);
}

/* What came of it, in one line. */
static void
tell (Leaving *self)
{
  g_autofree char *text = NULL;

  if (self->problem != NULL)
    text = g_strdup (self->problem);
  else if (self->n_asked > 0)
    text = g_strdup_printf (ngettext ("%u list was asked to stop", "%u lists were asked to stop",
                                      self->n_asked),
                            self->n_asked);
  else if (self->n_drafts > 1)
    text = g_strdup_printf (ngettext ("%u draft was written: send it to leave",
                                      "%u drafts were written: send them to leave", self->n_drafts),
                            self->n_drafts);
  if (text != NULL)
    hearth_mail_desk_say (self->desk, text);
  if (self->n_drafts == 1)
    gtk_widget_activate_action (self->parent, "win.begin-draft", "x", self->draft);
}

static void leave_next (Leaving *self);

static void
left_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Leaving *self = user_data;
  g_autoptr (GVariant) done = NULL;
  g_autoptr (GError) error = NULL;

  if (!hearth_bus_daemon1_call_unsubscribe_finish (HEARTH_BUS_DAEMON1 (source), &done, result,
                                                   &error)) {
    note_problem (self, error);
  } else if (is_way (done, "one-click")) {
    self->n_asked++;
  } else if (g_variant_lookup (done, "draft", "x", &self->draft)) {
    self->n_drafts++;
  } else if (is_way (done, "web")) {
    gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (self->parent)), get (done, "uri"),
                  GDK_CURRENT_TIME);
  }
  leave_next (self);
}

static void
leave_next (Leaving *self)
{
  HearthBusDaemon1 *proxy = get_proxy (self);

  while (self->next < self->found->len &&
         is_way (g_ptr_array_index (self->found, self->next), "none"))
    self->next++;
  if (proxy == NULL || self->next >= self->found->len) {
    tell (self);
    leaving_free (self);
    return;
  }
  hearth_bus_daemon1_call_unsubscribe (proxy, g_array_index (self->messages, gint64, self->next++),
                                       NULL, left_cb, self);
}

static void
answered_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  Leaving *self = user_data;

  if (!g_str_equal (response, "leave")) {
    leaving_free (self);
    return;
  }
  self->next = 0;
  leave_next (self);
}

/* Says of one way where it leads; the hosts are what the owner agrees to. */
static void
append_way (Leaving *self, GString *text, const char *way, const char *key, const char *sentence)
{
  g_autoptr (GString) places = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < self->found->len; i++) {
    GVariant *how = g_ptr_array_index (self->found, i);

    if (!is_way (how, way))
      continue;
    if (n++ < MAX_NAMED)
      g_string_append_printf (places, "\n%s", get (how, key));
  }
  if (n == 0)
    return;
  if (n > MAX_NAMED)
    g_string_append_printf (places, "\n…");
  g_string_append_printf (text, "%s%s%s", text->len > 0 ? "\n\n" : "", sentence, places->str);
}

static char *
describe (Leaving *self, gboolean *possible)
{
  GString *text = g_string_new (NULL);

  append_way (self, text, "one-click", "host", _("One request goes to each of these:"));
  append_way (self, text, "mail", "address", _("A draft is written, which you send, to:"));
  append_way (self, text, "web", "uri",
              _("A page opens in your browser, where you leave the list:"));
  *possible = text->len > 0;
  append_way (self, text, "none", "name", _("These cannot be left from here:"));
  if (self->found->len == 1 && *get (g_ptr_array_index (self->found, 0), "note") != '\0')
    g_string_append_printf (text, "\n\n%s", get (g_ptr_array_index (self->found, 0), "note"));
  return g_string_free (text, FALSE);
}

static char *
make_heading (Leaving *self)
{
  if (self->found->len == 1)
    /* Translators: %s is a list or a sender */
    return g_strdup_printf (_("Leave “%s”?"), get (g_ptr_array_index (self->found, 0), "name"));
  return g_strdup_printf (ngettext ("Leave %u List?", "Leave %u Lists?", self->found->len),
                          self->found->len);
}

static void
ask (Leaving *self)
{
  gboolean possible;
  g_autofree char *body = describe (self, &possible);
  g_autofree char *heading = make_heading (self);
  GtkWidget *dialog =
      adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (self->parent)), heading, body);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "cancel",
                                   possible ? _("_Cancel") : _("_Close"));
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  if (possible) {
    adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "leave", _("_Leave"));
    adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "leave",
                                                ADW_RESPONSE_DESTRUCTIVE);
  }
  g_signal_connect (dialog, "response", G_CALLBACK (answered_cb), self);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void find_next (Leaving *self);

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Leaving *self = user_data;
  g_autoptr (GError) error = NULL;
  GVariant *how = NULL;

  if (hearth_bus_daemon1_call_find_unsubscribe_finish (HEARTH_BUS_DAEMON1 (source), &how, result,
                                                       &error)) {
    g_ptr_array_add (self->found, how);
  } else {
    note_problem (self, error);
    g_array_remove_index (self->messages, self->found->len);
  }
  find_next (self);
}

static void
find_next (Leaving *self)
{
  HearthBusDaemon1 *proxy;

  if (gtk_widget_get_root (self->parent) == NULL) {
    leaving_free (self);
    return;
  }
  if (self->found->len < self->messages->len) {
    proxy = get_proxy (self);
    if (proxy != NULL)
      hearth_bus_daemon1_call_find_unsubscribe (
          proxy, g_array_index (self->messages, gint64, self->found->len), NULL, found_cb, self);
    else
      leaving_free (self);
    return;
  }
  if (self->found->len > 0) {
    ask (self);
    return;
  }
  tell (self);
  leaving_free (self);
}

/**
 * hearth_leaving_begin:
 * @parent: a widget of the window that asks
 * @desk: where it is told what came of it
 * @messages: (array length=n_messages): a message of each list
 * @n_messages: their number
 *
 * Finds out how lists are left, shows where that leads, and leaves them after a yes.
 */
void
hearth_leaving_begin (GtkWidget *parent, HearthMailDesk *desk, const gint64 *messages,
                      gsize n_messages)
{
  Leaving *self = g_new0 (Leaving, 1);

  self->parent = g_object_ref (parent);
  self->desk = g_object_ref (desk);
  self->messages = g_array_sized_new (FALSE, FALSE, sizeof (gint64), (guint) n_messages);
  g_array_append_vals (self->messages, messages, (guint) n_messages);
  self->found = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);
  find_next (self);
}
