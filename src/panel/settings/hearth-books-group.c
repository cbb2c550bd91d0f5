/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-books-group.h"

#include "hearth-account-calls.h"
#include "hearth-agenda.h"
#include "hearth-calendar-calls.h"
#include "hearth-clock.h"
#include "hearth-entry-rows.h"
#include "hearth-format.h"

#include <glib/gi18n.h>

/**
 * HearthBooksGroup:
 *
 * The address books of servers and of the desktop; those in files are among the files. Without
 * any there is nothing to see.
 */
struct _HearthBooksGroup {
  AdwPreferencesGroup parent_instance;

  HearthClient *client;      /* (owned) */
  GCancellable *cancellable; /* (owned) */
  GHashTable *rows;          /* (owned) source -> GtkWidget, lent by the group */
};

G_DEFINE_FINAL_TYPE (HearthBooksGroup, hearth_books_group, ADW_TYPE_PREFERENCES_GROUP)

static void
say (GtkWidget *row, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), escaped);
}

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) password = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_calendar_call_finish (result, &error);
  GtkWidget *row;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_editable_set_text (GTK_EDITABLE (password), "");
  row = gtk_widget_get_ancestor (password, ADW_TYPE_EXPANDER_ROW);
  if (error != NULL && row != NULL) {
    g_autofree char *message = hearth_client_dup_message (error);

    say (row, message);
  }
}

static void
password_cb (HearthBooksGroup *self, GtkWidget *password)
{
  gint64 id = (gint64) (gsize) g_object_get_data (G_OBJECT (password), "source");

  hearth_calendar_call (self->client, "ChangeCalendar", g_variant_new ("(xa{sv}h)", id, NULL, 0),
                        gtk_editable_get_text (GTK_EDITABLE (password)), self->cancellable,
                        changed_cb, g_object_ref (password));
}

static void
add_password (HearthBooksGroup *self, GtkWidget *row, gint64 id)
{
  GtkWidget *password = adw_password_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (password), _("New password"));
  hearth_entry_rows_name (password);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (password), TRUE);
  g_object_set_data (G_OBJECT (password), "source", (gpointer) (gsize) id);
  g_signal_connect_object (password, "apply", G_CALLBACK (password_cb), self, G_CONNECT_SWAPPED);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), password);
}

static void
add_remove (GtkWidget *row, const HearthSource *source)
{
  GtkWidget *line = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_label (_("Remove…"));

  gtk_widget_add_css_class (button, "destructive-action");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(xs)", source->id, source->name);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "settings.remove");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (line), _("Stop reading it"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (line), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (line), button);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), line);
}

/* Rows stay where they are: somebody may be writing in one. */
static GtkWidget *
ensure_row (HearthBooksGroup *self, const HearthAgendaCalendar *book)
{
  gpointer key = (gpointer) (gsize) book->source->id;
  GtkWidget *row = g_hash_table_lookup (self->rows, key);

  if (row != NULL)
    return row;
  row = adw_expander_row_new ();
  hearth_entry_rows_name (row);
  if (book->user != NULL)
    add_password (self, row, book->source->id);
  add_remove (row, book->source);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_hash_table_insert (self->rows, key, row);
  return row;
}

static void
show_book (HearthBooksGroup *self, const HearthAgendaCalendar *book)
{
  const HearthSource *source = book->source;
  GtkWidget *row = ensure_row (self, book);
  g_autofree char *title = g_markup_escape_text (source->name, -1);
  g_autofree char *when = NULL;
  g_autofree char *detail = NULL;

  if (source->last_error != NULL && *source->last_error != '\0') {
    detail = g_strdup (source->last_error);
  } else if (source->last_sync == 0) {
    detail = g_strdup (_("being read"));
  } else {
    when = hearth_format_day_short (source->last_sync, hearth_clock_now ());
    detail = g_strdup_printf (ngettext ("%d contact · read %s", "%d contacts · read %s",
                                        (gulong) source->n_items),
                              (int) source->n_items, when);
  }
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  say (row, detail);
}

static gboolean
is_listed (GPtrArray *books, gint64 id)
{
  for (guint i = 0; i < books->len; i++)
    if (((HearthAgendaCalendar *) g_ptr_array_index (books, i))->source->id == id)
      return TRUE;
  return FALSE;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthBooksGroup *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) books = hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);
  GHashTableIter iter;
  gpointer id, row;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || books == NULL)
    return;
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &id, &row)) {
    if (is_listed (books, (gint64) (gsize) id))
      continue;
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), row);
    g_hash_table_iter_remove (&iter);
  }
  for (guint i = 0; i < books->len; i++)
    show_book (self, g_ptr_array_index (books, i));
  gtk_widget_set_visible (GTK_WIDGET (self), books->len > 0);
}

static gpointer
read_books (HearthDatabase *db, gpointer data, GError **error)
{
  return hearth_agenda_list_books (db, error);
}

static void
list_books (HearthBooksGroup *self)
{
  hearth_client_read_async (self->client, read_books, NULL, NULL,
                            (GDestroyNotify) g_ptr_array_unref, self->cancellable, read_cb, self);
}

static void
hearth_books_group_dispose (GObject *object)
{
  HearthBooksGroup *self = HEARTH_BOOKS_GROUP (object);

  g_cancellable_cancel (self->cancellable);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (hearth_books_group_parent_class)->dispose (object);
}

static void
hearth_books_group_finalize (GObject *object)
{
  HearthBooksGroup *self = HEARTH_BOOKS_GROUP (object);

  g_object_unref (self->cancellable);
  g_hash_table_unref (self->rows);
  G_OBJECT_CLASS (hearth_books_group_parent_class)->finalize (object);
}

static void
hearth_books_group_class_init (HearthBooksGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_books_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_books_group_finalize;
}

static void
hearth_books_group_init (HearthBooksGroup *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_hash_table_new (NULL, NULL);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("Address books"));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self),
                                         _("Their people are offered when you write. Hearth only "
                                            "reads them."));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * hearth_books_group_new:
 * @client: the panel's client
 *
 * Returns: (transfer floating): the address books, kept up to date
 */
GtkWidget *
hearth_books_group_new (HearthClient *client)
{
  HearthBooksGroup *self = g_object_new (HEARTH_TYPE_BOOKS_GROUP, NULL);

  self->client = g_object_ref (client);
  g_signal_connect_swapped (client, "changed::sources", G_CALLBACK (list_books), self);
  g_signal_connect_swapped (client, "changed::contacts", G_CALLBACK (list_books), self);
  list_books (self);
  return GTK_WIDGET (self);
}
