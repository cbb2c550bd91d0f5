/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-service-row.h"

#include "hearth-entry-rows.h"
#include "hearth-mind-calls.h"

#include <glib/gi18n.h>

/* What is different about those that listen or speak. */
typedef struct {
  void (*call) (HearthClient *client, const char *method, GVariant *arguments, const char *key,
                GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
  const char *agree;
  const char *test;
  const char *remove;
  const char *try;
  const char *gone; /* what becomes of it when it is removed */
} Manner;

static const Manner answers = {
  hearth_mind_call,        "AgreeToHost",
  "TestService",           "RemoveService",
  N_("Let it say hello"), N_("It answers no more, and its key leaves your keyring.")
};
static const Manner speech = {
  hearth_mind_call_speech, "AgreeSpeechHost",
  "TrySpeechService",      "RemoveSpeechService",
  N_("Try it"),           N_("It is used no more, and its key leaves your keyring.")
};

/**
 * HearthServiceRow:
 *
 * A service that can answer, listen or speak: where it is, how fast it was, what leaves the
 * computer; whether it may go there; tried and removed.
 */
struct _HearthServiceRow {
  AdwExpanderRow parent_instance;

  GtkWidget *allow_row;
  GtkSwitch *allow;
  GtkWidget *test_row;
  GtkWidget *test;

  const Manner *manner;
  HearthClient *client;      /* (owned) */
  GCancellable *cancellable; /* (owned) */
  char *id;                  /* (owned) */
  GVariant *service;         /* (owned) (nullable) as it was shown last */
  gboolean showing;          /* what changes now was not changed by the owner */
};

G_DEFINE_FINAL_TYPE (HearthServiceRow, hearth_service_row, ADW_TYPE_EXPANDER_ROW)

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthServiceRow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_mind_call_finish (result, &error);

  if (reply == NULL) {
    hearth_mind_say_error (GTK_WIDGET (self), error);
    if (self->service != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      hearth_service_row_show (self, self->service);
  }
}

static void
allowed_cb (HearthServiceRow *self)
{
  if (self->showing)
    return;
  self->manner->call (self->client, self->manner->agree,
                      g_variant_new ("(sb)", hearth_mind_get_string (self->service, "host"),
                                     gtk_switch_get_active (self->allow)),
                      NULL, self->cancellable, changed_cb, g_object_ref (self));
}

static void
show_outcome (HearthServiceRow *self, GVariant *outcome)
{
  gboolean told = g_variant_is_of_type (outcome, G_VARIANT_TYPE_STRING);
  double first = told ? 0 : hearth_mind_get_double (outcome, "first");
  double speed = told ? 0 : hearth_mind_get_double (outcome, "speed");
  g_autofree char *text =
      told ? g_markup_escape_text (g_variant_get_string (outcome, NULL), -1)
      : speed > 0
          ? g_strdup_printf (_("It answers: after %.1f s, %.0f tokens a second"), first, speed)
          : g_strdup_printf (_("It answers: after %.1f s"), first);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->test_row), text);
}

static void
tested_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthServiceRow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_mind_call_finish (result, &error);
  g_autoptr (GVariant) outcome = reply != NULL ? g_variant_get_child_value (reply, 0) : NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_widget_set_sensitive (self->test, TRUE);
  if (outcome != NULL) {
    show_outcome (self, outcome);
  } else {
    g_autofree char *message = hearth_client_dup_message (error);
    g_autofree char *escaped = g_markup_escape_text (message, -1);

    adw_action_row_set_subtitle (ADW_ACTION_ROW (self->test_row), escaped);
  }
}

static void
test_cb (HearthServiceRow *self)
{
  gtk_widget_set_sensitive (self->test, FALSE);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->test_row), _("Waiting for an answer…"));
  self->manner->call (self->client, self->manner->test,
                      g_variant_new ("(@a{sv}h)", self->service, 0), "", self->cancellable,
                      tested_cb, g_object_ref (self));
}

static void
confirmed_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  HearthServiceRow *self = user_data;

  if (g_strcmp0 (response, "remove") == 0)
    self->manner->call (self->client, self->manner->remove, g_variant_new ("(s)", self->id), NULL,
                        self->cancellable, changed_cb, g_object_ref (self));
}

static void
remove_cb (HearthServiceRow *self)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget *dialog = adw_message_dialog_new (window, NULL, NULL);
  gboolean file = g_str_equal (hearth_mind_get_string (self->service, "kind"), "llama-server");

  adw_message_dialog_format_heading (ADW_MESSAGE_DIALOG (dialog), _("Remove “%s”?"),
                                     hearth_mind_get_string (self->service, "title"));
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog),
                               file ? _("It answers no more. The model’s file stays where it is.")
                                    : _ (self->manner->gone));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "remove",
                                    _("_Remove"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "remove",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (confirmed_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
set_subtitle (HearthServiceRow *self)
{
  guint64 size = hearth_mind_get_size (self->service, "size");
  double speed = hearth_mind_get_double (self->service, "speed");
  GString *text = g_string_new (hearth_mind_get_string (self->service, "leaves"));
  g_autofree char *plain = NULL;
  g_autofree char *escaped = NULL;

  if (size > 0) {
    g_autofree char *shown = g_format_size (size);

    g_string_append_printf (text, "\n%s", shown);
  }
  if (speed > 0)
    g_string_append_printf (text,
                            size > 0 ? _(" · %.0f tokens a second") : _("\n%.0f tokens a second"),
                            speed);
  plain = g_string_free (text, FALSE);
  escaped = g_markup_escape_text (plain, -1);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), escaped);
}

static char *
dup_allowed (HearthServiceRow *self, GVariant *service)
{
  const char *host = hearth_mind_get_string (service, "host");

  return self->manner == &speech ? g_strdup_printf (_("What is spoken may go to %s"), host)
                                 : g_strdup_printf (_("Questions and mail may go to %s"), host);
}

/**
 * hearth_service_row_show:
 * @self: a row
 * @service: a service of ListServices
 */
void
hearth_service_row_show (HearthServiceRow *self, GVariant *service)
{
  g_autofree char *title = g_markup_escape_text (hearth_mind_get_string (service, "title"), -1);
  g_autofree char *allow = NULL;
  g_autofree char *escaped = NULL;

  g_variant_ref (service);
  g_clear_pointer (&self->service, g_variant_unref);
  self->service = service;
  self->showing = TRUE;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  set_subtitle (self);
  gtk_widget_set_visible (self->allow_row, !hearth_mind_get_boolean (service, "local"));
  allow = dup_allowed (self, service);
  escaped = g_markup_escape_text (allow, -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->allow_row), escaped);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->allow), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  allow, -1);
  gtk_switch_set_active (self->allow, hearth_mind_get_boolean (service, "agreed"));
  self->showing = FALSE;
}

static void
hearth_service_row_dispose (GObject *object)
{
  HearthServiceRow *self = HEARTH_SERVICE_ROW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (hearth_service_row_parent_class)->dispose (object);
}

static void
hearth_service_row_finalize (GObject *object)
{
  HearthServiceRow *self = HEARTH_SERVICE_ROW (object);

  g_clear_pointer (&self->service, g_variant_unref);
  g_object_unref (self->cancellable);
  g_free (self->id);
  G_OBJECT_CLASS (hearth_service_row_parent_class)->finalize (object);
}

static void
hearth_service_row_class_init (HearthServiceRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_service_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_service_row_finalize;
}

static GtkWidget *
add_line (HearthServiceRow *self, const char *title, GtkWidget *suffix)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_set_valign (suffix, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), suffix);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), suffix);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  return row;
}

static void
hearth_service_row_init (HearthServiceRow *self)
{
  GtkWidget *removal = gtk_button_new_with_label (_("Remove"));

  self->cancellable = g_cancellable_new ();
  self->allow = GTK_SWITCH (gtk_switch_new ());
  self->allow_row = add_line (self, "", GTK_WIDGET (self->allow));
  g_signal_connect_swapped (self->allow, "notify::active", G_CALLBACK (allowed_cb), self);
  self->test = gtk_button_new_with_label (_("Test"));
  self->test_row = add_line (self, "", self->test);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->test_row), _("Nothing of yours is sent."));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self->test_row), 4);
  g_signal_connect_swapped (self->test, "clicked", G_CALLBACK (test_cb), self);
  add_line (self, _("No longer wanted"), removal);
  g_signal_connect_swapped (removal, "clicked", G_CALLBACK (remove_cb), self);
  hearth_entry_rows_name (GTK_WIDGET (self));
}

static GtkWidget *
make (HearthClient *client, const char *id, const Manner *manner)
{
  HearthServiceRow *self = g_object_new (HEARTH_TYPE_SERVICE_ROW, NULL);

  self->manner = manner;
  self->client = g_object_ref (client);
  self->id = g_strdup (id);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->test_row), _ (manner->try));
  return GTK_WIDGET (self);
}

/**
 * hearth_service_row_new:
 * @client: the panel's client
 * @id: how the settings name the service
 *
 * Returns: (transfer floating): a row that shows nothing yet
 */
GtkWidget *
hearth_service_row_new (HearthClient *client, const char *id)
{
  return make (client, id, &answers);
}

/**
 * hearth_service_row_new_speech:
 * @client: the panel's client
 * @id: how the settings name the service, which listens or speaks
 *
 * Returns: (transfer floating): a row that shows nothing yet
 */
GtkWidget *
hearth_service_row_new_speech (HearthClient *client, const char *id)
{
  return make (client, id, &speech);
}

/**
 * hearth_service_row_get_id:
 * @self: a row
 *
 * Returns: how the settings name its service
 */
const char *
hearth_service_row_get_id (HearthServiceRow *self)
{
  return self->id;
}
