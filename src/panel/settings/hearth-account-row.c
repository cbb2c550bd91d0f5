/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-account-row.h"

#include "hearth-account-window.h"
#include "hearth-clock.h"
#include "hearth-entry-rows.h"
#include "hearth-format.h"
#include "hearth-secret-pipe.h"
#include "hearth-toast.h"
#include "hearth-wrap-layout.h"

#include <glib/gi18n.h>

/* A signature is saved so long after the last key. */
#define SAVE_MS 1000

/**
 * HearthAccountRow:
 *
 * One account in the settings: how it stands, and what can be changed of it.
 */
struct _HearthAccountRow {
  AdwExpanderRow parent_instance;

  GtkWidget *sign_in;
  GtkWidget *paused;
  AdwComboRow *keep;
  GtkWidget *name;
  GtkWidget *thrifty;
  GtkWidget *sent_copy;
  GtkTextBuffer *signature;

  HearthClient *client;   /* (owned) */
  HearthAccount *account; /* (owned) (nullable): as it was read last */
  char *problem;          /* (owned) (nullable): why it was not read last */
  guint save_source;
  gboolean showing; /* what changes now was not changed by the owner */
};

G_DEFINE_FINAL_TYPE (HearthAccountRow, hearth_account_row, ADW_TYPE_EXPANDER_ROW)

static const guint keep_days[] = { 0, 365, 90, 30 };

static void
say (HearthAccountRow *self, const char *text)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (ADW_IS_PREFERENCES_WINDOW (root))
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (root), hearth_toast_new (text));
}

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthAccountRow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!hearth_bus_daemon1_call_change_account_finish (HEARTH_BUS_DAEMON1 (source), NULL, result,
                                                      &error)) {
    g_autofree char *message = hearth_client_dup_message (error);

    say (self, message);
  }
}

static void
change (HearthAccountRow *self, const char *key, GVariant *value)
{
  g_autoptr (GVariant) held = g_variant_ref_sink (value);
  g_autoptr (GError) error = NULL;
  g_autoptr (GUnixFDList) nothing = NULL;
  HearthBusDaemon1 *proxy;
  GVariantDict dict;

  if (self->showing || self->account == NULL)
    return;
  proxy = hearth_client_get_proxy (self->client, &error);
  if (proxy != NULL)
    nothing = hearth_secret_pipe_new ("", &error);
  if (nothing == NULL) {
    say (self, error->message);
    return;
  }
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert_value (&dict, key, held);
  hearth_bus_daemon1_call_change_account (proxy, self->account->id, g_variant_dict_end (&dict),
                                          g_variant_new_handle (0), nothing, NULL, changed_cb,
                                          g_object_ref (self));
}

static void
paused_cb (HearthAccountRow *self)
{
  change (self, "paused",
          g_variant_new_boolean (gtk_switch_get_active (GTK_SWITCH (self->paused))));
}

static void
sent_copy_cb (HearthAccountRow *self)
{
  change (self, "sent-copy",
          g_variant_new_boolean (gtk_switch_get_active (GTK_SWITCH (self->sent_copy))));
}

static void
thrifty_cb (HearthAccountRow *self)
{
  gboolean thrifty = gtk_switch_get_active (GTK_SWITCH (self->thrifty));

  change (self, "fetch-when", g_variant_new_string (thrifty ? "careful" : "always"));
}

static void
keep_cb (HearthAccountRow *self)
{
  guint selected = adw_combo_row_get_selected (self->keep);

  if (selected < G_N_ELEMENTS (keep_days))
    change (self, "keep-days", g_variant_new_uint32 (keep_days[selected]));
}

static void
name_cb (HearthAccountRow *self)
{
  change (self, "name", g_variant_new_string (gtk_editable_get_text (GTK_EDITABLE (self->name))));
}

static char *
dup_signature (HearthAccountRow *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->signature, &start, &end);
  return gtk_text_buffer_get_text (self->signature, &start, &end, FALSE);
}

static void
save_signature (HearthAccountRow *self)
{
  g_autofree char *text = dup_signature (self);

  g_clear_handle_id (&self->save_source, g_source_remove);
  change (self, "signature", g_variant_new_string (text));
}

static gboolean
save_cb (gpointer user_data)
{
  HearthAccountRow *self = user_data;

  self->save_source = 0;
  save_signature (self);
  return G_SOURCE_REMOVE;
}

static void
signature_cb (HearthAccountRow *self)
{
  if (self->showing)
    return;
  g_clear_handle_id (&self->save_source, g_source_remove);
  self->save_source = g_timeout_add (SAVE_MS, save_cb, self);
}

static void
sign_in_cb (HearthAccountRow *self)
{
  GtkWindow *window;

  if (self->account == NULL)
    return;
  window = hearth_account_window_new_sign_in (self->client, self->account, self->problem);
  gtk_window_set_transient_for (window, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  gtk_window_present (window);
}

static void
tested_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthAccountRow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) test = NULL;
  const char *imap = "";
  const char *smtp = "";

  if (!hearth_bus_daemon1_call_test_account_finish (HEARTH_BUS_DAEMON1 (source), &test, result,
                                                    &error)) {
    g_autofree char *message = hearth_client_dup_message (error);

    say (self, message);
    return;
  }
  g_variant_lookup (test, "imap", "&s", &imap);
  g_variant_lookup (test, "smtp", "&s", &smtp);
  say (self, *imap != '\0' ? imap : *smtp != '\0' ? smtp : _("Both servers answer and know you"));
}

static void
test_cb (HearthAccountRow *self)
{
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, &error);

  if (proxy == NULL)
    say (self, error->message);
  else
    hearth_bus_daemon1_call_test_account (proxy, self->account->id, NULL, tested_cb,
                                          g_object_ref (self));
}

static void
remove_cb (HearthAccountRow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "settings.remove", "(xs)", self->account->id,
                              self->account->address);
}

static GtkWidget *
add_switch (HearthAccountRow *self, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *toggle = gtk_switch_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), toggle);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  return toggle;
}

static void
add_keep (HearthAccountRow *self)
{
  const char *const names[] = { _("Everything"), _("A year"), _("Three months"), _("A month"),
                                NULL };
  g_autoptr (GtkStringList) model = gtk_string_list_new (names);

  self->keep = ADW_COMBO_ROW (adw_combo_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->keep), _("Keep on this computer"));
  adw_combo_row_set_model (self->keep, G_LIST_MODEL (model));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), GTK_WIDGET (self->keep));
  g_signal_connect_swapped (self->keep, "notify::selected", G_CALLBACK (keep_cb), self);
}

static void
add_signature (HearthAccountRow *self)
{
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *title = gtk_label_new (_("Signature"));
  GtkWidget *view = gtk_text_view_new ();

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_widget_add_css_class (view, "signature");
  gtk_widget_add_css_class (box, "signature-row");
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Signature"), -1);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), view);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  self->signature = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  g_signal_connect_swapped (self->signature, "changed", G_CALLBACK (signature_cb), self);
}

static void
add_button (HearthAccountRow *self, GtkWidget *box, const char *label, const char *css_class,
            GCallback callback)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  if (css_class != NULL)
    gtk_widget_add_css_class (button, css_class);
  g_signal_connect_swapped (button, "clicked", callback, self);
  gtk_box_append (GTK_BOX (box), button);
}

static void
add_buttons (HearthAccountRow *self)
{
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *box = hearth_wrap_box_new (6);

  gtk_widget_add_css_class (box, "signature-row");
  add_button (self, box, _("Try It"), NULL, G_CALLBACK (test_cb));
  add_button (self, box, _("Sign In Again…"), NULL, G_CALLBACK (sign_in_cb));
  add_button (self, box, _("Remove…"), "destructive-action", G_CALLBACK (remove_cb));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
}

static void
hearth_account_row_dispose (GObject *object)
{
  HearthAccountRow *self = HEARTH_ACCOUNT_ROW (object);

  g_clear_handle_id (&self->save_source, g_source_remove);
  g_clear_object (&self->client);
  g_clear_pointer (&self->account, hearth_account_free);
  G_OBJECT_CLASS (hearth_account_row_parent_class)->dispose (object);
}

static void
hearth_account_row_finalize (GObject *object)
{
  g_free (HEARTH_ACCOUNT_ROW (object)->problem);
  G_OBJECT_CLASS (hearth_account_row_parent_class)->finalize (object);
}

static void
hearth_account_row_unroot (GtkWidget *widget)
{
  HearthAccountRow *self = HEARTH_ACCOUNT_ROW (widget);

  /* What was typed last is not lost with the window. */
  if (self->save_source != 0)
    save_signature (self);
  GTK_WIDGET_CLASS (hearth_account_row_parent_class)->unroot (widget);
}

static void
hearth_account_row_class_init (HearthAccountRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hearth_account_row_dispose;
  object_class->finalize = hearth_account_row_finalize;
  GTK_WIDGET_CLASS (klass)->unroot = hearth_account_row_unroot;
}

static void
hearth_account_row_init (HearthAccountRow *self)
{
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (self),
                               gtk_image_new_from_icon_name ("hearth-mail-symbolic"));
  self->sign_in = gtk_button_new_with_label (_("Sign In…"));
  gtk_widget_set_valign (self->sign_in, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->sign_in, FALSE);
  adw_expander_row_add_action (ADW_EXPANDER_ROW (self), self->sign_in);
  g_signal_connect_swapped (self->sign_in, "clicked", G_CALLBACK (sign_in_cb), self);
  self->paused = add_switch (self, _("Pause"), _("Nothing is fetched or sent meanwhile"));
  g_signal_connect_swapped (self->paused, "notify::active", G_CALLBACK (paused_cb), self);
  add_keep (self);
  self->thrifty =
      add_switch (self, _("Spare network and battery"),
                  _("Older mail waits while the network is metered or the battery low"));
  g_signal_connect_swapped (self->thrifty, "notify::active", G_CALLBACK (thrifty_cb), self);
  self->name = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->name),
                                 _("Your name, as others see it"));
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self->name), TRUE);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), self->name);
  g_signal_connect_swapped (self->name, "apply", G_CALLBACK (name_cb), self);
  add_signature (self);
  self->sent_copy = add_switch (self, _("Keep a copy of what is sent"),
                                _("In the Sent mailbox; off where the server does that itself"));
  g_signal_connect_swapped (self->sent_copy, "notify::active", G_CALLBACK (sent_copy_cb), self);
  add_buttons (self);
  hearth_entry_rows_name (GTK_WIDGET (self));
}

/**
 * hearth_account_row_new:
 * @client: the panel's client
 *
 * Returns: (transfer floating): a row without an account
 */
GtkWidget *
hearth_account_row_new (HearthClient *client)
{
  HearthAccountRow *self = g_object_new (HEARTH_TYPE_ACCOUNT_ROW, NULL);

  self->client = g_object_ref (client);
  return GTK_WIDGET (self);
}

static char *
describe (const HearthAccount *account, const HearthSource *source)
{
  g_autofree char *when = NULL;
  g_autofree char *items = NULL;

  if (account->paused)
    return g_strdup (_("Paused"));
  if (source->last_error != NULL && *source->last_error != '\0')
    return g_strdup (source->last_error);
  if (source->last_sync == 0)
    return g_strdup (_("Being read for the first time"));
  when = hearth_format_day_short (source->last_sync, hearth_clock_now ());
  items = g_strdup_printf (ngettext ("%d message", "%d messages", (gulong) source->n_items),
                           (int) source->n_items);
  /* Translators: “112 messages”, and when the account was last looked at. */
  return g_strdup_printf (_("%s · read %s"), items, when);
}

static void
show_text (GtkWidget *entry, const char *text)
{
  if (gtk_widget_get_focus_child (entry) == NULL)
    gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

/**
 * hearth_account_row_show:
 * @self: a row
 * @account: its account
 * @source: the state of the account
 *
 * Shows how an account stands. What its owner is just writing stays.
 */
void
hearth_account_row_show (HearthAccountRow *self, const HearthAccount *account,
                         const HearthSource *source)
{
  g_autofree char *detail = describe (account, source);
  g_autofree char *title = g_markup_escape_text (account->address, -1);
  g_autofree char *subtitle = g_markup_escape_text (detail, -1);
  g_autofree char *written = dup_signature (self);
  gboolean failed = source->last_error != NULL && *source->last_error != '\0' && !account->paused;
  g_autofree char *sign_in = g_strdup_printf (_("Sign in to %s again"), account->address);

  self->showing = TRUE;
  g_clear_pointer (&self->account, hearth_account_free);
  self->account = hearth_account_copy (account);
  g_free (self->problem);
  self->problem = failed ? g_strdup (source->last_error) : NULL;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);
  gtk_widget_set_visible (self->sign_in, failed);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->sign_in), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  sign_in, -1);
  gtk_switch_set_active (GTK_SWITCH (self->paused), account->paused);
  gtk_switch_set_active (GTK_SWITCH (self->sent_copy), account->sent_copy);
  gtk_switch_set_active (GTK_SWITCH (self->thrifty), account->thrifty);
  show_text (self->name, account->name);
  if (self->save_source == 0 && g_strcmp0 (written, account->signature) != 0)
    gtk_text_buffer_set_text (self->signature, account->signature, -1);
  for (guint i = 0; i < G_N_ELEMENTS (keep_days); i++) {
    /* Another number of days, set from outside, shows as the next that keeps more. */
    if (keep_days[i] == 0 || (account->keep_days != 0 && account->keep_days <= keep_days[i]))
      adw_combo_row_set_selected (self->keep, i);
  }
  self->showing = FALSE;
}

/**
 * hearth_account_row_get_id:
 * @self: a row
 *
 * Returns: the row of its account in the store, or 0
 */
gint64
hearth_account_row_get_id (HearthAccountRow *self)
{
  return self->account != NULL ? self->account->id : 0;
}
