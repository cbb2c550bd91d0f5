/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-letter-output.h"

#include "hearth-covering-mail.h"
#include "hearth-hand-file.h"
#include "hearth-page-output.h"
#include "hearth-store-hands.h"
#include "hearth-store-letters.h"

#include <glib/gi18n.h>
#include <string.h>

/* A letter on paper: printed, as a PDF, or with a mail. It is set as it is in all other places. */

/* A letter for which a hand is read, and what becomes of its pages. */
typedef struct {
  HearthLetter *letter; /* (owned) */
  const HearthLetterFace *face;
  HearthLetterOutputFunc func;
  gpointer user_data;
  GDestroyNotify user_data_free; /* (nullable) */
} Setting;

typedef struct {
  GtkWidget *widget;    /* (owned) */
  HearthClient *client; /* (owned) (nullable): for a mail */
  HearthLetter *letter; /* (owned) */
  HearthPages *pages;   /* (owned) (nullable) */
  GObject *operation;   /* (owned) (nullable): a printing or a dialog */
} Output;

static void
setting_free (Setting *setting)
{
  if (setting->user_data_free != NULL)
    setting->user_data_free (setting->user_data);
  hearth_letter_free (setting->letter);
  g_free (setting);
}

static void
output_free (gpointer data)
{
  Output *output = data;

  g_clear_object (&output->operation);
  g_clear_pointer (&output->pages, hearth_pages_unref);
  hearth_letter_free (output->letter);
  g_clear_object (&output->client);
  g_object_unref (output->widget);
  g_free (output);
}

static void
say (Output *output, const char *sentence)
{
  gtk_widget_activate_action (output->widget, "win.say", "s", sentence);
}

static gboolean
is_envelope (const HearthLetter *letter)
{
  HearthLetterPaper paper;
  HearthLetterRuling ruling;

  hearth_letter_paper_read (letter->paper, &paper, &ruling);
  return paper == HEARTH_LETTER_PAPER_ENVELOPE_DL;
}

/* A box with the hand, or an empty one if the letter is in a font. Nobody else looks at the letter
 * meanwhile. */
static gpointer
read_hand (HearthDatabase *db, gpointer data, GError **error)
{
  Setting *setting = data;
  g_autoptr (GPtrArray) box = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_hand_unref);
  g_autoptr (GError) own = NULL;
  g_autoptr (HearthHandRow) row = hearth_store_hands_find (db, setting->letter->face, &own);
  HearthHand *hand;

  if (is_envelope (setting->letter) &&
      !hearth_store_letters_take_return (db, setting->letter, error))
    return NULL;
  if (g_error_matches (own, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND))
    return g_steal_pointer (&box);
  hand = row != NULL ? hearth_hand_file_read (row->data, error) : NULL;
  if (own != NULL)
    g_propagate_error (error, g_steal_pointer (&own));
  if (hand == NULL)
    return NULL;
  g_ptr_array_add (box, hand);
  return g_steal_pointer (&box);
}

static void
set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Setting *setting = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) holder = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (HearthPages) pages = NULL;
  g_auto (HearthLetterStyle) style = { 0 };
  HearthLetterWords words = hearth_letter_words_of (setting->letter, holder);
  g_autoptr (GPtrArray) box = hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);

  hearth_letter_face_style (setting->face, setting->letter, &style);
  if (box != NULL && box->len > 0)
    hearth_letter_style_take_hand (&style, hearth_hand_ref (g_ptr_array_index (box, 0)));
  if (box != NULL)
    pages = hearth_pages_new (&words, &style, &error);
  setting->func (pages, error != NULL ? error->message : NULL, setting->user_data);
  setting_free (setting);
}

static void
nothing_free (gpointer data)
{
}

/**
 * hearth_letter_output_set:
 * @client: the panel's client
 * @letter: a letter, with what it says now
 * @face: the font it is written in, if it is in no hand
 * @func: called once
 * @user_data: for @func
 * @user_data_free: (nullable): for @user_data
 *
 * Puts a letter on paper.
 */
void
hearth_letter_output_set (HearthClient *client, const HearthLetter *letter,
                          const HearthLetterFace *face, HearthLetterOutputFunc func,
                          gpointer user_data, GDestroyNotify user_data_free)
{
  Setting *setting = g_new0 (Setting, 1);

  setting->letter = hearth_letter_copy (letter);
  setting->face = face;
  setting->func = func;
  setting->user_data = user_data;
  setting->user_data_free = user_data_free;
  hearth_client_read_async (client, read_hand, setting, nothing_free,
                            (GDestroyNotify) g_ptr_array_unref, NULL, set_cb, setting);
}

/* ---------------------------------------------------------------------------------------------- */

static void
draw_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, gpointer user_data)
{
  Output *output = user_data;

  hearth_pages_draw (output->pages, (guint) page, gtk_print_context_get_cairo_context (context));
}

static void
done_cb (GtkPrintOperation *operation, GtkPrintOperationResult result, gpointer user_data)
{
  Output *output = user_data;
  g_autoptr (GError) error = NULL;

  if (result == GTK_PRINT_OPERATION_RESULT_ERROR) {
    g_autofree char *text = NULL;

    gtk_print_operation_get_error (operation, &error);
    text = g_strdup_printf (_("This could not be printed: %s"), error->message);
    say (output, text);
  }
  /* Not here: the operation may still be at it. */
  g_idle_add_once (output_free, output);
}

static GtkPageSetup *
make_setup (HearthPages *pages)
{
  g_autoptr (GtkPageSetup) setup = gtk_page_setup_new ();
  g_autoptr (GtkPaperSize) size = NULL;
  double width, height;

  hearth_pages_get_size (pages, &width, &height);
  size = gtk_paper_size_new_custom ("letter", _("Letter paper"), width, height, GTK_UNIT_POINTS);
  gtk_page_setup_set_paper_size (setup, size);
  gtk_page_setup_set_top_margin (setup, 0, GTK_UNIT_POINTS);
  gtk_page_setup_set_bottom_margin (setup, 0, GTK_UNIT_POINTS);
  gtk_page_setup_set_left_margin (setup, 0, GTK_UNIT_POINTS);
  gtk_page_setup_set_right_margin (setup, 0, GTK_UNIT_POINTS);
  return g_steal_pointer (&setup);
}

static char *
dup_file_name (const HearthLetter *letter, const char *suffix)
{
  g_autofree char *title = hearth_letter_dup_title (letter);

  g_strdelimit (title, "/\\:\n", '-');
  return g_strconcat (title, suffix, NULL);
}

static void
print_pages (HearthPages *pages, const char *message, gpointer user_data)
{
  Output *output = user_data;
  GtkRoot *root = gtk_widget_get_root (output->widget);
  g_autoptr (GtkPageSetup) setup = NULL;
  g_autofree char *name = NULL;
  GtkPrintOperation *operation;

  if (pages == NULL) {
    if (message != NULL)
      say (output, message);
    output_free (output);
    return;
  }
  output->pages = hearth_pages_ref (pages);
  setup = make_setup (pages);
  name = hearth_letter_dup_title (output->letter);
  operation = gtk_print_operation_new ();
  output->operation = G_OBJECT (operation);
  gtk_print_operation_set_job_name (operation, name);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_n_pages (operation, (int) hearth_pages_get_n_pages (pages));
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_cb), output);
  g_signal_connect (operation, "done", G_CALLBACK (done_cb), output);
  /* What it returns is told by "done" as well. */
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                           GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL);
}

static Output *
output_new (GtkWidget *widget, const HearthLetter *letter)
{
  Output *output = g_new0 (Output, 1);

  output->widget = g_object_ref (widget);
  output->letter = hearth_letter_copy (letter);
  return output;
}

/**
 * hearth_letter_output_print:
 * @widget: the widget that asks
 * @client: the panel's client
 * @letter: a letter, with what it says now
 * @face: the font it is written in
 *
 * Lets the owner choose a printer, or a file, and prints.
 */
void
hearth_letter_output_print (GtkWidget *widget, HearthClient *client, const HearthLetter *letter,
                            const HearthLetterFace *face)
{
  hearth_letter_output_set (client, letter, face, print_pages, output_new (widget, letter), NULL);
}

/**
 * hearth_letter_output_print_envelope:
 * @widget: the widget that asks
 * @client: the panel's client
 * @letter: a letter, with what it says now
 * @face: the font it is written in
 *
 * Lets the owner choose a printer, or a file, and prints the envelope of a letter.
 */
void
hearth_letter_output_print_envelope (GtkWidget *widget, HearthClient *client,
                                     const HearthLetter *letter, const HearthLetterFace *face)
{
  g_autoptr (HearthLetter) envelope = hearth_letter_copy (letter);

  g_free (envelope->paper);
  envelope->paper = g_strdup (hearth_letter_paper_get_name (HEARTH_LETTER_PAPER_ENVELOPE_DL));
  hearth_letter_output_print (widget, client, envelope, face);
}

/* ---------------------------------------------------------------------------------------------- */

static void
write_file (Output *output, GFile *file)
{
  g_autoptr (GPtrArray) holder = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  HearthLetterWords words = hearth_letter_words_of (output->letter, holder);
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *text = NULL;

  if (hearth_page_output_pdf_file (output->pages, &words, file, NULL, &error))
    /* Translators: %s is the name of a file */
    text = g_strdup_printf (_("Saved: %s"), name);
  else
    text = g_strdup (error->message);
  say (output, text);
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  Output *output = user_data;

  if (response == GTK_RESPONSE_ACCEPT) {
    g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

    if (file != NULL)
      write_file (output, file);
  }
  g_idle_add_once (output_free, output);
}

static void
save_pages (HearthPages *pages, const char *message, gpointer user_data)
{
  Output *output = user_data;
  GtkRoot *root = gtk_widget_get_root (output->widget);
  g_autofree char *name = NULL;
  GtkFileChooserNative *dialog;

  if (pages == NULL) {
    if (message != NULL)
      say (output, message);
    output_free (output);
    return;
  }
  output->pages = hearth_pages_ref (pages);
  dialog = gtk_file_chooser_native_new (_("Save as PDF"),
                                        GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                        GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), NULL);
  output->operation = G_OBJECT (dialog);
  name = dup_file_name (output->letter, ".pdf");
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_signal_connect (dialog, "response", G_CALLBACK (chosen_cb), output);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/**
 * hearth_letter_output_save:
 * @widget: the widget that asks
 * @client: the panel's client
 * @letter: a letter, with what it says now
 * @face: the font it is written in
 *
 * Lets the owner choose a file, and writes the letter into it as PDF.
 */
void
hearth_letter_output_save (GtkWidget *widget, HearthClient *client, const HearthLetter *letter,
                           const HearthLetterFace *face)
{
  hearth_letter_output_set (client, letter, face, save_pages, output_new (widget, letter), NULL);
}

/* ---------------------------------------------------------------------------------------------- */

static void
begin_mail (Output *output, GBytes *file)
{
  const HearthLetter *letter = output->letter;
  g_autofree char *title = hearth_letter_dup_title (letter);
  HearthCoveringMail mail = {
    strchr (letter->address, '@') != NULL ? letter->address : "",
    letter->recipient,
    title,
    file != NULL ? _("The letter is attached as a PDF.") : letter->text,
    file,
    title,
  };

  hearth_covering_mail_begin (output->widget, output->client, &mail);
}

static void
mail_pages (HearthPages *pages, const char *message, gpointer user_data)
{
  Output *output = user_data;
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (GPtrArray) holder = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  HearthLetterWords words = hearth_letter_words_of (output->letter, holder);

  if (pages != NULL && hearth_page_output_pdf (pages, &words, stream, NULL, &error) &&
      g_output_stream_close (stream, NULL, &error)) {
    g_autoptr (GBytes) file =
        g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));

    begin_mail (output, file);
  } else if (error != NULL || message != NULL) {
    say (output, error != NULL ? error->message : message);
  }
  output_free (output);
}

/**
 * hearth_letter_output_mail:
 * @widget: the widget that asks
 * @client: the panel's client
 * @letter: a letter, with what it says now
 * @face: the font it is written in
 *
 * Begins the draft of a mail with the letter as a PDF, and opens it.
 */
void
hearth_letter_output_mail (GtkWidget *widget, HearthClient *client, const HearthLetter *letter,
                           const HearthLetterFace *face)
{
  Output *output = output_new (widget, letter);

  output->client = g_object_ref (client);
  hearth_letter_output_set (client, letter, face, mail_pages, output, NULL);
}

/**
 * hearth_letter_output_mail_text:
 * @widget: the widget that asks
 * @client: the panel's client
 * @letter: a letter, with what it says now
 * @face: the font it is written in, which does not matter here
 *
 * Begins the draft of a mail that says what the letter says, and opens it.
 */
void
hearth_letter_output_mail_text (GtkWidget *widget, HearthClient *client, const HearthLetter *letter,
                                const HearthLetterFace *face)
{
  Output *output = output_new (widget, letter);

  output->client = g_object_ref (client);
  begin_mail (output, NULL);
  output_free (output);
}
