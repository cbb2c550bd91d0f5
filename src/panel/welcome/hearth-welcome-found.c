/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-welcome-found.h"

#include "hearth-label-wrap.h"
#include "hearth-mind-calls.h"

#include <glib/gi18n.h>

/* So often it is looked again while mail is read for the first time, in milliseconds. */
#define LOOK_MS 700
/* After this time what was found is told, whether all was read or not. */
#define PATIENCE ((gint64) 20 * G_USEC_PER_SEC)
/* So much of the newest mail is waited for. */
#define NEWEST 200.0

/**
 * HearthWelcomeFound:
 *
 * What was found in the newest mail and the coming days, each a way to its source. While it is
 * read, how far that is.
 *
 * Signal: `told ()`: all that there is to tell stands there.
 */
struct _HearthWelcomeFound {
  GtkBox parent_instance;

  GtkLabel *title;
  GtkProgressBar *progress;
  GtkListBox *list;
  GtkLabel *sentence;
  GtkLabel *problem;

  HearthClient *client;      /* (owned) (nullable) until it begins */
  GCancellable *cancellable; /* (owned) */
  GVariant *shown;           /* (owned) (nullable): the items that stand there */
  gint64 began;              /* monotonic, microseconds */
  guint timer;
  gboolean asking;
  gboolean told;
};

G_DEFINE_FINAL_TYPE (HearthWelcomeFound, hearth_welcome_found, GTK_TYPE_BOX)

static guint signal_told;

static GtkWidget *
make_label (const char *text, int lines, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  hearth_label_wrap (GTK_LABEL (label));
  if (lines > 0) {
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
    gtk_label_set_lines (GTK_LABEL (label), lines);
  }
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
open_source (GtkActionable *row, GVariant *item)
{
  gint64 id = 0, start = 0;

  g_variant_lookup (item, "id", "x", &id);
  g_variant_lookup (item, "start", "x", &start);
  if (g_str_equal (hearth_mind_get_string (item, "kind"), "event")) {
    gtk_actionable_set_action_name (row, "win.show-event");
    gtk_actionable_set_action_target (row, "(xx)", id, start);
  } else {
    gtk_actionable_set_action_name (row, "win.show-message");
    gtk_actionable_set_action_target (row, "x", id);
  }
}

static GtkWidget *
make_row (GVariant *item)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  const char *text = hearth_mind_get_string (item, "text");
  const char *reason = hearth_mind_get_string (item, "reason");
  const char *quote = hearth_mind_get_string (item, "quote");
  /* Translators: words of a mail */
  g_autofree char *quoted = *quote != '\0' ? g_strdup_printf (_("“%s”"), quote) : NULL;
  g_autofree char *name = g_strjoin (", ", text, reason, quoted, NULL);

  gtk_widget_add_css_class (box, "need");
  gtk_box_append (GTK_BOX (box), make_label (text, 2, "need-title"));
  gtk_box_append (GTK_BOX (box), make_label (reason, 2, "reason"));
  if (quoted != NULL)
    gtk_box_append (GTK_BOX (box), make_label (quoted, 2, "dim-label"));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  open_source (GTK_ACTIONABLE (row), item);
  return row;
}

/* Rows stay as they are unless something else is to be told: somebody may be on one. */
static void
show_items (HearthWelcomeFound *self, GVariant *items)
{
  GtkWidget *row;

  if (self->shown != NULL && g_variant_equal (self->shown, items))
    return;
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (gsize i = 0; i < g_variant_n_children (items); i++) {
    g_autoptr (GVariant) item = g_variant_get_child_value (items, i);

    gtk_list_box_append (self->list, make_row (item));
  }
  g_clear_pointer (&self->shown, g_variant_unref);
  self->shown = g_variant_ref (items);
  gtk_widget_set_visible (GTK_WIDGET (self->list), g_variant_n_children (items) > 0);
}

static void
show_problems (HearthWelcomeFound *self, GVariant *found)
{
  g_autofree const char **problems = NULL;
  g_autofree char *text = NULL;

  g_variant_lookup (found, "problems", "^a&s", &problems);
  text = problems != NULL ? g_strjoinv ("\n", (char **) problems) : g_strdup ("");
  gtk_label_set_text (self->problem, text);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), *text != '\0');
}

static const char *
find_title (gsize n)
{
  switch (n) {
  case 0:
    return _("Nothing presses");
  case 1:
    return _("One thing worth knowing");
  case 2:
    return _("Two things worth knowing");
  default:
    return _("Three things worth knowing");
  }
}

static void
end (HearthWelcomeFound *self, gsize n, const char *sentence, gboolean complete)
{
  g_autofree char *more = NULL;

  gtk_label_set_text (self->title, find_title (n));
  gtk_widget_set_visible (GTK_WIDGET (self->progress), FALSE);
  if (!complete)
    more = g_strdup_printf ("%s %s", sentence, _("I am still reading; there may be more."));
  gtk_label_set_text (self->sentence, more != NULL ? more : sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->sentence), TRUE);
  if (complete)
    g_clear_handle_id (&self->timer, g_source_remove);
  if (!self->told)
    g_signal_emit (self, signal_told, 0);
  self->told = TRUE;
}

static void
show_found (HearthWelcomeFound *self, GVariant *found)
{
  g_autoptr (GVariant) items = g_variant_lookup_value (found, "items", G_VARIANT_TYPE ("aa{sv}"));
  guint messages = 0, pending = 0;
  gboolean complete;

  if (items == NULL)
    return;
  g_variant_lookup (found, "messages", "u", &messages);
  g_variant_lookup (found, "pending", "u", &pending);
  complete = pending == 0 && !hearth_mind_get_boolean (found, "unread") &&
             !hearth_mind_get_boolean (found, "reading");
  show_problems (self, found);
  show_items (self, items);
  if (complete || self->told || g_get_monotonic_time () - self->began >= PATIENCE)
    end (self, g_variant_n_children (items), hearth_mind_get_string (found, "sentence"), complete);
  else
    gtk_progress_bar_set_fraction (self->progress,
                                   CLAMP ((messages - MIN (pending, messages)) / NEWEST, 0, 1));
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthWelcomeFound) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) found = NULL;

  hearth_bus_daemon1_call_highlights_finish (HEARTH_BUS_DAEMON1 (source), &found, result, &error);
  self->asking = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (found != NULL) {
    show_found (self, found);
  } else {
    g_autofree char *message = hearth_client_dup_message (error);

    gtk_label_set_text (self->problem, message);
    gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
  }
}

static void
look (HearthWelcomeFound *self)
{
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, NULL);

  /* Without the service the strip above says so, and how to start it. */
  if (proxy == NULL || self->asking)
    return;
  self->asking = TRUE;
  hearth_bus_daemon1_call_highlights (proxy, self->cancellable, found_cb, g_object_ref (self));
}

static gboolean
look_cb (gpointer user_data)
{
  look (user_data);
  return G_SOURCE_CONTINUE;
}

static void
hearth_welcome_found_dispose (GObject *object)
{
  HearthWelcomeFound *self = HEARTH_WELCOME_FOUND (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (hearth_welcome_found_parent_class)->dispose (object);
}

static void
hearth_welcome_found_finalize (GObject *object)
{
  HearthWelcomeFound *self = HEARTH_WELCOME_FOUND (object);

  g_clear_pointer (&self->shown, g_variant_unref);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (hearth_welcome_found_parent_class)->finalize (object);
}

static void
hearth_welcome_found_class_init (HearthWelcomeFoundClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_welcome_found_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_welcome_found_finalize;
  signal_told = g_signal_new ("told", HEARTH_TYPE_WELCOME_FOUND, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                              NULL, G_TYPE_NONE, 0);
}

static void
hearth_welcome_found_init (HearthWelcomeFound *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 8);
  self->cancellable = g_cancellable_new ();
  self->title = GTK_LABEL (make_label (_("Reading your newest mail…"), 0, "headline"));
  self->progress = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  self->sentence = GTK_LABEL (make_label ("", 0, "dim-label"));
  self->problem = GTK_LABEL (make_label ("", 0, "error"));
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("What I found"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Reading"), -1);
  gtk_widget_set_visible (GTK_WIDGET (self->list), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->sentence), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->progress));
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->list));
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->sentence));
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->problem));
}

/**
 * hearth_welcome_found_new:
 *
 * Returns: (transfer floating): a list that is empty until it begins
 */
GtkWidget *
hearth_welcome_found_new (void)
{
  return g_object_new (HEARTH_TYPE_WELCOME_FOUND, NULL);
}

/**
 * hearth_welcome_found_begin:
 * @self: a list
 * @client: the panel's client
 *
 * Looks for what is worth telling, and again until all is read. What is read later, of another
 * source, is told too.
 */
void
hearth_welcome_found_begin (HearthWelcomeFound *self, HearthClient *client)
{
  if (self->client == NULL) {
    self->client = g_object_ref (client);
    g_signal_connect_swapped (client, "changed::messages", G_CALLBACK (look), self);
    g_signal_connect_swapped (client, "changed::events", G_CALLBACK (look), self);
    g_signal_connect_swapped (client, "changed::sources", G_CALLBACK (look), self);
    g_signal_connect_swapped (client, "notify::state", G_CALLBACK (look), self);
    self->began = g_get_monotonic_time ();
    self->timer = g_timeout_add (LOOK_MS, look_cb, self);
  }
  look (self);
}
