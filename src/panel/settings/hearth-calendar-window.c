/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-calendar-window.h"

#include "hearth-account-calls.h"
#include "hearth-calendar-calls.h"
#include "hearth-calendar-color.h"
#include "hearth-entry-rows.h"
#include "hearth-label-wrap.h"

#include <glib/gi18n.h>

/**
 * HearthCalendarWindow:
 *
 * Adds calendars: those of a server, of this desktop, or one that is only read. What a server
 * has is listed first, and the owner chooses.
 */
struct _HearthCalendarWindow {
  AdwWindow parent_instance;

  GtkWidget *stack;
  GtkWidget *address;
  GtkWidget *user;
  GtkWidget *password;
  GtkWidget *search;
  GtkWidget *subscription;
  GtkWidget *desktop;
  GtkLabel *problem;
  GtkWidget *certificate; /* a box, seen when one failed */
  GtkLabel *print;
  GtkWidget *found; /* a GtkListBox */
  GtkWidget *add;

  HearthClient *client;      /* (owned) */
  GCancellable *cancellable; /* (owned) */
  GVariant *what;            /* (owned) (nullable): where what is listed was found */
  char *pin;                 /* (owned) (nullable): a certificate that the owner accepts */
  GPtrArray *choices;        /* (owned) (element-type GVariant): what was found */
  GPtrArray *checks;         /* (element-type GtkCheckButton): one for each, lent by the list */
};

G_DEFINE_FINAL_TYPE (HearthCalendarWindow, hearth_calendar_window, ADW_TYPE_WINDOW)

static void
complain (HearthCalendarWindow *self, const char *text)
{
  gtk_label_set_text (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
}

static void
set_busy (HearthCalendarWindow *self, gboolean busy)
{
  gtk_widget_set_sensitive (self->stack, !busy);
  if (busy) {
    complain (self, NULL);
    gtk_widget_set_visible (self->certificate, FALSE);
  }
}

/* A failed certificate is shown with its fingerprint: only the owner can know whether it is the
 * right one. */
static void
show_error (HearthCalendarWindow *self, const GError *error)
{
  g_autofree char *message = hearth_client_dup_message (error);
  g_autofree char *sentence = NULL;
  g_autoptr (HearthCertificateFacts) facts = NULL;

  if (!hearth_account_error_is (error, "Certificate")) {
    complain (self, message);
    if (hearth_account_error_is (error, "Refused") || hearth_account_error_is (error, "NoPassword"))
      gtk_widget_grab_focus (self->password);
    return;
  }
  facts = hearth_certificate_facts_parse (message, &sentence);
  complain (self, sentence);
  if (facts == NULL)
    return;
  g_free (self->pin);
  self->pin = g_strdup (facts->pin);
  {
    g_autofree char *print = hearth_certificate_facts_dup_print (facts);
    /* Translators: to whom a certificate belongs, who has signed it, and its fingerprint. */
    g_autofree char *text = g_strdup_printf (_("For: %s\nSigned by: %s\n%s"),
                                             facts->subject != NULL ? facts->subject : "",
                                             facts->issuer != NULL ? facts->issuer : "", print);

    gtk_label_set_text (self->print, text);
  }
  gtk_widget_set_visible (self->certificate, TRUE);
}

static const char *
get_text (GtkWidget *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthCalendarWindow *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_calendar_call_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_busy (self, FALSE);
  if (error != NULL)
    show_error (self, error);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
add_calendars (HearthCalendarWindow *self, GVariant *what, GVariantBuilder *chosen)
{
  set_busy (self, TRUE);
  hearth_calendar_call (self->client, "AddCalendars",
                        g_variant_new ("(@a{sv}aa{sv}h)", what, chosen, 0),
                        get_text (self->password), self->cancellable, added_cb, self);
}

static void
add_cb (HearthCalendarWindow *self)
{
  GVariantBuilder chosen;
  guint n = 0;

  g_variant_builder_init (&chosen, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < self->choices->len; i++) {
    GtkCheckButton *check = g_ptr_array_index (self->checks, i);

    if (gtk_check_button_get_active (check) && gtk_widget_get_sensitive (GTK_WIDGET (check))) {
      g_variant_builder_add_value (&chosen, g_ptr_array_index (self->choices, i));
      n++;
    }
  }
  if (n > 0) {
    add_calendars (self, self->what, &chosen);
  } else {
    g_variant_builder_clear (&chosen);
    complain (self, _("Choose at least one."));
  }
}

static gboolean
is_book (const char *kind)
{
  return g_str_equal (kind, "carddav") || g_str_equal (kind, "ebook");
}

static void
add_found (HearthCalendarWindow *self, GVariant *choice)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();
  const char *name = "";
  const char *color = NULL;
  const char *kind = "";
  gboolean writable = TRUE;
  gboolean added = FALSE;
  g_autofree char *title = NULL;

  g_variant_lookup (choice, "name", "&s", &name);
  g_variant_lookup (choice, "color", "&s", &color);
  g_variant_lookup (choice, "kind", "&s", &kind);
  g_variant_lookup (choice, "writable", "b", &writable);
  g_variant_lookup (choice, "added", "b", &added);
  title = g_markup_escape_text (name, -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), added            ? _("already here")
                                                     : is_book (kind) ? _("address book")
                                                     : writable       ? ""
                                                                      : _("can only be read"));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  gtk_widget_set_sensitive (check, !added);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             is_book (kind)
                                 ? gtk_image_new_from_icon_name ("x-office-address-book-symbolic")
                                 : hearth_calendar_color_new_dot (color));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  gtk_list_box_append (GTK_LIST_BOX (self->found), row);
  g_ptr_array_add (self->choices, g_variant_ref (choice));
  g_ptr_array_add (self->checks, check);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthCalendarWindow *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_calendar_call_finish (result, &error);
  g_autoptr (GVariant) found = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_busy (self, FALSE);
  if (error != NULL) {
    show_error (self, error);
    return;
  }
  found = g_variant_get_child_value (reply, 0);
  if (g_variant_n_children (found) == 0) {
    complain (self,
              _("There is no calendar and no address book. Look whether the address is right."));
    return;
  }
  for (gsize i = 0; i < g_variant_n_children (found); i++) {
    g_autoptr (GVariant) choice = g_variant_get_child_value (found, i);

    add_found (self, choice);
  }
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "found");
  gtk_widget_grab_focus (self->add);
}

static void
discover (HearthCalendarWindow *self, GVariant *what)
{
  g_clear_pointer (&self->what, g_variant_unref);
  self->what = g_variant_ref_sink (what);
  set_busy (self, TRUE);
  hearth_calendar_call (self->client, "DiscoverCalendars",
                        g_variant_new ("(@a{sv}h)", self->what, 0), get_text (self->password),
                        self->cancellable, found_cb, self);
}

static void
search_cb (HearthCalendarWindow *self)
{
  g_autofree char *address = g_strdup (get_text (self->address));
  GVariantDict what;

  g_strstrip (address);
  if (*address == '\0') {
    complain (self, _("Enter your address or that of the server."));
    return;
  }
  g_variant_dict_init (&what, NULL);
  g_variant_dict_insert (&what, strstr (address, "://") != NULL ? "url" : "address", "s", address);
  g_variant_dict_insert (&what, "auth", "s", "password");
  g_variant_dict_insert (&what, "user", "s",
                         *get_text (self->user) != '\0' ? get_text (self->user)
                         : strchr (address, '@') != NULL && strstr (address, "://") == NULL
                             ? address
                             : "");
  if (self->pin != NULL)
    g_variant_dict_insert (&what, "pin", "s", self->pin);
  discover (self, g_variant_dict_end (&what));
}

/* Another server has another certificate. */
static void
address_changed_cb (HearthCalendarWindow *self)
{
  g_clear_pointer (&self->pin, g_free);
  gtk_widget_set_visible (self->certificate, FALSE);
}

static void
desktop_cb (HearthCalendarWindow *self)
{
  GVariantDict what;

  g_variant_dict_init (&what, NULL);
  g_variant_dict_insert (&what, "eds", "b", TRUE);
  discover (self, g_variant_dict_end (&what));
}

static void
subscribe_cb (HearthCalendarWindow *self)
{
  g_autofree char *path = g_strdup (get_text (self->subscription));
  GVariantBuilder chosen;

  g_strstrip (path);
  if (!g_str_has_prefix (path, "webcal://") && !g_str_has_prefix (path, "webcals://") &&
      !g_str_has_prefix (path, "https://") && !g_str_has_prefix (path, "http://")) {
    complain (self, _("The address of a subscription begins with webcal:// or https://."));
    gtk_widget_grab_focus (self->subscription);
    return;
  }
  g_variant_builder_init (&chosen, G_VARIANT_TYPE ("aa{sv}"));
  g_variant_builder_open (&chosen, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&chosen, "{sv}", "kind", g_variant_new_string ("webcal"));
  g_variant_builder_add (&chosen, "{sv}", "path", g_variant_new_string (path));
  g_variant_builder_close (&chosen);
  add_calendars (self, g_variant_new ("a{sv}", NULL), &chosen);
}

static void
back_cb (HearthCalendarWindow *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (self->found)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->found), row);
  g_ptr_array_set_size (self->choices, 0);
  g_ptr_array_set_size (self->checks, 0);
  complain (self, NULL);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "ask");
}

static void
hearth_calendar_window_dispose (GObject *object)
{
  HearthCalendarWindow *self = HEARTH_CALENDAR_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (hearth_calendar_window_parent_class)->dispose (object);
}

static void
hearth_calendar_window_finalize (GObject *object)
{
  HearthCalendarWindow *self = HEARTH_CALENDAR_WINDOW (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->what, g_variant_unref);
  g_free (self->pin);
  g_ptr_array_unref (self->choices);
  g_ptr_array_unref (self->checks);
  G_OBJECT_CLASS (hearth_calendar_window_parent_class)->finalize (object);
}

static void
hearth_calendar_window_class_init (HearthCalendarWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_calendar_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_calendar_window_finalize;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static GtkWidget *
add_group (GtkWidget *box, const char *title, const char *description)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), description);
  gtk_box_append (GTK_BOX (box), group);
  return group;
}

static GtkWidget *
add_entry (GtkWidget *group, const char *title, GtkWidget *row)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  hearth_entry_rows_name (row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return row;
}

static GtkWidget *
add_button (GtkWidget *box, const char *label, GCallback callback, HearthCalendarWindow *self)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_halign (button, GTK_ALIGN_END);
  g_signal_connect_swapped (button, "clicked", callback, self);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static GtkWidget *
build_ask (HearthCalendarWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *group = add_group (box, _("Calendars on a server"),
                                _("Your address there, or the address of the server."));
  GtkWidget *link;

  self->address = add_entry (group, _("Address or server"), adw_entry_row_new ());
  self->user = add_entry (group, _("User name, if it is another"), adw_entry_row_new ());
  self->password = add_entry (group, _("Password"), adw_password_entry_row_new ());
  self->search = add_button (box, _("Look for Calendars"), G_CALLBACK (search_cb), self);
  gtk_widget_add_css_class (self->search, "suggested-action");
  group = add_group (box, _("A calendar that is only read"), NULL);
  self->subscription = add_entry (group, _("Its address (webcal or https)"), adw_entry_row_new ());
  link = add_button (box, _("Subscribe"), G_CALLBACK (subscribe_cb), self);
  gtk_widget_set_halign (link, GTK_ALIGN_END);
  group = add_group (box, _("Calendars of this desktop"),
                     _("What the desktop’s own calendar shows."));
  self->desktop = add_button (box, _("Show Them"), G_CALLBACK (desktop_cb), self);
  g_signal_connect_swapped (self->address, "changed", G_CALLBACK (address_changed_cb), self);
  g_signal_connect_swapped (self->password, "entry-activated", G_CALLBACK (search_cb), self);
  return box;
}

static GtkWidget *
build_found (HearthCalendarWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->found = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->found), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->found, "boxed-list");
  gtk_box_append (GTK_BOX (box), self->found);
  gtk_widget_set_halign (buttons, GTK_ALIGN_END);
  add_button (buttons, _("Back"), G_CALLBACK (back_cb), self);
  self->add = add_button (buttons, _("Add These"), G_CALLBACK (add_cb), self);
  gtk_widget_add_css_class (self->add, "suggested-action");
  gtk_box_append (GTK_BOX (box), buttons);
  return box;
}

/* Below what was asked: what went wrong, and a certificate to look at. */
static GtkWidget *
build_trouble (HearthCalendarWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  self->problem = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->problem, TRUE);
  gtk_label_set_xalign (self->problem, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->problem), "error");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->problem));
  self->certificate = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  self->print = GTK_LABEL (gtk_label_new (NULL));
  hearth_label_wrap (self->print);
  gtk_label_set_selectable (self->print, TRUE);
  gtk_label_set_xalign (self->print, 0);
  gtk_widget_add_css_class (self->certificate, "warning-card");
  gtk_box_append (GTK_BOX (self->certificate), GTK_WIDGET (self->print));
  add_button (self->certificate, _("Trust This Certificate"), G_CALLBACK (search_cb), self);
  gtk_widget_set_visible (self->certificate, FALSE);
  gtk_box_append (GTK_BOX (box), self->certificate);
  return box;
}

static void
hearth_calendar_window_init (HearthCalendarWindow *self)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->cancellable = g_cancellable_new ();
  self->choices = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);
  self->checks = g_ptr_array_new ();
  gtk_window_set_title (GTK_WINDOW (self), _("Add Calendars"));
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (self), 400, 620);
  self->stack = gtk_stack_new ();
  gtk_stack_set_vhomogeneous (GTK_STACK (self->stack), FALSE);
  gtk_stack_add_named (GTK_STACK (self->stack), build_ask (self), "ask");
  gtk_stack_add_named (GTK_STACK (self->stack), build_found (self), "found");
  gtk_widget_add_css_class (page, "page");
  gtk_box_append (GTK_BOX (page), build_trouble (self));
  gtk_box_append (GTK_BOX (page), self->stack);
  adw_clamp_set_child (ADW_CLAMP (clamp), page);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (content), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (content), scroller);
  adw_window_set_content (ADW_WINDOW (self), content);
}

/**
 * hearth_calendar_window_new:
 * @client: the panel's client
 *
 * Returns: (transfer none): a window that adds calendars
 */
GtkWindow *
hearth_calendar_window_new (HearthClient *client)
{
  HearthCalendarWindow *self = g_object_new (HEARTH_TYPE_CALENDAR_WINDOW, NULL);

  self->client = g_object_ref (client);
  gtk_widget_grab_focus (self->address);
  return GTK_WINDOW (self);
}
