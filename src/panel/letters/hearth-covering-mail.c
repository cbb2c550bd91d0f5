/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-covering-mail.h"

#include "hearth-letter-call.h"
#include "hearth-store-book.h"

/* A letter or a book becomes the draft of a mail, which the owner sees before anything is sent. */

typedef struct {
  GtkWidget *widget;    /* (owned) */
  HearthClient *client; /* (owned) */
  GVariantDict *fields; /* (owned) */
  GBytes *file;         /* (owned) (nullable) */
} Beginning;

static void
beginning_free (Beginning *beginning)
{
  g_clear_pointer (&beginning->file, g_bytes_unref);
  g_variant_dict_unref (beginning->fields);
  g_object_unref (beginning->client);
  g_object_unref (beginning->widget);
  g_free (beginning);
}

static void
composed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Beginning *beginning = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_letter_call_finish (HEARTH_CLIENT (source), result, &error);

  if (reply != NULL) {
    gint64 draft;

    g_variant_get (reply, "(x)", &draft);
    gtk_widget_activate_action (beginning->widget, "win.edit-draft", "x", draft);
  } else {
    g_autofree char *message = hearth_client_dup_message (error);

    gtk_widget_activate_action (beginning->widget, "win.say", "s", message);
  }
  beginning_free (beginning);
}

static void
compose (Beginning *beginning)
{
  GVariant *mail;

  if (beginning->file != NULL)
    g_variant_dict_insert (beginning->fields, "file", "h", 0);
  mail = g_variant_new ("(@a{sv})", g_variant_dict_end (beginning->fields));
  if (beginning->file != NULL)
    hearth_letter_call_with_file (beginning->client, "ComposeMail", mail, beginning->file,
                                  composed_cb, beginning);
  else
    hearth_letter_call_async (beginning->client, "ComposeMail", mail, composed_cb, beginning);
}

static gpointer
find_address (HearthDatabase *db, gpointer name, GError **error)
{
  char *address = hearth_store_book_find_address (db, name, NULL);

  return address != NULL ? address : g_strdup ("");
}

/* Whoever is in no address book is written into the draft by the owner. */
static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Beginning *beginning = user_data;
  g_autofree char *address = hearth_client_read_finish (HEARTH_CLIENT (source), result, NULL);

  if (address != NULL)
    g_variant_dict_insert (beginning->fields, "to", "s", address);
  compose (beginning);
}

/**
 * hearth_covering_mail_begin:
 * @widget: the widget that asks
 * @client: the panel's client
 * @mail: a mail
 *
 * Begins a draft and opens it. Nothing is sent.
 */
void
hearth_covering_mail_begin (GtkWidget *widget, HearthClient *client, const HearthCoveringMail *mail)
{
  Beginning *beginning = g_new0 (Beginning, 1);

  beginning->widget = g_object_ref (widget);
  beginning->client = g_object_ref (client);
  beginning->file = mail->file != NULL ? g_bytes_ref (mail->file) : NULL;
  beginning->fields = g_variant_dict_new (NULL);
  g_variant_dict_insert (beginning->fields, "to", "s", mail->address);
  g_variant_dict_insert (beginning->fields, "subject", "s", mail->subject);
  g_variant_dict_insert (beginning->fields, "text", "s", mail->text);
  if (mail->file != NULL) {
    g_autofree char *plain = g_strdup (mail->name);
    g_autofree char *name =
        g_strconcat (g_strdelimit (plain, "/\\:*?\"<>|\n\r\t", '-'), ".pdf", NULL);

    g_variant_dict_insert (beginning->fields, "name", "s", name);
  }
  if (*mail->address == '\0' && *mail->recipient != '\0')
    hearth_client_read_async (client, find_address, g_strdup (mail->recipient), g_free, g_free,
                              NULL, found_cb, beginning);
  else
    compose (beginning);
}
