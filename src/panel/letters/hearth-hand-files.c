/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-hand-files.h"

#include "hearth-hand-file.h"
#include "hearth-hand-name.h"
#include "hearth-hand-saving.h"
#include "hearth-store-hands.h"

#include <glib/gi18n.h>

/* A hand out into a file of the owner's, and in from one. */

#define SUFFIX ".hearth-hand"

/* A file that is being chosen, read or written. */
typedef struct {
  HearthMailDesk *desk;         /* (owned) */
  GtkFileChooserNative *dialog; /* (owned) */
  GFile *file;                  /* (owned) (nullable) */
  HearthHandSaving *saving;     /* (owned) (nullable) */
  HearthHand *hand;             /* (owned) (nullable): that was read */
  char *name;                   /* (owned) (nullable): of the hand */
  gint64 id;
} Moving;

static Moving *
moving_new (HearthMailDesk *desk)
{
  Moving *moving = g_new0 (Moving, 1);

  moving->desk = g_object_ref (desk);
  return moving;
}

static void
moving_free (gpointer data)
{
  Moving *moving = data;

  g_clear_object (&moving->dialog);
  g_clear_object (&moving->file);
  if (moving->saving != NULL)
    g_signal_handlers_disconnect_by_data (moving->saving, moving);
  g_clear_object (&moving->saving);
  g_clear_pointer (&moving->hand, hearth_hand_unref);
  g_object_unref (moving->desk);
  g_free (moving->name);
  g_free (moving);
}

static void
nothing_free (gpointer data)
{
}

static GtkFileChooserNative *
make_dialog (GtkWidget *widget, GtkFileChooserAction action, const char *title, const char *accept)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new (title, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, action,
                                   accept, NULL);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _("Handwriting"));
  gtk_file_filter_add_pattern (filter, "*" SUFFIX);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  return dialog;
}

/* What was chosen, or nothing: then the moving is over. */
static gboolean
take_file (Moving *moving, int response)
{
  if (response == GTK_RESPONSE_ACCEPT)
    moving->file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (moving->dialog));
  if (moving->file != NULL)
    return TRUE;
  /* Not here: the dialog is still at it. */
  g_idle_add_once (moving_free, moving);
  return FALSE;
}

/* Out ------------------------------------------------------------------------------------------ */

static void
replaced_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Moving *moving = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (moving->file);
  g_autofree char *text = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    /* Translators: %s is the name of a file */
    text = g_strdup_printf (_("Saved: %s"), name);
  hearth_mail_desk_say (moving->desk, text != NULL ? text : error->message);
  moving_free (moving);
}

static gpointer
read_bytes (HearthDatabase *db, gpointer data, GError **error)
{
  const Moving *moving = data;
  g_autoptr (HearthHandRow) row = hearth_store_hands_get (db, moving->id, error);

  return row != NULL ? g_bytes_ref (row->data) : NULL;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Moving *moving = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);

  if (bytes == NULL) {
    hearth_mail_desk_say (moving->desk, error->message);
    moving_free (moving);
    return;
  }
  g_file_replace_contents_bytes_async (moving->file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE,
                                       NULL, replaced_cb, moving);
}

static void
export_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  Moving *moving = user_data;

  if (take_file (moving, response))
    hearth_client_read_async (hearth_mail_desk_get_client (moving->desk), read_bytes, moving,
                              nothing_free, (GDestroyNotify) g_bytes_unref, NULL, read_cb, moving);
}

/**
 * hearth_hand_files_export:
 * @widget: the widget that asks
 * @desk: where it is told
 * @hand: the row of a hand
 * @name: what it is called
 *
 * Lets the owner choose a file, and writes a hand into it.
 */
void
hearth_hand_files_export (GtkWidget *widget, HearthMailDesk *desk, gint64 hand, const char *name)
{
  Moving *moving = moving_new (desk);
  g_autofree char *file = g_strconcat (name, SUFFIX, NULL);

  g_strdelimit (file, "/\\:\n", '-');
  moving->id = hand;
  moving->dialog =
      make_dialog (widget, GTK_FILE_CHOOSER_ACTION_SAVE, _("Save This Hand"), _("_Save"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (moving->dialog), file);
  g_signal_connect (moving->dialog, "response", G_CALLBACK (export_cb), moving);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (moving->dialog));
}

/* In ------------------------------------------------------------------------------------------- */

static void
kept_cb (Moving *moving)
{
  /* Translators: %s is the name of a handwriting */
  g_autofree char *text = g_strdup_printf (_("Taken up: %s"), moving->name);

  hearth_mail_desk_say (moving->desk, text);
  g_idle_add_once (moving_free, moving);
}

static void
failed_cb (HearthHandSaving *saving, const char *message, Moving *moving)
{
  hearth_mail_desk_say (moving->desk, message);
  g_idle_add_once (moving_free, moving);
}

/* What is in the file, or NULL: it is no hand, or too large for one. */
static HearthHand *
read_stream (GFile *file, GError **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GByteArray) all = g_byte_array_new ();

  if (stream == NULL)
    return NULL;
  while (all->len <= HEARTH_HAND_FILE_MAX_BYTES) {
    g_clear_pointer (&bytes, g_bytes_unref);
    bytes = g_input_stream_read_bytes (G_INPUT_STREAM (stream), 1 << 16, NULL, error);
    if (bytes == NULL)
      return NULL;
    if (g_bytes_get_size (bytes) == 0)
      break;
    g_byte_array_append (all, g_bytes_get_data (bytes, NULL), (guint) g_bytes_get_size (bytes));
  }
  g_clear_pointer (&bytes, g_bytes_unref);
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&all));
  return hearth_hand_file_read (bytes, error);
}

static void
read_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Moving *moving = data;
  GError *error = NULL;
  HearthHand *hand = read_stream (moving->file, &error);

  if (hand != NULL)
    g_task_return_pointer (task, hand, (GDestroyNotify) hearth_hand_unref);
  else
    g_task_return_error (task, error);
}

static gpointer
read_name (HearthDatabase *db, gpointer data, GError **error)
{
  const Moving *moving = data;
  g_autoptr (GPtrArray) rows = hearth_store_hands_list (db, error);

  return rows != NULL ? hearth_hand_dup_free_name (rows, moving->name) : NULL;
}

static void
named_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Moving *moving = user_data;
  g_autoptr (GError) error = NULL;
  char *name = hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);

  if (name == NULL) {
    hearth_mail_desk_say (moving->desk, error->message);
    moving_free (moving);
    return;
  }
  g_free (moving->name);
  moving->name = name;
  moving->saving =
      hearth_hand_saving_new (hearth_mail_desk_get_client (moving->desk), 0, moving->name);
  g_signal_connect_swapped (moving->saving, "kept", G_CALLBACK (kept_cb), moving);
  g_signal_connect (moving->saving, "failed", G_CALLBACK (failed_cb), moving);
  hearth_hand_saving_save (moving->saving, moving->hand);
}

static void
taken_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Moving *moving = user_data;
  g_autoptr (GError) error = NULL;
  HearthHand *hand = g_task_propagate_pointer (G_TASK (result), &error);
  const char *name = hand != NULL ? hearth_hand_get_name (hand) : NULL;

  if (hand == NULL) {
    hearth_mail_desk_say (moving->desk, error->message);
    moving_free (moving);
    return;
  }
  moving->hand = hand;
  moving->name = g_strdup (name != NULL && *name != '\0' ? name : _("My hand"));
  hearth_client_read_async (hearth_mail_desk_get_client (moving->desk), read_name, moving,
                            nothing_free, g_free, NULL, named_cb, moving);
}

static void
import_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  Moving *moving = user_data;
  g_autoptr (GTask) task = NULL;

  if (!take_file (moving, response))
    return;
  task = g_task_new (NULL, NULL, taken_cb, moving);
  g_task_set_source_tag (task, import_cb);
  g_task_set_task_data (task, moving, NULL);
  g_task_run_in_thread (task, read_thread);
}

/**
 * hearth_hand_files_import:
 * @widget: the widget that asks
 * @desk: where it is told
 *
 * Lets the owner choose a file with a hand, and takes it up beside those that are there.
 */
void
hearth_hand_files_import (GtkWidget *widget, HearthMailDesk *desk)
{
  Moving *moving = moving_new (desk);

  moving->dialog =
      make_dialog (widget, GTK_FILE_CHOOSER_ACTION_OPEN, _("Take Up a Hand"), _("_Open"));
  g_signal_connect (moving->dialog, "response", G_CALLBACK (import_cb), moving);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (moving->dialog));
}
