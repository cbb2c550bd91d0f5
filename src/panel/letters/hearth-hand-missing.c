/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-hand-missing.h"

#include "hearth-hand-file.h"
#include "hearth-store-hands.h"

#include <glib/gi18n.h>

#define SETTLE_MS 700
#define MAX_SHOWN 8 /* characters that are named */

/**
 * HearthHandMissing:
 *
 * A line below a letter that is written in a hand: which of its characters the hand has not.
 */
struct _HearthHandMissing {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkLabel *label;

  HearthClient *client;      /* (owned) */
  GtkTextBuffer *buffer;     /* (owned) */
  HearthLetterLook *look;    /* (owned) */
  GCancellable *cancellable; /* (owned) */
  char *missing;             /* (owned) (nullable): all of them */
  char *language;            /* (owned) (nullable): of the letter */
  gint64 hand;
  guint timer;
};

G_DEFINE_FINAL_TYPE (HearthHandMissing, hearth_hand_missing, GTK_TYPE_WIDGET)

/* A letter that is looked through, and what was found. */
typedef struct {
  HearthLetter *letter; /* (owned) (nullable) */
  gint64 hand;          /* or 0: it is in none */
  char *missing;        /* (owned) (nullable) */
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  g_clear_pointer (&search->letter, hearth_letter_free);
  g_free (search->missing);
  g_free (search);
}

static gpointer
read_missing (HearthDatabase *db, gpointer data, GError **error)
{
  const Search *wanted = data;
  g_autoptr (GPtrArray) rows = hearth_store_hands_list (db, error);
  Search *found;

  if (rows == NULL)
    return NULL;
  found = g_new0 (Search, 1);
  for (guint i = 0; i < rows->len && found->hand == 0; i++) {
    const HearthHandRow *row = g_ptr_array_index (rows, i);
    g_autoptr (HearthHandRow) whole = NULL;
    g_autoptr (HearthHand) hand = NULL;

    if (!g_str_equal (row->name, wanted->letter->face))
      continue;
    whole = hearth_store_hands_get (db, row->id, NULL);
    hand = whole != NULL ? hearth_hand_file_read (whole->data, NULL) : NULL;
    if (hand == NULL)
      break;
    found->hand = row->id;
    found->missing = hearth_hand_dup_missing (hand, wanted->letter->text);
  }
  return found;
}

static void
show_missing (HearthHandMissing *self)
{
  glong n = g_utf8_strlen (self->missing, -1);
  g_autofree char *shown = g_utf8_substring (self->missing, 0, MIN (n, MAX_SHOWN));
  GString *list = g_string_new (NULL);
  g_autofree char *text = NULL;

  for (const char *p = shown; *p != '\0'; p = g_utf8_next_char (p)) {
    if (list->len > 0 && !g_unichar_ismark (g_utf8_get_char (p)))
      g_string_append_c (list, ' ');
    g_string_append_unichar (list, g_utf8_get_char (p));
  }
  if (n > MAX_SHOWN)
    g_string_append (list, " …");
  /* Translators: %s are characters, with blanks between them */
  text = g_strdup_printf (ngettext ("%s is not in your hand yet", "%s are not in your hand yet",
                                    (gulong) n),
                          list->str);
  gtk_label_set_text (self->label, text);
  g_string_free (list, TRUE);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthHandMissing *self = user_data;
  g_autoptr (GError) error = NULL;
  Search *found = hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);
  gboolean any = found != NULL && found->missing != NULL && *found->missing != '\0';

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (any) {
    g_free (self->missing);
    self->missing = g_steal_pointer (&found->missing);
    self->hand = found->hand;
    show_missing (self);
  }
  gtk_widget_set_visible (GTK_WIDGET (self), any);
  g_clear_pointer (&found, search_free);
}

static gboolean
look_cb (gpointer user_data)
{
  HearthHandMissing *self = user_data;
  Search *wanted = g_new0 (Search, 1);
  GtkTextIter start, end;

  self->timer = 0;
  wanted->letter = hearth_letter_new ();
  hearth_letter_look_take (self->look, wanted->letter);
  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  g_free (wanted->letter->text);
  wanted->letter->text = gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
  g_free (self->language);
  self->language = g_strdup (hearth_letter_get_language (wanted->letter));
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  hearth_client_read_async (self->client, read_missing, wanted, search_free, search_free,
                            self->cancellable, read_cb, self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (HearthHandMissing *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add (SETTLE_MS, look_cb, self);
}

static void
write_cb (HearthHandMissing *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.hand", "(xss)", self->hand, self->missing,
                              self->language != NULL ? self->language : "");
}

static void
hearth_hand_missing_dispose (GObject *object)
{
  HearthHandMissing *self = HEARTH_HAND_MISSING (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->look);
  g_clear_object (&self->buffer);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (hearth_hand_missing_parent_class)->dispose (object);
}

static void
hearth_hand_missing_finalize (GObject *object)
{
  HearthHandMissing *self = HEARTH_HAND_MISSING (object);

  g_object_unref (self->cancellable);
  g_free (self->missing);
  g_free (self->language);
  G_OBJECT_CLASS (hearth_hand_missing_parent_class)->finalize (object);
}

static void
hearth_hand_missing_class_init (HearthHandMissingClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_hand_missing_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_hand_missing_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
hearth_hand_missing_init (HearthHandMissing *self)
{
  GtkWidget *label = gtk_label_new ("");
  GtkWidget *button = gtk_button_new_with_label (_("Write It"));

  self->cancellable = g_cancellable_new ();
  self->label = GTK_LABEL (label);
  gtk_label_set_xalign (self->label, 0);
  gtk_label_set_wrap (self->label, TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "dim-label");
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (write_cb), self);
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  gtk_box_append (GTK_BOX (self->box), label);
  gtk_box_append (GTK_BOX (self->box), button);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * hearth_hand_missing_new:
 * @client: the panel's client
 * @buffer: what the letter says
 * @look: in which hand it is
 *
 * Returns: (transfer floating): a line, which is seen only while characters are missing
 */
GtkWidget *
hearth_hand_missing_new (HearthClient *client, GtkTextBuffer *buffer, HearthLetterLook *look)
{
  HearthHandMissing *self = g_object_new (HEARTH_TYPE_HAND_MISSING, NULL);

  self->client = g_object_ref (client);
  self->buffer = g_object_ref (buffer);
  self->look = g_object_ref (look);
  g_signal_connect_object (client, "changed::hands", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (buffer, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (look, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
