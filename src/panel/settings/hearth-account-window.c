/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-account-window.h"

#include "hearth-account-calls.h"
#include "hearth-certificate-page.h"
#include "hearth-entry-rows.h"
#include "hearth-secret-pipe.h"
#include "hearth-servers-form.h"

#include <glib/gi18n.h>
#include <string.h>

/* The service gives up after ten seconds of looking; signing in through the browser takes as long
 * as the owner does. */
#define BROWSER_TIMEOUT_MS (15 * 60 * 1000)
#define TRY_TIMEOUT_MS (3 * 60 * 1000)

struct _HearthAccountWindow {
  AdwWindow parent_instance;

  GtkWidget *back;
  GtkStack *stack;
  AdwPreferencesGroup *online;
  GtkWidget *address;
  GtkWidget *name;
  GtkWidget *address_trouble;
  GtkLabel *address_trouble_label;
  GtkWidget *look;
  GtkSpinner *spinner;
  GtkLabel *wait_label;
  GtkWidget *cancel;
  GtkLabel *servers_title;
  GtkLabel *servers_text;
  GtkListBox *choices;
  GtkWidget *servers_trouble;
  GtkLabel *servers_trouble_label;
  GtkWidget *password_group;
  GtkWidget *password;
  GtkWidget *help;
  GtkWidget *help_link;
  GtkLabel *browser_text;
  GtkWidget *by_hand;
  GtkWidget *add;
  HearthServersForm *form;
  GtkWidget *manual_done;
  HearthCertificatePage *certificate;
  GtkLabel *done_title;
  GtkWidget *close;

  HearthClient *client;          /* (owned) */
  HearthAccount *account;        /* (owned) (nullable): the one that signs in again */
  GCancellable *cancellable;     /* (owned): of the call that is waited for */
  GPtrArray *found;              /* (owned) (element-type GVariant) */
  GVariant *choice;              /* (owned) (nullable): what would be added */
  HearthCertificateFacts *proof; /* (owned) (nullable): what the owner is asked to trust */
  GVariant *pinned;              /* (owned) (nullable): @choice with certificates trusted so far */
  const char *before;            /* the page that the one that waits came from */
};

G_DEFINE_FINAL_TYPE (HearthAccountWindow, hearth_account_window, ADW_TYPE_WINDOW)

static const char *
get_page (HearthAccountWindow *self)
{
  return gtk_stack_get_visible_child_name (self->stack);
}

static void
show_page (HearthAccountWindow *self, const char *name)
{
  gboolean first = g_str_equal (name, self->account != NULL ? "servers" : "address");

  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_spinner_set_spinning (self->spinner, g_str_equal (name, "wait"));
  gtk_widget_set_visible (self->back,
                          !first && !g_str_equal (name, "wait") && !g_str_equal (name, "done"));
}

static void
show_trouble (GtkWidget *box, GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (box, text != NULL);
}

static void
show_servers_trouble (HearthAccountWindow *self, const char *text)
{
  show_trouble (self->servers_trouble, self->servers_trouble_label, text);
}

static void
wait_with (HearthAccountWindow *self, const char *text)
{
  self->before = get_page (self);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  gtk_label_set_text (self->wait_label, text);
  show_page (self, "wait");
  gtk_widget_grab_focus (self->cancel);
}

static HearthBusDaemon1 *
get_proxy (HearthAccountWindow *self, int timeout_ms, char **problem)
{
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, &error);

  if (proxy == NULL)
    *problem = g_strdup (error->message);
  else
    g_dbus_proxy_set_default_timeout (G_DBUS_PROXY (proxy), timeout_ms);
  return proxy;
}

/* Only the call that was just made may take so long. */
static void
reset_timeout (HearthBusDaemon1 *proxy)
{
  g_dbus_proxy_set_default_timeout (G_DBUS_PROXY (proxy), -1);
}

static const char *
get_auth (HearthAccountWindow *self)
{
  const char *auth = "password";

  if (self->account != NULL)
    return hearth_auth_to_string (self->account->auth);
  if (self->choice != NULL)
    g_variant_lookup (self->choice, "auth", "&s", &auth);
  return auth;
}

static gboolean
needs_password (HearthAccountWindow *self)
{
  return g_str_equal (get_auth (self), "password");
}

static gboolean
needs_browser (HearthAccountWindow *self)
{
  return g_str_equal (get_auth (self), "google") || g_str_equal (get_auth (self), "microsoft");
}

static void
update_add (HearthAccountWindow *self)
{
  gboolean any = self->account != NULL || self->choice != NULL;
  const char *password = gtk_editable_get_text (GTK_EDITABLE (self->password));

  gtk_widget_set_sensitive (self->add, any && (!needs_password (self) || *password != '\0'));
}

/* Shows what the chosen way needs: a password, the browser, or nothing more. */
static void
update_choice (HearthAccountWindow *self)
{
  gboolean password = needs_password (self) && (self->choice != NULL || self->account != NULL);
  const char *help = "";

  if (self->choice != NULL)
    g_variant_lookup (self->choice, "help", "&s", &help);
  gtk_widget_set_visible (self->password_group, password);
  gtk_widget_set_visible (self->help, password && *help != '\0');
  if (*help != '\0')
    gtk_link_button_set_uri (GTK_LINK_BUTTON (self->help_link), help);
  gtk_widget_set_visible (GTK_WIDGET (self->browser_text), needs_browser (self));
  gtk_label_set_text (self->browser_text,
                      g_str_equal (get_auth (self), "google")
                          ? _("You sign in to Google in your browser. Hearth never sees your "
                               "password; it gets a permission that you can take back there.")
                          : _("You sign in to Microsoft in your browser. Hearth never sees your "
                               "password; it gets a permission that you can take back there."));
  gtk_button_set_label (GTK_BUTTON (self->add), needs_browser (self)
                                                    ? _("_Continue in the Browser")
                                                : self->account != NULL ? _("_Sign In")
                                                                        : _("_Add"));
  gtk_widget_set_visible (self->by_hand, self->account == NULL);
  update_add (self);
}

static void
choose (HearthAccountWindow *self, GVariant *choice)
{
  const char *problem = "";

  g_variant_ref (choice);
  g_clear_pointer (&self->choice, g_variant_unref);
  g_clear_pointer (&self->pinned, g_variant_unref);
  self->choice = choice;
  g_variant_lookup (choice, "problem", "&s", &problem);
  show_servers_trouble (self, *problem != '\0' ? problem : NULL);
  update_choice (self);
}

static void
chosen_cb (GtkCheckButton *button, gpointer user_data)
{
  HearthAccountWindow *self = user_data;

  if (gtk_check_button_get_active (button))
    choose (self, g_object_get_data (G_OBJECT (button), "choice"));
}

static void
clear_list (GtkListBox *list)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, child);
}

static GtkWidget *
add_choice_row (HearthAccountWindow *self, GVariant *choice, GtkWidget *group)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();
  g_autofree char *servers = hearth_account_dup_servers (choice);
  g_autofree char *subtitle = g_markup_escape_text (servers, -1);
  g_autofree char *title = NULL;
  const char *label = "";

  if (!g_variant_lookup (choice, "label", "&s", &label) || *label == '\0')
    g_variant_lookup (choice, "address", "&s", &label);
  title = g_markup_escape_text (label, -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  if (group != NULL)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (check), GTK_CHECK_BUTTON (group));
  g_object_set_data_full (G_OBJECT (check), "choice", g_variant_ref (choice),
                          (GDestroyNotify) g_variant_unref);
  g_signal_connect (check, "toggled", G_CALLBACK (chosen_cb), self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  gtk_list_box_append (self->choices, row);
  return check;
}

static void
show_found (HearthAccountWindow *self)
{
  GtkWidget *first = NULL;
  guint n = self->found->len;

  clear_list (self->choices);
  g_clear_pointer (&self->choice, g_variant_unref);
  show_servers_trouble (self, NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->password), "");
  for (guint i = 0; i < n; i++) {
    GtkWidget *check = add_choice_row (self, g_ptr_array_index (self->found, i), first);

    first = first != NULL ? first : check;
  }
  gtk_widget_set_visible (GTK_WIDGET (self->choices), n > 0);
  gtk_widget_set_visible (self->add, n > 0);
  gtk_label_set_text (self->servers_title,
                      n > 0 ? _("This is what I found") : _("Nothing was found"));
  gtk_label_set_text (
      self->servers_text,
      n > 0
          ? _("Nothing was sent to these servers yet but the question whether they are there.")
          : _("No server for this address answered. Its name may be mistyped, the computer may be "
               "offline, or the servers have unusual names that you can enter by hand."));
  update_choice (self);
  if (first != NULL)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (first), TRUE);
  show_page (self, "servers");
  if (n > 0 && needs_password (self))
    gtk_widget_grab_focus (self->password);
}

static void
take_choices (HearthAccountWindow *self, GVariant *choices)
{
  g_ptr_array_set_size (self->found, 0);
  for (gsize i = 0; i < g_variant_n_children (choices); i++)
    g_ptr_array_add (self->found, g_variant_get_child_value (choices, i));
}

static void
discovered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthAccountWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) choices = NULL;

  hearth_bus_daemon1_call_discover_finish (HEARTH_BUS_DAEMON1 (source), &choices, result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (choices != NULL) {
    take_choices (self, choices);
    show_found (self);
  } else {
    g_autofree char *message = hearth_client_dup_message (error);

    show_page (self, "address");
    show_trouble (self->address_trouble, self->address_trouble_label, message);
    gtk_widget_grab_focus (self->address);
  }
}

static void
look_cb (HearthAccountWindow *self)
{
  const char *address = gtk_editable_get_text (GTK_EDITABLE (self->address));
  const char *at = strrchr (address, '@');
  g_autofree char *problem = NULL;
  g_autofree char *text = NULL;
  HearthBusDaemon1 *proxy;

  if (!gtk_widget_get_sensitive (self->look))
    return;
  proxy = get_proxy (self, TRY_TIMEOUT_MS, &problem);
  show_trouble (self->address_trouble, self->address_trouble_label, problem);
  if (proxy == NULL)
    return;
  /* Translators: %s is the domain of an address */
  text = g_strdup_printf (_("Looking for the servers of %s…"), at != NULL ? at + 1 : address);
  wait_with (self, text);
  hearth_bus_daemon1_call_discover (proxy, address, self->cancellable, discovered_cb,
                                    g_object_ref (self));
  reset_timeout (proxy);
}

static void
address_changed_cb (HearthAccountWindow *self)
{
  const char *at = strrchr (gtk_editable_get_text (GTK_EDITABLE (self->address)), '@');

  gtk_widget_set_sensitive (self->look, at != NULL && at[1] != '\0');
  show_trouble (self->address_trouble, self->address_trouble_label, NULL);
}

static void
show_certificate (HearthAccountWindow *self, const char *sentence)
{
  hearth_certificate_page_show (self->certificate, self->proof, sentence);
  show_page (self, "certificate");
  hearth_certificate_page_focus (self->certificate);
}

static void
show_done (HearthAccountWindow *self)
{
  const char *address = "";
  g_autofree char *title = NULL;

  if (self->account != NULL)
    address = self->account->address;
  else if (self->choice != NULL)
    g_variant_lookup (self->choice, "address", "&s", &address);
  title =
      g_strdup_printf (self->account != NULL ? _("%s is signed in") : _("%s is here"), address);
  gtk_label_set_text (self->done_title, title);
  gtk_editable_set_text (GTK_EDITABLE (self->password), "");
  show_page (self, "done");
  gtk_widget_grab_focus (self->close);
}

/* Says what went wrong where it can be mended: a refused password beside the password. */
static void
show_failure (HearthAccountWindow *self, const GError *error)
{
  g_autofree char *message = hearth_client_dup_message (error);
  g_autofree char *sentence = NULL;

  g_clear_pointer (&self->proof, hearth_certificate_facts_free);
  if (hearth_account_error_is (error, "Certificate")) {
    self->proof = hearth_certificate_facts_parse (message, &sentence);
    if (self->proof != NULL) {
      show_certificate (self, sentence);
      return;
    }
  }
  show_page (self, "servers");
  show_servers_trouble (self, sentence != NULL ? sentence : message);
  if (needs_password (self)) {
    gtk_widget_add_css_class (self->password, "error");
    gtk_widget_grab_focus (self->password);
    gtk_editable_select_region (GTK_EDITABLE (self->password), 0, -1);
  }
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthAccountWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (hearth_bus_daemon1_call_add_account_finish (HEARTH_BUS_DAEMON1 (source), NULL, NULL, result,
                                                  &error))
    show_done (self);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_failure (self, error);
}

static void
tested_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthAccountWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) test = NULL;
  const char *imap = "";
  const char *smtp = "";

  if (!hearth_bus_daemon1_call_test_account_finish (HEARTH_BUS_DAEMON1 (source), &test, result,
                                                    &error)) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      show_failure (self, error);
    return;
  }
  g_variant_lookup (test, "imap", "&s", &imap);
  g_variant_lookup (test, "smtp", "&s", &smtp);
  g_clear_pointer (&self->proof, hearth_certificate_facts_free);
  self->proof = hearth_certificate_facts_find (test);
  if (*imap == '\0' && *smtp == '\0') {
    show_done (self);
  } else if (self->proof != NULL) {
    show_certificate (self, *imap != '\0' ? imap : smtp);
  } else {
    g_autoptr (GError) refused =
        g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, *imap != '\0' ? imap : smtp);

    show_failure (self, refused);
  }
}

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthAccountWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  /* The servers are asked afterwards: only then it is known whether the password is right. */
  if (hearth_bus_daemon1_call_change_account_finish (HEARTH_BUS_DAEMON1 (source), NULL, result,
                                                     &error))
    hearth_bus_daemon1_call_test_account (HEARTH_BUS_DAEMON1 (source), self->account->id,
                                          self->cancellable, tested_cb, g_object_ref (self));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_failure (self, error);
}

static GVariant *
make_change (HearthAccountWindow *self)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, self->pinned);
  /* To name it is to sign in again. */
  if (needs_browser (self))
    g_variant_dict_insert (&dict, "auth", "s", get_auth (self));
  return g_variant_dict_end (&dict);
}

static void
try_account (HearthAccountWindow *self, GVariant *settings)
{
  g_autoptr (GVariant) held = g_variant_ref_sink (settings);
  g_autoptr (GError) error = NULL;
  g_autofree char *problem = NULL;
  g_autoptr (GUnixFDList) secret = NULL;
  HearthBusDaemon1 *proxy =
      get_proxy (self, needs_browser (self) ? BROWSER_TIMEOUT_MS : TRY_TIMEOUT_MS, &problem);

  /* The password goes to the service through a pipe, and from there to the keyring. */
  if (proxy != NULL)
    secret = hearth_secret_pipe_new (
        needs_password (self) ? gtk_editable_get_text (GTK_EDITABLE (self->password)) : "", &error);
  if (secret == NULL) {
    show_servers_trouble (self, problem != NULL ? problem : error->message);
    return;
  }
  gtk_widget_remove_css_class (self->password, "error");
  show_servers_trouble (self, NULL);
  wait_with (self, needs_browser (self)
                       ? _("Your browser has opened. Sign in there and come back.")
                       : _("Signing in…"));
  if (self->account != NULL)
    hearth_bus_daemon1_call_change_account (proxy, self->account->id, held,
                                            g_variant_new_handle (0), secret, self->cancellable,
                                            changed_cb, g_object_ref (self));
  else
    hearth_bus_daemon1_call_add_account (proxy, held, g_variant_new_handle (0), secret,
                                         self->cancellable, added_cb, g_object_ref (self));
  reset_timeout (proxy);
}

static void
add_cb (HearthAccountWindow *self)
{
  if (!gtk_widget_get_sensitive (self->add))
    return;
  if (self->account != NULL)
    try_account (self, make_change (self));
  else
    try_account (self,
                 hearth_account_make_settings (self->pinned != NULL ? self->pinned : self->choice,
                                               gtk_editable_get_text (GTK_EDITABLE (self->name))));
}

static void
trust_cb (HearthAccountWindow *self)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, self->pinned != NULL ? self->pinned : self->choice);
  g_variant_dict_insert (&dict, self->proof->key, "s", self->proof->pin);
  g_clear_pointer (&self->pinned, g_variant_unref);
  self->pinned = g_variant_ref_sink (g_variant_dict_end (&dict));
  show_page (self, "servers");
  add_cb (self);
}

static void
distrust_cb (HearthAccountWindow *self)
{
  show_page (self, "servers");
  show_servers_trouble (self,
                        _("The account was not added: its server could not prove who it is."));
}

static void
by_hand_cb (HearthAccountWindow *self)
{
  hearth_servers_form_fill (self->form, gtk_editable_get_text (GTK_EDITABLE (self->address)),
                            self->choice);
  gtk_widget_set_sensitive (self->manual_done, hearth_servers_form_is_complete (self->form));
  show_page (self, "manual");
}

static void
form_changed_cb (HearthAccountWindow *self)
{
  gtk_widget_set_sensitive (self->manual_done, hearth_servers_form_is_complete (self->form));
}

static void
manual_done_cb (HearthAccountWindow *self)
{
  g_autoptr (GVariant) settings = hearth_servers_form_dup_settings (self->form);

  g_ptr_array_insert (self->found, 0, g_variant_ref (settings));
  show_found (self);
  gtk_label_set_text (self->servers_title, _("These servers are tried"));
}

static void
cancel_cb (HearthAccountWindow *self)
{
  g_cancellable_cancel (self->cancellable);
  show_page (self, self->before != NULL ? self->before : "address");
}

static void
back_cb (HearthAccountWindow *self)
{
  show_page (self, g_str_equal (get_page (self), "servers") ? "address" : "servers");
}

static void
password_changed_cb (HearthAccountWindow *self)
{
  gtk_widget_remove_css_class (self->password, "error");
  update_add (self);
}

static void
online_cb (AdwActionRow *row, gpointer user_data)
{
  HearthAccountWindow *self = user_data;
  GVariant *choice = g_object_get_data (G_OBJECT (row), "choice");

  g_ptr_array_set_size (self->found, 0);
  g_ptr_array_add (self->found, g_variant_ref (choice));
  show_found (self);
}

static void
online_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthAccountWindow) self = user_data;
  g_autoptr (GVariant) choices = NULL;

  /* Without them one goes on by address. */
  if (!hearth_bus_daemon1_call_discover_finish (HEARTH_BUS_DAEMON1 (source), &choices, result,
                                                NULL) ||
      self->client == NULL)
    return;
  for (gsize i = 0; i < g_variant_n_children (choices); i++) {
    GVariant *choice = g_variant_get_child_value (choices, i);
    GtkWidget *row = adw_action_row_new ();
    g_autofree char *title = NULL;
    const char *address = "";

    g_variant_lookup (choice, "address", "&s", &address);
    title = g_markup_escape_text (address, -1);
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _("From GNOME Online Accounts"));
    adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                               gtk_image_new_from_icon_name ("go-next-symbolic"));
    gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
    g_object_set_data_full (G_OBJECT (row), "choice", choice, (GDestroyNotify) g_variant_unref);
    g_signal_connect (row, "activated", G_CALLBACK (online_cb), self);
    adw_preferences_group_add (self->online, row);
    gtk_widget_set_visible (GTK_WIDGET (self->online), TRUE);
  }
}

static void
look_for_online (HearthAccountWindow *self)
{
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, NULL);

  if (proxy != NULL)
    hearth_bus_daemon1_call_discover (proxy, "", NULL, online_found_cb, g_object_ref (self));
}

static void
hearth_account_window_dispose (GObject *object)
{
  HearthAccountWindow *self = HEARTH_ACCOUNT_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->client);
  g_clear_pointer (&self->account, hearth_account_free);
  g_clear_pointer (&self->choice, g_variant_unref);
  g_clear_pointer (&self->pinned, g_variant_unref);
  g_clear_pointer (&self->proof, hearth_certificate_facts_free);
  G_OBJECT_CLASS (hearth_account_window_parent_class)->dispose (object);
}

static void
hearth_account_window_finalize (GObject *object)
{
  HearthAccountWindow *self = HEARTH_ACCOUNT_WINDOW (object);

  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->found);
  G_OBJECT_CLASS (hearth_account_window_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, HearthAccountWindow, back);
  gtk_widget_class_bind_template_child (widget_class, HearthAccountWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, HearthAccountWindow, online);
  gtk_widget_class_bind_template_child (widget_class, HearthAccountWindow, address);
  gtk_widget_class_bind_template_child (widget_class, HearthAccountWindow, name);
  gtk_widget_class_bind_template_child (widget_class, HearthAccountWindow, address_trouble);
  gtk_widget_class_bind_template_child (widget_class, HearthAccountWindow, address_trouble_label);
  gtk_widget_class_bind_template_child (widget_class, HearthAccountWindow, look);
  gtk_widget_class_bind_template_child (widget_class, HearthAccountWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, HearthAccountWindow, wait_label);
  gtk_widget_class_bind_template_child (widget_class, HearthAccountWindow, cancel);
  gtk_widget_class_bind_template_child (widget_class, HearthAccountWindow, servers_title);
  gtk_widget_class_bind_template_child (widget_class, HearthAccountWindow, servers_text);
  gtk_widget_class_bind_template_child (widget_class, HearthAccountWindow, choices);
  gtk_widget_class_bind_template_child (widget_class, HearthAccountWindow, servers_trouble);
  gtk_widget_class_bind_template_child (widget_class, HearthAccountWindow, servers_trouble_label);
  gtk_widget_class_bind_template_child (widget_class, HearthAccountWindow, password_group);
  gtk_widget_class_bind_template_child (widget_class, HearthAccountWindow, password);
  gtk_widget_class_bind_template_child (widget_class, HearthAccountWindow, help);
  gtk_widget_class_bind_template_child (widget_class, HearthAccountWindow, help_link);
  gtk_widget_class_bind_template_child (widget_class, HearthAccountWindow, browser_text);
  gtk_widget_class_bind_template_child (widget_class, HearthAccountWindow, by_hand);
  gtk_widget_class_bind_template_child (widget_class, HearthAccountWindow, add);
  gtk_widget_class_bind_template_child (widget_class, HearthAccountWindow, form);
  gtk_widget_class_bind_template_child (widget_class, HearthAccountWindow, manual_done);
  gtk_widget_class_bind_template_child (widget_class, HearthAccountWindow, certificate);
  gtk_widget_class_bind_template_child (widget_class, HearthAccountWindow, done_title);
  gtk_widget_class_bind_template_child (widget_class, HearthAccountWindow, close);
}

static void
hearth_account_window_class_init (HearthAccountWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hearth_account_window_dispose;
  object_class->finalize = hearth_account_window_finalize;
  g_type_ensure (HEARTH_TYPE_CERTIFICATE_PAGE);
  g_type_ensure (HEARTH_TYPE_SERVERS_FORM);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/hearthdesktop/Hearth/settings/hearth-account-window.ui");
  bind_children (widget_class);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
hearth_account_window_init (HearthAccountWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  hearth_entry_rows_name (self->address);
  hearth_entry_rows_name (self->name);
  hearth_entry_rows_name (self->password);
  self->cancellable = g_cancellable_new ();
  self->found = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);
  g_signal_connect_swapped (self->back, "clicked", G_CALLBACK (back_cb), self);
  g_signal_connect_swapped (self->address, "changed", G_CALLBACK (address_changed_cb), self);
  g_signal_connect_swapped (self->address, "entry-activated", G_CALLBACK (look_cb), self);
  g_signal_connect_swapped (self->name, "entry-activated", G_CALLBACK (look_cb), self);
  g_signal_connect_swapped (self->look, "clicked", G_CALLBACK (look_cb), self);
  g_signal_connect_swapped (self->cancel, "clicked", G_CALLBACK (cancel_cb), self);
  g_signal_connect_swapped (self->password, "changed", G_CALLBACK (password_changed_cb), self);
  g_signal_connect_swapped (self->password, "entry-activated", G_CALLBACK (add_cb), self);
  g_signal_connect_swapped (self->add, "clicked", G_CALLBACK (add_cb), self);
  g_signal_connect_swapped (self->by_hand, "clicked", G_CALLBACK (by_hand_cb), self);
  g_signal_connect_swapped (self->form, "changed", G_CALLBACK (form_changed_cb), self);
  g_signal_connect_swapped (self->manual_done, "clicked", G_CALLBACK (manual_done_cb), self);
  g_signal_connect_swapped (self->certificate, "trusted", G_CALLBACK (trust_cb), self);
  g_signal_connect_swapped (self->certificate, "distrusted", G_CALLBACK (distrust_cb), self);
  g_signal_connect_swapped (self->close, "clicked", G_CALLBACK (gtk_window_close), self);
}

/**
 * hearth_account_window_new:
 * @client: the panel's client
 *
 * Returns: (transfer none): a window that adds an account
 */
GtkWindow *
hearth_account_window_new (HearthClient *client)
{
  HearthAccountWindow *self = g_object_new (HEARTH_TYPE_ACCOUNT_WINDOW, NULL);
  const char *name = g_get_real_name ();

  self->client = g_object_ref (client);
  if (!g_str_equal (name, "Unknown") && !g_str_equal (name, "root"))
    gtk_editable_set_text (GTK_EDITABLE (self->name), name);
  look_for_online (self);
  show_page (self, "address");
  gtk_widget_grab_focus (self->address);
  return GTK_WINDOW (self);
}

/**
 * hearth_account_window_set_provider:
 * @self: a window that adds an account
 * @name: the name of a provider: "Google"
 *
 * Says whose address is asked for.
 */
void
hearth_account_window_set_provider (HearthAccountWindow *self, const char *name)
{
  /* Translators: the name of a provider of mail */
  g_autofree char *title = g_strdup_printf (_("Your address at %s"), name);
  g_autofree char *escaped = g_markup_escape_text (title, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->address), escaped);
  hearth_entry_rows_name (self->address);
}

/**
 * hearth_account_window_new_sign_in:
 * @client: the panel's client
 * @account: an account
 * @problem: (nullable): why its server refuses it
 *
 * Returns: (transfer none): a window that signs in to an account again
 */
GtkWindow *
hearth_account_window_new_sign_in (HearthClient *client, const HearthAccount *account,
                                   const char *problem)
{
  HearthAccountWindow *self = g_object_new (HEARTH_TYPE_ACCOUNT_WINDOW, NULL);

  self->client = g_object_ref (client);
  self->account = hearth_account_copy (account);
  gtk_window_set_title (GTK_WINDOW (self), _("Sign In Again"));
  gtk_label_set_text (self->servers_title, account->address);
  gtk_label_set_text (
      self->servers_text,
      account->auth == HEARTH_AUTH_GOA
          ? _("This account belongs to GNOME Online Accounts. Sign in again there, "
               "under Settings, and press Sign In here.")
          : _("The server wants you to prove again who you are."));
  gtk_widget_set_visible (GTK_WIDGET (self->choices), FALSE);
  show_servers_trouble (self, problem);
  update_choice (self);
  show_page (self, "servers");
  if (needs_password (self))
    gtk_widget_grab_focus (self->password);
  return GTK_WINDOW (self);
}
