/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-welcome-sources.h"

#include "hearth-account-calls.h"
#include "hearth-calendar-calls.h"
#include "hearth-source-chooser.h"
#include "hearth-wrap-layout.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/**
 * HearthWelcomeSources:
 *
 * What may be read: the accounts and calendars that this desktop knows and the mail that lies in
 * the owner's home, each behind a switch, and ways to everything else. Only names are asked for
 * before the owner has said yes.
 *
 * Signal: `changed ()`: something was switched, is being added, was added or could not be.
 */
struct _HearthWelcomeSources {
  GtkBox parent_instance;

  GtkListBox *found;
  GtkWidget *choices;
  GtkWidget *maildir;
  GtkWidget *mbox;
  GtkWidget *calendar;
  GtkLabel *problem;
  GtkWidget *notes;

  HearthClient *client;      /* (owned) */
  GCancellable *cancellable; /* (owned) */
  GPtrArray *offers;         /* (owned) (element-type Offer) */
  GString *problems;         /* (owned) what could not be added, and why; a sentence each */
  guint adding;              /* how many are being added */
  gboolean asked;            /* for what the desktop knows */
};

G_DEFINE_FINAL_TYPE (HearthWelcomeSources, hearth_welcome_sources, GTK_TYPE_BOX)

static guint signal_changed;

/* Something behind a switch. One of the last three is set. */
typedef struct {
  HearthWelcomeSources *owner; /* (unowned) */
  GtkWidget *row;              /* (unowned) */
  GtkWidget *toggle;           /* (unowned) */
  char *name;
  gboolean added;
  HearthSource *source; /* files in the owner's home */
  GVariant *account;    /* an account of the desktop, as Discover gives it */
  GPtrArray *calendars; /* (element-type GVariant): those of the desktop */
} Offer;

static void
offer_free (gpointer data)
{
  Offer *self = data;

  g_free (self->name);
  g_clear_pointer (&self->source, hearth_source_free);
  g_clear_pointer (&self->account, g_variant_unref);
  g_clear_pointer (&self->calendars, g_ptr_array_unref);
  g_free (self);
}

static void
tell (HearthWelcomeSources *self)
{
  gtk_label_set_text (self->problem, self->problems->str);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), self->problems->len > 0);
  g_signal_emit (self, signal_changed, 0);
}

static void
note_problem (HearthWelcomeSources *self, const char *name, const char *problem)
{
  if (self->problems->len > 0)
    g_string_append_c (self->problems, '\n');
  if (name != NULL)
    /* Translators: the name of an account or a folder, and why it cannot be read */
    g_string_append_printf (self->problems, _("%s: %s"), name, problem);
  else
    g_string_append (self->problems, problem);
}

/* What one has said yes to once is not asked for again. */
static void
settle (Offer *offer, const char *problem)
{
  HearthWelcomeSources *self = offer->owner;

  self->adding--;
  offer->added = problem == NULL;
  gtk_widget_set_sensitive (offer->row, !offer->added);
  if (problem != NULL)
    note_problem (self, offer->name, problem);
  tell (self);
}

typedef struct {
  HearthWelcomeSources *self; /* (owned) */
  Offer *offer;               /* (unowned): lives as long as @self */
} Adding;

static Adding *
adding_new (Offer *offer)
{
  Adding *adding = g_new0 (Adding, 1);

  adding->self = g_object_ref (offer->owner);
  adding->offer = offer;
  gtk_widget_set_sensitive (offer->row, FALSE);
  adding->self->adding++;
  return adding;
}

static void
adding_end (Adding *adding, const char *problem)
{
  if (adding->self->client != NULL)
    settle (adding->offer, problem);
  g_object_unref (adding->self);
  g_free (adding);
}

static void
source_added_cb (gboolean added, const char *problem, gpointer user_data)
{
  adding_end (user_data, problem);
}

static void
called_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_calendar_call_finish (result, &error);
  g_autofree char *message = error != NULL ? hearth_client_dup_message (error) : NULL;
  g_auto (GStrv) lines = message != NULL ? g_strsplit (message, "\n", 2) : NULL;

  /* Of a certificate only the first line is for the owner. */
  adding_end (user_data, lines != NULL ? lines[0] : NULL);
}

static GVariant *
make_desktop (void)
{
  GVariantDict what;

  g_variant_dict_init (&what, NULL);
  g_variant_dict_insert (&what, "eds", "b", TRUE);
  return g_variant_dict_end (&what);
}

static void
add_calendars (HearthWelcomeSources *self, Offer *offer)
{
  GVariantBuilder chosen;

  g_variant_builder_init (&chosen, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < offer->calendars->len; i++)
    g_variant_builder_add_value (&chosen, g_ptr_array_index (offer->calendars, i));
  hearth_calendar_call (self->client, "AddCalendars",
                        g_variant_new ("(@a{sv}aa{sv}h)", make_desktop (), &chosen, 0), "",
                        self->cancellable, called_cb, adding_new (offer));
}

/* The desktop keeps its password. */
static void
add_account (HearthWelcomeSources *self, Offer *offer)
{
  const char *name = g_get_real_name ();

  if (g_str_equal (name, "Unknown") || g_str_equal (name, "root"))
    name = "";
  hearth_calendar_call (self->client, "AddAccount",
                        g_variant_new ("(@a{sv}h)",
                                       hearth_account_make_settings (offer->account, name), 0),
                        "", self->cancellable, called_cb, adding_new (offer));
}

static void
chosen_cb (gboolean added, const char *problem, gpointer user_data)
{
  g_autoptr (HearthWelcomeSources) self = user_data;

  if (self->client == NULL)
    return;
  g_string_truncate (self->problems, 0);
  if (problem != NULL)
    note_problem (self, NULL, problem);
  tell (self);
}

static void
choose_cb (GtkButton *button, gpointer user_data)
{
  HearthWelcomeSources *self = user_data;
  HearthSourceKind kind = HEARTH_SOURCE_ICS;

  if (GTK_WIDGET (button) == self->maildir)
    kind = HEARTH_SOURCE_MAILDIR;
  else if (GTK_WIDGET (button) == self->mbox)
    kind = HEARTH_SOURCE_MBOX;
  hearth_source_chooser_run (GTK_WIDGET (self), self->client, kind, chosen_cb, g_object_ref (self));
}

static Offer *
add_offer (HearthWelcomeSources *self, const char *name, const char *detail)
{
  Offer *offer = g_new0 (Offer, 1);
  g_autofree char *title = g_markup_escape_text (name, -1);
  g_autofree char *subtitle = g_markup_escape_text (detail, -1);

  offer->owner = self;
  offer->name = g_strdup (name);
  offer->row = adw_action_row_new ();
  offer->toggle = gtk_switch_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (offer->row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (offer->row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (offer->row), 1);
  gtk_widget_set_valign (offer->toggle, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (offer->toggle), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (offer->row), offer->toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (offer->row), offer->toggle);
  g_signal_connect_swapped (offer->toggle, "notify::active", G_CALLBACK (tell), self);
  g_ptr_array_add (self->offers, offer);
  gtk_list_box_append (self->found, offer->row);
  gtk_widget_set_visible (GTK_WIDGET (self->found), TRUE);
  return offer;
}

/* That there is no Evolution Data Server is no trouble: then there is nothing to offer. */
static void
calendars_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthWelcomeSources) self = user_data;
  g_autoptr (GVariant) reply = hearth_calendar_call_finish (result, NULL);
  g_autoptr (GPtrArray) calendars =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);
  g_autoptr (GVariant) found = NULL;
  g_autoptr (GString) names = g_string_new (NULL);

  if (reply == NULL)
    return;
  found = g_variant_get_child_value (reply, 0);
  for (gsize i = 0; i < g_variant_n_children (found); i++) {
    GVariant *one = g_variant_get_child_value (found, i);
    const char *kind = "";
    const char *name = "";
    gboolean added = FALSE;

    g_variant_lookup (one, "kind", "&s", &kind);
    g_variant_lookup (one, "name", "&s", &name);
    g_variant_lookup (one, "added", "b", &added);
    if (added || !g_str_equal (kind, "eds")) {
      g_variant_unref (one);
      continue;
    }
    g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", name);
    g_ptr_array_add (calendars, one);
  }
  if (calendars->len > 0)
    add_offer (self, _("Calendars of this desktop"), names->str)->calendars =
        g_steal_pointer (&calendars);
  tell (self);
}

/* Online accounts that cannot be read as they stand are added by address, where it says why. */
static void
accounts_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthWelcomeSources) self = user_data;
  g_autoptr (GVariant) choices = NULL;

  if (!hearth_bus_daemon1_call_discover_finish (HEARTH_BUS_DAEMON1 (source), &choices, result,
                                                NULL))
    return;
  for (gsize i = 0; i < g_variant_n_children (choices); i++) {
    g_autoptr (GVariant) choice = g_variant_get_child_value (choices, i);
    const char *address = "";
    const char *problem = "";

    g_variant_lookup (choice, "address", "&s", &address);
    g_variant_lookup (choice, "problem", "&s", &problem);
    if (*problem == '\0')
      add_offer (self, address, _("From GNOME Online Accounts"))->account = g_variant_ref (choice);
  }
  tell (self);
}

/* Only names are asked for. */
static void
ask_the_desktop (HearthWelcomeSources *self)
{
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, NULL);

  if (self->asked || proxy == NULL || hearth_client_get_state (self->client) != HEARTH_CLIENT_READY)
    return;
  self->asked = TRUE;
  hearth_bus_daemon1_call_discover (proxy, "", self->cancellable, accounts_found_cb,
                                    g_object_ref (self));
  hearth_calendar_call (self->client, "DiscoverCalendars",
                        g_variant_new ("(@a{sv}h)", make_desktop (), 0), "", self->cancellable,
                        calendars_found_cb, g_object_ref (self));
}

static void
hearth_welcome_sources_dispose (GObject *object)
{
  HearthWelcomeSources *self = HEARTH_WELCOME_SOURCES (object);

  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (hearth_welcome_sources_parent_class)->dispose (object);
}

static void
hearth_welcome_sources_finalize (GObject *object)
{
  HearthWelcomeSources *self = HEARTH_WELCOME_SOURCES (object);

  g_ptr_array_unref (self->offers);
  g_string_free (self->problems, TRUE);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (hearth_welcome_sources_parent_class)->finalize (object);
}

static void
hearth_welcome_sources_class_init (HearthWelcomeSourcesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hearth_welcome_sources_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_welcome_sources_finalize;
  signal_changed = g_signal_new ("changed", HEARTH_TYPE_WELCOME_SOURCES, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/hearthdesktop/Hearth/welcome/hearth-welcome-sources.ui");
  gtk_widget_class_bind_template_child (widget_class, HearthWelcomeSources, found);
  gtk_widget_class_bind_template_child (widget_class, HearthWelcomeSources, choices);
  gtk_widget_class_bind_template_child (widget_class, HearthWelcomeSources, maildir);
  gtk_widget_class_bind_template_child (widget_class, HearthWelcomeSources, mbox);
  gtk_widget_class_bind_template_child (widget_class, HearthWelcomeSources, calendar);
  gtk_widget_class_bind_template_child (widget_class, HearthWelcomeSources, problem);
  gtk_widget_class_bind_template_child (widget_class, HearthWelcomeSources, notes);
}

static void
hearth_welcome_sources_init (HearthWelcomeSources *self)
{
  g_autoptr (GPtrArray) files = hearth_sources_discover (g_get_home_dir ());

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (self->choices, hearth_wrap_layout_new (6));
  self->cancellable = g_cancellable_new ();
  self->problems = g_string_new (NULL);
  self->offers = g_ptr_array_new_with_free_func (offer_free);
  for (guint i = 0; i < files->len; i++) {
    const HearthSource *file = g_ptr_array_index (files, i);
    g_autofree char *place = hearth_source_dup_place (file->path);

    add_offer (self, file->name, place)->source =
        hearth_source_new (file->kind, file->path, file->name);
  }
  g_signal_connect (self->maildir, "clicked", G_CALLBACK (choose_cb), self);
  g_signal_connect (self->mbox, "clicked", G_CALLBACK (choose_cb), self);
  g_signal_connect (self->calendar, "clicked", G_CALLBACK (choose_cb), self);
}

/**
 * hearth_welcome_sources_new:
 * @client: the panel's client
 *
 * Returns: (transfer floating): what may be read
 */
GtkWidget *
hearth_welcome_sources_new (HearthClient *client)
{
  HearthWelcomeSources *self = g_object_new (HEARTH_TYPE_WELCOME_SOURCES, NULL);

  self->client = g_object_ref (client);
  g_signal_connect_swapped (client, "notify::state", G_CALLBACK (ask_the_desktop), self);
  ask_the_desktop (self);
  return GTK_WIDGET (self);
}

/**
 * hearth_welcome_sources_has_any:
 * @self: what may be read
 *
 * Returns: whether there is a switch
 */
gboolean
hearth_welcome_sources_has_any (HearthWelcomeSources *self)
{
  return self->offers->len > 0;
}

/**
 * hearth_welcome_sources_is_ready:
 * @self: what may be read
 *
 * Returns: whether something is switched on that was not added, and nothing is being added
 */
gboolean
hearth_welcome_sources_is_ready (HearthWelcomeSources *self)
{
  for (guint i = 0; i < self->offers->len && self->adding == 0; i++) {
    const Offer *offer = g_ptr_array_index (self->offers, i);

    if (!offer->added && gtk_switch_get_active (GTK_SWITCH (offer->toggle)))
      return TRUE;
  }
  return FALSE;
}

/**
 * hearth_welcome_sources_failed:
 * @self: what may be read
 *
 * Returns: whether something could not be added, which is said
 */
gboolean
hearth_welcome_sources_failed (HearthWelcomeSources *self)
{
  return self->problems->len > 0 && self->adding == 0;
}

/**
 * hearth_welcome_sources_add:
 * @self: what may be read
 *
 * Adds what was switched on. What cannot be added is said, with why, and can be tried again.
 */
void
hearth_welcome_sources_add (HearthWelcomeSources *self)
{
  g_string_truncate (self->problems, 0);
  for (guint i = 0; i < self->offers->len; i++) {
    Offer *offer = g_ptr_array_index (self->offers, i);

    if (offer->added || !gtk_switch_get_active (GTK_SWITCH (offer->toggle)))
      continue;
    if (offer->source != NULL)
      hearth_source_add (self->client, offer->source->kind, offer->source->path, offer->name,
                         source_added_cb, adding_new (offer));
    else if (offer->account != NULL)
      add_account (self, offer);
    else
      add_calendars (self, offer);
  }
  tell (self);
}
