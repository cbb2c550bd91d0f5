/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-servers-form.h"

#include "hearth-entry-rows.h"

#include <adwaita.h>

static const char *const securities[] = { "tls", "starttls", "none" };
static const guint imap_ports[] = { 993, 143, 143 };
static const guint smtp_ports[] = { 465, 587, 25 };

/**
 * HearthServersForm:
 *
 * The servers of an account, by hand.
 */
struct _HearthServersForm {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *imap_host;
  GtkWidget *imap_port;
  AdwComboRow *imap_security;
  GtkWidget *imap_user;
  GtkWidget *smtp_host;
  GtkWidget *smtp_port;
  AdwComboRow *smtp_security;
  GtkWidget *smtp_user;

  char *address; /* (owned) */
};

G_DEFINE_FINAL_TYPE (HearthServersForm, hearth_servers_form, GTK_TYPE_WIDGET)

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const char *
get_text (GtkWidget *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
set_port (GtkWidget *row, guint port)
{
  g_autofree char *text = g_strdup_printf ("%u", port);

  gtk_editable_set_text (GTK_EDITABLE (row), text);
}

static guint
get_port (GtkWidget *row)
{
  guint64 port = 0;

  g_ascii_string_to_unsigned (get_text (row), 10, 1, G_MAXUINT16, &port, NULL);
  return (guint) port;
}

static gboolean
is_usual (guint port, const guint *ports)
{
  return port == 0 || port == ports[0] || port == ports[1] || port == ports[2];
}

/* A port that is not a usual one was chosen by the owner. */
static void
security_cb (HearthServersForm *self, GParamSpec *pspec, AdwComboRow *row)
{
  gboolean imap = row == self->imap_security;
  GtkWidget *port = imap ? self->imap_port : self->smtp_port;
  const guint *ports = imap ? imap_ports : smtp_ports;
  guint selected = adw_combo_row_get_selected (row);

  if (selected < G_N_ELEMENTS (securities) && is_usual (get_port (port), ports))
    set_port (port, ports[selected]);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
changed_cb (HearthServersForm *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
hearth_servers_form_dispose (GObject *object)
{
  g_clear_pointer (&HEARTH_SERVERS_FORM (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (hearth_servers_form_parent_class)->dispose (object);
}

static void
hearth_servers_form_finalize (GObject *object)
{
  g_free (HEARTH_SERVERS_FORM (object)->address);
  G_OBJECT_CLASS (hearth_servers_form_parent_class)->finalize (object);
}

static void
hearth_servers_form_class_init (HearthServersFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hearth_servers_form_dispose;
  object_class->finalize = hearth_servers_form_finalize;
  /**
   * HearthServersForm::changed:
   *
   * Something else was entered.
   */
  signals[CHANGED] = g_signal_new ("changed", HEARTH_TYPE_SERVERS_FORM, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/hearthdesktop/Hearth/settings/hearth-servers-form.ui");
  gtk_widget_class_bind_template_child (widget_class, HearthServersForm, box);
  gtk_widget_class_bind_template_child (widget_class, HearthServersForm, imap_host);
  gtk_widget_class_bind_template_child (widget_class, HearthServersForm, imap_port);
  gtk_widget_class_bind_template_child (widget_class, HearthServersForm, imap_security);
  gtk_widget_class_bind_template_child (widget_class, HearthServersForm, imap_user);
  gtk_widget_class_bind_template_child (widget_class, HearthServersForm, smtp_host);
  gtk_widget_class_bind_template_child (widget_class, HearthServersForm, smtp_port);
  gtk_widget_class_bind_template_child (widget_class, HearthServersForm, smtp_security);
  gtk_widget_class_bind_template_child (widget_class, HearthServersForm, smtp_user);
}

static void
hearth_servers_form_init (HearthServersForm *self)
{
  self->address = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
  hearth_entry_rows_name (GTK_WIDGET (self));
  set_port (self->imap_port, imap_ports[0]);
  set_port (self->smtp_port, smtp_ports[0]);
  g_signal_connect_swapped (self->imap_security, "notify::selected", G_CALLBACK (security_cb),
                            self);
  g_signal_connect_swapped (self->smtp_security, "notify::selected", G_CALLBACK (security_cb),
                            self);
  g_signal_connect_swapped (self->imap_host, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->imap_port, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->smtp_port, "changed", G_CALLBACK (changed_cb), self);
}

static void
fill_server (GVariant *settings, const char *protocol, GtkWidget *host, GtkWidget *port,
             AdwComboRow *security, GtkWidget *user)
{
  g_autofree char *host_key = g_strconcat (protocol, "-host", NULL);
  g_autofree char *port_key = g_strconcat (protocol, "-port", NULL);
  g_autofree char *security_key = g_strconcat (protocol, "-security", NULL);
  g_autofree char *user_key = g_strconcat (protocol, "-user", NULL);
  const char *text;
  guint32 number;

  if (g_variant_lookup (settings, host_key, "&s", &text))
    gtk_editable_set_text (GTK_EDITABLE (host), text);
  if (g_variant_lookup (settings, user_key, "&s", &text))
    gtk_editable_set_text (GTK_EDITABLE (user), text);
  for (guint i = 0;
       g_variant_lookup (settings, security_key, "&s", &text) && i < G_N_ELEMENTS (securities);
       i++) {
    if (g_str_equal (text, securities[i]))
      adw_combo_row_set_selected (security, i);
  }
  if (g_variant_lookup (settings, port_key, "u", &number))
    set_port (port, number);
}

/**
 * hearth_servers_form_fill:
 * @self: a form
 * @address: the owner's address
 * @settings: (nullable): an `a{sv}` to begin with
 *
 * Fills the form with what is known.
 */
void
hearth_servers_form_fill (HearthServersForm *self, const char *address, GVariant *settings)
{
  g_autofree char *copy = g_strdup (address);

  g_free (self->address);
  self->address = g_steal_pointer (&copy);
  gtk_editable_set_text (GTK_EDITABLE (self->imap_user), address);
  gtk_editable_set_text (GTK_EDITABLE (self->smtp_user), address);
  if (settings == NULL)
    return;
  fill_server (settings, "imap", self->imap_host, self->imap_port, self->imap_security,
               self->imap_user);
  fill_server (settings, "smtp", self->smtp_host, self->smtp_port, self->smtp_security,
               self->smtp_user);
}

/**
 * hearth_servers_form_is_complete:
 * @self: a form
 *
 * Returns: whether there is enough to try
 */
gboolean
hearth_servers_form_is_complete (HearthServersForm *self)
{
  return *get_text (self->imap_host) != '\0' && get_port (self->imap_port) != 0 &&
         (*get_text (self->smtp_host) == '\0' || get_port (self->smtp_port) != 0);
}

/**
 * hearth_servers_form_dup_settings:
 * @self: a form
 *
 * Returns: (transfer full): an `a{sv}` as Discover would return it
 */
GVariant *
hearth_servers_form_dup_settings (HearthServersForm *self)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "address", "s", self->address);
  g_variant_dict_insert (&dict, "label", "s", self->address);
  g_variant_dict_insert (&dict, "auth", "s", "password");
  g_variant_dict_insert (&dict, "imap-host", "s", get_text (self->imap_host));
  g_variant_dict_insert (&dict, "imap-port", "u", get_port (self->imap_port));
  g_variant_dict_insert (&dict, "imap-security", "s",
                         securities[adw_combo_row_get_selected (self->imap_security)]);
  g_variant_dict_insert (&dict, "imap-user", "s", get_text (self->imap_user));
  g_variant_dict_insert (&dict, "smtp-host", "s", get_text (self->smtp_host));
  g_variant_dict_insert (&dict, "smtp-port", "u", get_port (self->smtp_port));
  g_variant_dict_insert (&dict, "smtp-security", "s",
                         securities[adw_combo_row_get_selected (self->smtp_security)]);
  g_variant_dict_insert (&dict, "smtp-user", "s", get_text (self->smtp_user));
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}
