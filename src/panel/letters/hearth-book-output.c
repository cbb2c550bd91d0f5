/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-book-output.h"

#include "hearth-letter-set.h"

#include <glib/gi18n.h>

/* A book as a PDF in a file that the owner chooses. It is set on the panel's reading thread, which
 * takes a second for some two hundred pages. */

/* The inner margin is so much wider: 6 mm. */
#define GUTTER (6 * 72 / 25.4)

typedef struct {
  GtkWidget *widget;    /* (owned) */
  HearthClient *client; /* (owned) */
  GObject *dialog;      /* (owned) (nullable) */
  GFile *file;          /* (owned) (nullable) */
  gint64 book;
} Output;

/* What was made of it. */
typedef struct {
  GBytes *pdf; /* (owned) */
  HearthLetterSet set;
} Made;

static void
output_free (gpointer data)
{
  Output *output = data;

  g_clear_object (&output->dialog);
  g_clear_object (&output->file);
  g_object_unref (output->client);
  g_object_unref (output->widget);
  g_free (output);
}

static void
made_free (gpointer data)
{
  Made *made = data;

  g_clear_pointer (&made->pdf, g_bytes_unref);
  hearth_letter_set_clear (&made->set);
  g_free (made);
}

static void
say (Output *output, const char *sentence)
{
  gtk_widget_activate_action (output->widget, "win.say", "s", sentence);
}

static gpointer
make_book (HearthDatabase *db, gpointer data, GError **error)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  HearthBookOptions options;
  Made *made = g_new0 (Made, 1);

  hearth_book_options_init (&options);
  options.gutter = GUTTER;
  if (!hearth_letter_set_book (&made->set, db, *(gint64 *) data, &options, stream, error) ||
      !g_output_stream_close (stream, NULL, error)) {
    made_free (made);
    return NULL;
  }
  made->pdf = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
  return made;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Output *output = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (output->file);
  g_autofree char *text = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    /* Translators: %s is the name of a file */
    text = g_strdup_printf (_("Saved: %s"), name);
  say (output, text != NULL ? text : error->message);
  output_free (output);
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Output *output = user_data;
  g_autoptr (GError) error = NULL;
  Made *made = hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);

  if (made == NULL) {
    say (output, error->message);
    output_free (output);
    return;
  }
  g_file_replace_contents_bytes_async (output->file, made->pdf, NULL, FALSE, G_FILE_CREATE_PRIVATE,
                                       NULL, written_cb, output);
  made_free (made);
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  Output *output = user_data;

  if (response == GTK_RESPONSE_ACCEPT)
    output->file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (output->file == NULL) {
    g_idle_add_once (output_free, output);
    return;
  }
  say (output, _("The book is being set…"));
  hearth_client_read_async (output->client, make_book,
                            g_memdup2 (&output->book, sizeof output->book), g_free, made_free, NULL,
                            made_cb, output);
}

/**
 * hearth_book_output_save:
 * @widget: the widget that asks
 * @client: the panel's client
 * @book: the row of a book
 * @title: what it is called
 *
 * Lets the owner choose a file, and sets the book as PDF into it.
 */
void
hearth_book_output_save (GtkWidget *widget, HearthClient *client, gint64 book, const char *title)
{
  Output *output = g_new0 (Output, 1);
  GtkRoot *root = gtk_widget_get_root (widget);
  g_autofree char *plain = g_strdelimit (g_strdup (title), "/", '-');
  g_autofree char *name =
      g_strconcat (*plain != '\0' && *plain != '.' ? plain : _("Book"), ".pdf", NULL);
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
      _("Save as PDF"), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
      GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), NULL);

  output->widget = g_object_ref (widget);
  output->client = g_object_ref (client);
  output->book = book;
  output->dialog = G_OBJECT (dialog);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_signal_connect (dialog, "response", G_CALLBACK (chosen_cb), output);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
