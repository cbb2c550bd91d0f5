/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-book-output.h"

#include "hearth-covering-mail.h"
#include "hearth-letter-set.h"
#include "hearth-store-books.h"

#include <glib/gi18n.h>

/* A book as a PDF in a file that the owner chooses, or with a mail. It is set on the panel's
 * reading thread, which takes a second for some two hundred pages. */

/* The inner margin is so much wider: 6 mm. */
#define GUTTER (6 * 72 / 25.4)

/* How far paper goes beyond where a printer cuts it: 3 mm. */
#define BLEED (3 * 72 / 25.4)

typedef struct {
  GtkWidget *widget;    /* (owned) */
  HearthClient *client; /* (owned) */
  GObject *dialog;      /* (owned) (nullable) */
  GFile *file;          /* (owned) (nullable): none for a mail */
  char *title;          /* (owned) */
  char *warning;        /* (owned) (nullable): what to know of the pages */
  gint64 book;
  gboolean for_printer;
} Output;

/* What is to be made. */
typedef struct {
  gint64 book;
  gboolean for_printer;
} Wanted;

/* What was made of it. */
typedef struct {
  GBytes *pdf; /* (owned) */
  guint n_letters;
  HearthLetterSet set;
} Made;

static void
output_free (gpointer data)
{
  Output *output = data;

  g_clear_object (&output->dialog);
  g_clear_object (&output->file);
  g_free (output->title);
  g_free (output->warning);
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

static gboolean
set_book (Made *made, HearthDatabase *db, const Wanted *wanted, GError **error)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (HearthBookRow) row = hearth_store_books_get (db, wanted->book, error);
  HearthBookOptions options;

  if (row == NULL)
    return FALSE;
  made->n_letters = row->letters->len;
  hearth_book_options_init (&options);
  options.gutter = GUTTER;
  options.bleed = wanted->for_printer ? BLEED : 0;
  options.crop_marks = wanted->for_printer;
  if (!hearth_letter_set_book (&made->set, db, wanted->book, &options, stream, error) ||
      !g_output_stream_close (stream, NULL, error))
    return FALSE;
  made->pdf = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
  return TRUE;
}

static gpointer
make_book (HearthDatabase *db, gpointer data, GError **error)
{
  Made *made = g_new0 (Made, 1);

  if (!set_book (made, db, data, error))
    g_clear_pointer (&made, made_free);
  return made;
}

/* What the owner has to know of the pages, or NULL. */
static char *
dup_warning (const HearthLetterSet *set)
{
  if (set->absent != NULL && *set->absent != '\0')
    /* Translators: %s is the name of a hand or a font */
    return g_strdup_printf (_("“%s” is not on this computer: another was used."), set->absent);
  if (set->missing != NULL && *set->missing != '\0')
    /* Translators: %s are characters */
    return g_strdup_printf (_("This hand has no %s; they are set in type."), set->missing);
  return NULL;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Output *output = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (output->file);
  g_autofree char *text = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    /* Translators: %s is the name of a file; what follows is of its pages */
    text = output->warning != NULL ? g_strdup_printf (_("Saved: %s. %s"), name, output->warning)
                                   : g_strdup_printf (_("Saved: %s"), name);
  say (output, text != NULL ? text : error->message);
  output_free (output);
}

static void
begin_mail (Output *output, const Made *made)
{
  g_autofree char *text =
      g_strdup_printf (ngettext ("“%s”, a book of %u letter, is attached as a PDF.",
                                 "“%s”, a book of %u letters, is attached as a PDF.",
                                 made->n_letters),
                       output->title, made->n_letters);

  hearth_covering_mail_begin (output->widget, output->client,
                              &(HearthCoveringMail){ "", "", output->title, text, made->pdf,
                                                     output->title });
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
  output->warning = dup_warning (&made->set);
  if (output->file != NULL) {
    g_file_replace_contents_bytes_async (output->file, made->pdf, NULL, FALSE,
                                         G_FILE_CREATE_PRIVATE, NULL, written_cb, output);
  } else {
    begin_mail (output, made);
    if (output->warning != NULL)
      say (output, output->warning);
    output_free (output);
  }
  made_free (made);
}

static void
make (Output *output)
{
  Wanted wanted = { output->book, output->for_printer };

  say (output, _("The book is being set…"));
  hearth_client_read_async (output->client, make_book, g_memdup2 (&wanted, sizeof wanted), g_free,
                            made_free, NULL, made_cb, output);
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  Output *output = user_data;

  if (response == GTK_RESPONSE_ACCEPT)
    output->file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (output->file != NULL)
    make (output);
  else
    g_idle_add_once (output_free, output);
}

static Output *
output_new (GtkWidget *widget, HearthClient *client, gint64 book, const char *title)
{
  Output *output = g_new0 (Output, 1);

  output->widget = g_object_ref (widget);
  output->client = g_object_ref (client);
  output->title = g_strdup (*title != '\0' ? title : _("A book of letters"));
  output->book = book;
  return output;
}

/**
 * hearth_book_output_save:
 * @widget: the widget that asks
 * @client: the panel's client
 * @book: the row of a book
 * @title: what it is called
 * @for_printer: whether its paper goes beyond the page, with marks where it is cut
 *
 * Lets the owner choose a file, and sets the book as PDF into it.
 */
void
hearth_book_output_save (GtkWidget *widget, HearthClient *client, gint64 book, const char *title,
                         gboolean for_printer)
{
  Output *output = output_new (widget, client, book, title);
  GtkRoot *root = gtk_widget_get_root (widget);
  g_autofree char *plain = g_strdelimit (g_strdup (output->title), "/\\:\n", '-');
  g_autofree char *name = g_strconcat (*plain != '.' ? plain : _("Book"), ".pdf", NULL);
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new (_("Save as PDF"),
                                   GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                   GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), NULL);

  output->for_printer = for_printer;
  output->dialog = G_OBJECT (dialog);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_signal_connect (dialog, "response", G_CALLBACK (chosen_cb), output);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/**
 * hearth_book_output_mail:
 * @widget: the widget that asks
 * @client: the panel's client
 * @book: the row of a book
 * @title: what it is called
 *
 * Begins the draft of a mail with the book as a PDF, and opens it.
 */
void
hearth_book_output_mail (GtkWidget *widget, HearthClient *client, gint64 book, const char *title)
{
  make (output_new (widget, client, book, title));
}
