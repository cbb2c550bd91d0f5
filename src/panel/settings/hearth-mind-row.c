/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-mind-row.h"

#include "hearth-mind-calls.h"

#include <glib/gi18n.h>

/**
 * HearthMindRow:
 *
 * A model that can be downloaded: how large it is, what it needs, how far its download is.
 */
struct _HearthMindRow {
  AdwActionRow parent_instance;

  GtkWidget *progress;
  GtkWidget *button;
  GtkWidget *removal;

  HearthClient *client;      /* (owned) */
  GCancellable *cancellable; /* (owned) */
  char *id;                  /* (owned) */
  GVariant *mind;            /* (owned) (nullable) as it was shown last */
};

G_DEFINE_FINAL_TYPE (HearthMindRow, hearth_mind_row, ADW_TYPE_ACTION_ROW)

static void
called_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthMindRow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_mind_call_finish (result, &error);

  if (reply == NULL)
    hearth_mind_say_error (GTK_WIDGET (self), error);
}

static void
call (HearthMindRow *self, const char *method, GVariant *arguments)
{
  hearth_mind_call (self->client, method, arguments, NULL, self->cancellable, called_cb,
                    g_object_ref (self));
}

static gboolean
is_state (HearthMindRow *self, const char *state)
{
  return self->mind != NULL && g_str_equal (hearth_mind_get_string (self->mind, "state"), state);
}

static void
clicked_cb (HearthMindRow *self)
{
  if (is_state (self, "downloading"))
    call (self, "StopDownload", g_variant_new ("(s)", self->id));
  else
    call (self, "DownloadMind", g_variant_new ("(sb)", self->id, TRUE));
}

static void
remove_cb (HearthMindRow *self)
{
  call (self, "RemoveMind", g_variant_new ("(s)", self->id));
}

static void
set_subtitle (HearthMindRow *self)
{
  guint64 done = hearth_mind_get_size (self->mind, "done");
  g_autofree char *size = g_format_size (hearth_mind_get_size (self->mind, "size"));
  g_autofree char *memory = g_format_size (hearth_mind_get_size (self->mind, "memory"));
  g_autofree char *came = g_format_size (done);
  const char *problem = hearth_mind_get_string (self->mind, "problem");
  g_autofree char *text = NULL;
  g_autofree char *escaped = NULL;

  if (*problem != '\0')
    text = g_strdup (problem);
  else if (is_state (self, "checking"))
    text = g_strdup (_("Being checked…"));
  else if (is_state (self, "downloading") || is_state (self, "paused"))
    text = g_strdup_printf (_("%s of %s from %s"), came, size,
                            hearth_mind_get_string (self->mind, "host"));
  else if (is_state (self, "ready"))
    text = g_strdup_printf (_("Here · %s · needs %s of memory"), size, memory);
  else
    /* Translators: size, memory, licence, languages, and the host that it is downloaded from. */
    text = g_strdup_printf (_("%s · needs %s of memory · %s · %s\nFrom %s"), size, memory,
                            hearth_mind_get_string (self->mind, "licence"),
                            hearth_mind_get_string (self->mind, "languages"),
                            hearth_mind_get_string (self->mind, "host"));
  escaped = g_markup_escape_text (text, -1);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), escaped);
}

static void
set_button (HearthMindRow *self)
{
  const char *label = is_state (self, "downloading") ? _("Stop")
                      : is_state (self, "paused")    ? _("Go On")
                      : is_state (self, "ready")     ? _("Use")
                                                     : _("Download");
  g_autofree char *name =
      g_strdup_printf ("%s: %s", label, hearth_mind_get_string (self->mind, "title"));

  gtk_button_set_label (GTK_BUTTON (self->button), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  gtk_widget_set_sensitive (self->button, !is_state (self, "checking"));
  gtk_widget_set_visible (self->removal, is_state (self, "ready") || is_state (self, "paused"));
}

/**
 * hearth_mind_row_show:
 * @self: a row
 * @mind: a model of ListMinds
 */
void
hearth_mind_row_show (HearthMindRow *self, GVariant *mind)
{
  guint64 size = hearth_mind_get_size (mind, "size");
  g_autofree char *title = g_markup_escape_text (hearth_mind_get_string (mind, "title"), -1);

  g_variant_ref (mind);
  g_clear_pointer (&self->mind, g_variant_unref);
  self->mind = mind;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  set_subtitle (self);
  set_button (self);
  gtk_widget_set_visible (self->progress, is_state (self, "downloading"));
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress),
                                 size > 0
                                     ? (double) hearth_mind_get_size (mind, "done") / (double) size
                                     : 0);
}

static void
hearth_mind_row_dispose (GObject *object)
{
  HearthMindRow *self = HEARTH_MIND_ROW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (hearth_mind_row_parent_class)->dispose (object);
}

static void
hearth_mind_row_finalize (GObject *object)
{
  HearthMindRow *self = HEARTH_MIND_ROW (object);

  g_clear_pointer (&self->mind, g_variant_unref);
  g_object_unref (self->cancellable);
  g_free (self->id);
  G_OBJECT_CLASS (hearth_mind_row_parent_class)->finalize (object);
}

static void
hearth_mind_row_class_init (HearthMindRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_mind_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_mind_row_finalize;
}

static void
hearth_mind_row_init (HearthMindRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->cancellable = g_cancellable_new ();
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 5);
  self->button = gtk_button_new ();
  self->progress = gtk_progress_bar_new ();
  gtk_widget_set_size_request (self->progress, 72, -1);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), self->button);
  gtk_box_append (GTK_BOX (box), self->progress);
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (clicked_cb), self);
  self->removal = gtk_button_new_from_icon_name ("user-trash-symbolic");
  gtk_widget_add_css_class (self->removal, "flat");
  gtk_widget_set_valign (self->removal, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (self->removal, _("Delete the model’s file"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->removal), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Delete the model’s file"), -1);
  g_signal_connect_swapped (self->removal, "clicked", G_CALLBACK (remove_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->removal);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), box);
}

/**
 * hearth_mind_row_new:
 * @client: the panel's client
 * @id: the model
 *
 * Returns: (transfer floating): a row that shows nothing yet
 */
GtkWidget *
hearth_mind_row_new (HearthClient *client, const char *id)
{
  HearthMindRow *self = g_object_new (HEARTH_TYPE_MIND_ROW, NULL);

  self->client = g_object_ref (client);
  self->id = g_strdup (id);
  return GTK_WIDGET (self);
}

/**
 * hearth_mind_row_get_id:
 * @self: a row
 *
 * Returns: its model
 */
const char *
hearth_mind_row_get_id (HearthMindRow *self)
{
  return self->id;
}
