/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-subscribe-question.h"

#include "hearth-calendar-calls.h"
#include "hearth-text.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

/* An address that another program hands over is only a wish: nothing is fetched before a yes. */

/* Longer addresses are refused; so many characters of one are shown. */
#define MAX_URI 2048
#define MAX_SHOWN 300

typedef struct {
  GtkWindow *window;    /* (owned) */
  HearthClient *client; /* (owned) */
  char *uri;            /* (owned) */
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_object_unref (question->window);
  g_object_unref (question->client);
  g_free (question->uri);
  g_free (question);
}

static void
say (GtkWindow *window, const char *text)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.say", "s", text);
}

static void
subscribed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Question *question = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_calendar_call_finish (result, &error);

  if (reply != NULL) {
    say (question->window, _("Subscribed. Its events are shown as soon as they are read."));
  } else {
    g_autofree char *message = hearth_client_dup_message (error);

    say (question->window, message);
  }
  question_free (question);
}

static void
subscribe (Question *question)
{
  GVariantBuilder chosen;

  g_variant_builder_init (&chosen, G_VARIANT_TYPE ("aa{sv}"));
  g_variant_builder_open (&chosen, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&chosen, "{sv}", "kind", g_variant_new_string ("webcal"));
  g_variant_builder_add (&chosen, "{sv}", "path", g_variant_new_string (question->uri));
  g_variant_builder_close (&chosen);
  hearth_calendar_call (question->client, "AddCalendars",
                        g_variant_new ("(@a{sv}aa{sv}h)", g_variant_new ("a{sv}", NULL), &chosen,
                                       0),
                        "", NULL, subscribed_cb, question);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  Question *question = user_data;

  if (g_str_equal (response, "subscribe"))
    subscribe (question);
  else
    question_free (question);
}

/* The host of an address that can be subscribed to. */
static char *
dup_host (const char *uri)
{
  g_autoptr (GUri) parsed =
      strlen (uri) <= MAX_URI ? g_uri_parse (uri, G_URI_FLAGS_NON_DNS, NULL) : NULL;

  if (parsed == NULL || g_uri_get_host (parsed) == NULL || *g_uri_get_host (parsed) == '\0')
    return NULL;
  return hearth_text_clean (g_uri_get_host (parsed), -1);
}

/**
 * hearth_subscribe_ask:
 * @window: the panel
 * @client: its client
 * @uri: a webcal: address, whoever it comes from
 *
 * Asks whether to subscribe to a calendar, and does that after a yes.
 */
void
hearth_subscribe_ask (GtkWindow *window, HearthClient *client, const char *uri)
{
  g_autofree char *host = dup_host (uri);
  g_autofree char *clean = hearth_text_clean (uri, -1);
  g_autofree char *shown = hearth_text_one_line (clean, MAX_SHOWN);
  g_autofree char *body = NULL;
  GtkWidget *dialog;
  Question *question;

  if (host == NULL) {
    say (window, _("This is no address of a calendar."));
    return;
  }
  /* Translators: a host such as “calendars.example.org”, and the whole address. */
  body = g_strdup_printf (_("Its events are shown beside yours. It is read from %s every now and "
                             "then, which tells them when you are there.\n\n%s"),
                          host, shown);
  question = g_new0 (Question, 1);
  question->window = g_object_ref (window);
  question->client = g_object_ref (client);
  question->uri = g_strdup (uri);
  dialog = adw_message_dialog_new (window, _("Subscribe to This Calendar?"), NULL);
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog), body);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"),
                                    "subscribe", _("_Subscribe"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "subscribe",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), question);
  gtk_window_present (GTK_WINDOW (dialog));
}
