/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-letter-versions.h"

#include "hearth-clock.h"
#include "hearth-format.h"
#include "hearth-store-letters.h"

#include <glib/gi18n.h>

#define MAX_LOOK 600
#define WIDTH 280

/**
 * HearthLetterVersions:
 *
 * A button with what a letter said before: each version can be looked at and brought back.
 */
struct _HearthLetterVersions {
  GtkWidget parent_instance;

  GtkWidget *button;
  GtkWidget *popover;
  GtkListBox *list;
  GtkStack *stack;
  GtkLabel *look;
  GtkWidget *restore;

  HearthClient *client;      /* (owned) */
  GCancellable *cancellable; /* (owned) */
  gint64 letter;
  gint64 newest; /* what it says now, or 0 */
  gint64 chosen; /* the version that is looked at */
};

G_DEFINE_FINAL_TYPE (HearthLetterVersions, hearth_letter_versions, GTK_TYPE_WIDGET)

enum { OPENING, CHOSEN, N_SIGNALS };

static guint signals[N_SIGNALS];

static char *
dup_when (gint64 at)
{
  g_autofree char *day = hearth_format_day (at, hearth_clock_now ());
  g_autofree char *time = hearth_format_time (at);

  /* Translators: a day and a time */
  return g_strdup_printf (_("%s, %s"), day, time);
}

static GtkWidget *
make_row (const HearthLetterVersion *version)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_autofree char *when = dup_when (version->at);
  g_autofree char *size =
      g_strdup_printf (ngettext ("%u character", "%u characters", (guint) version->n_chars),
                       (guint) version->n_chars);
  g_autofree char *name = g_strdup_printf ("%s, %s", when, size);
  GtkWidget *left = gtk_label_new (when);
  GtkWidget *right = gtk_label_new (size);

  gtk_label_set_xalign (GTK_LABEL (left), 0);
  gtk_widget_set_hexpand (left, TRUE);
  gtk_widget_add_css_class (right, "dim-label");
  gtk_widget_add_css_class (right, "small");
  gtk_box_append (GTK_BOX (box), left);
  gtk_box_append (GTK_BOX (box), right);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (row), "version", g_memdup2 (&version->id, sizeof version->id),
                          g_free);
  return row;
}

static gpointer
read_versions (HearthDatabase *db, gpointer data, GError **error)
{
  return hearth_store_letters_list_versions (db, *(gint64 *) data, error);
}

static void
versions_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthLetterVersions) self = user_data;
  g_autoptr (GPtrArray) versions = hearth_client_read_finish (HEARTH_CLIENT (source), result, NULL);
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; versions != NULL && i < versions->len; i++)
    gtk_list_box_append (self->list, make_row (g_ptr_array_index (versions, i)));
  self->newest = versions != NULL && versions->len > 0
                     ? ((const HearthLetterVersion *) g_ptr_array_index (versions, 0))->id
                     : 0;
  row = gtk_widget_get_first_child (GTK_WIDGET (self->list));
  if (row != NULL && gtk_widget_get_mapped (self->popover))
    gtk_widget_grab_focus (row);
}

static void
read_async (HearthLetterVersions *self, HearthReadFunc func, gint64 id, GDestroyNotify result_free,
            GAsyncReadyCallback callback)
{
  hearth_client_read_async (self->client, func, g_memdup2 (&id, sizeof id), g_free, result_free,
                            self->cancellable, callback, g_object_ref (self));
}

static void
opened_cb (HearthLetterVersions *self)
{
  /* What was just written is a version, too. */
  g_signal_emit (self, signals[OPENING], 0);
  gtk_stack_set_visible_child_name (self->stack, "list");
  read_async (self, read_versions, self->letter, (GDestroyNotify) g_ptr_array_unref, versions_cb);
}

static gpointer
read_version (HearthDatabase *db, gpointer data, GError **error)
{
  return hearth_store_letters_get_version (db, *(gint64 *) data, error);
}

static void
version_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthLetterVersions) self = user_data;
  g_autoptr (HearthLetterVersion) version =
      hearth_client_read_finish (HEARTH_CLIENT (source), result, NULL);
  g_autofree char *beginning = NULL;

  if (version == NULL || version->letter_id != self->letter)
    return;
  beginning = g_utf8_substring (version->letter->text, 0,
                                MIN (MAX_LOOK, g_utf8_strlen (version->letter->text, -1)));
  self->chosen = version->id;
  gtk_label_set_text (self->look, *beginning != '\0' ? beginning : _("It was empty then."));
  gtk_stack_set_visible_child_name (self->stack, "look");
  gtk_widget_grab_focus (self->restore);
}

static void
activated_cb (HearthLetterVersions *self, GtkListBoxRow *row)
{
  read_async (self, read_version, *(gint64 *) g_object_get_data (G_OBJECT (row), "version"),
              (GDestroyNotify) hearth_letter_version_free, version_cb);
}

static void
restore_cb (HearthLetterVersions *self)
{
  gtk_popover_popdown (GTK_POPOVER (self->popover));
  g_signal_emit (self, signals[CHOSEN], 0, self->chosen, self->newest);
}

static void
back_cb (HearthLetterVersions *self)
{
  gtk_stack_set_visible_child_name (self->stack, "list");
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static void
hearth_letter_versions_dispose (GObject *object)
{
  HearthLetterVersions *self = HEARTH_LETTER_VERSIONS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (hearth_letter_versions_parent_class)->dispose (object);
}

static void
hearth_letter_versions_class_init (HearthLetterVersionsClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hearth_letter_versions_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  /**
   * HearthLetterVersions::opening:
   *
   * The versions are about to be read.
   */
  signals[OPENING] =
      g_signal_new ("opening", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * HearthLetterVersions::chosen:
   * @version: what the letter is to say again
   * @newest: what it said until now, or 0
   */
  signals[CHOSEN] = g_signal_new ("chosen", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_INT64);
}

static GtkWidget *
make_scroller (GtkWidget *child)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 300);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), child);
  return scroller;
}

static GtkWidget *
make_look (HearthLetterVersions *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *deeds = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new ("");
  GtkWidget *back = gtk_button_new_with_label (_("Back"));

  self->look = GTK_LABEL (label);
  gtk_label_set_wrap (self->look, TRUE);
  gtk_label_set_wrap_mode (self->look, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (self->look, 0);
  gtk_label_set_selectable (self->look, TRUE);
  self->restore = gtk_button_new_with_label (_("Bring Back"));
  gtk_box_append (GTK_BOX (deeds), self->restore);
  gtk_box_append (GTK_BOX (deeds), back);
  gtk_box_append (GTK_BOX (box), make_scroller (label));
  gtk_box_append (GTK_BOX (box), deeds);
  gtk_widget_add_css_class (box, "letter-form");
  g_signal_connect_swapped (self->restore, "clicked", G_CALLBACK (restore_cb), self);
  g_signal_connect_swapped (back, "clicked", G_CALLBACK (back_cb), self);
  return box;
}

static void
hearth_letter_versions_init (HearthLetterVersions *self)
{
  self->cancellable = g_cancellable_new ();
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("What it said before"), -1);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (activated_cb), self);
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_stack_add_named (self->stack, make_scroller (GTK_WIDGET (self->list)), "list");
  gtk_stack_add_named (self->stack, make_look (self), "look");
  gtk_widget_set_size_request (GTK_WIDGET (self->stack), WIDTH, -1);
  self->popover = gtk_popover_new ();
  gtk_widget_add_css_class (self->popover, "offers");
  gtk_popover_set_child (GTK_POPOVER (self->popover), GTK_WIDGET (self->stack));
  g_signal_connect_swapped (self->popover, "show", G_CALLBACK (opened_cb), self);
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->button), "document-open-recent-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), self->popover);
  gtk_widget_set_tooltip_text (self->button, _("What It Said Before"));
  gtk_widget_add_css_class (self->button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("What it said before"), -1);
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
}

/**
 * hearth_letter_versions_new:
 * @client: the panel's client
 *
 * Returns: (transfer floating): a button
 */
GtkWidget *
hearth_letter_versions_new (HearthClient *client)
{
  HearthLetterVersions *self = g_object_new (HEARTH_TYPE_LETTER_VERSIONS, NULL);

  self->client = g_object_ref (client);
  return GTK_WIDGET (self);
}

/**
 * hearth_letter_versions_set_letter:
 * @self: a button
 * @letter: whose versions are shown, or 0: then there are none
 */
void
hearth_letter_versions_set_letter (HearthLetterVersions *self, gint64 letter)
{
  self->letter = letter;
  gtk_widget_set_sensitive (self->button, letter != 0);
}

/**
 * hearth_letter_versions_find_shown:
 * @db: the panel's connection
 * @letter: a letter
 *
 * Returns: which of its versions it says: the newest, or that which the newest brought back; 0 if
 *   that cannot be told
 */
gint64
hearth_letter_versions_find_shown (HearthDatabase *db, gint64 letter)
{
  g_autoptr (GPtrArray) versions = hearth_store_letters_list_versions (db, letter, NULL);
  const HearthLetterVersion *newest =
      versions != NULL && versions->len > 0 ? g_ptr_array_index (versions, 0) : NULL;

  if (newest == NULL)
    return 0;
  return newest->origin != 0 ? newest->origin : newest->id;
}
