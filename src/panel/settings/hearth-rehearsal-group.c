/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-rehearsal-group.h"

#include "hearth-clock.h"
#include "hearth-format.h"
#include "hearth-rehearsal-text.h"

#include <glib/gi18n.h>

#define STEP 5
/* So many are listed, the newest first, and so many when all are wanted. */
#define FEW_ROWS 4
#define MAX_ROWS 200
/* Until the service has heard of a setting that was changed here. */
#define SETTLE_MS 250

/**
 * HearthRehearsalGroup:
 *
 * How much may get through, and what that would have meant in the last days.
 */
struct _HearthRehearsalGroup {
  AdwPreferencesGroup parent_instance;

  GtkWidget *scale;
  GtkWidget *headline;
  GtkWidget *list;

  HearthClient *client;      /* (owned) */
  GSettings *settings;       /* (owned) */
  GCancellable *cancellable; /* (owned) */
  GVariant *shown;           /* (owned) (nullable) what the list is of */
  gboolean expanded;         /* whether all are wanted */
  guint timer;
  gboolean is_asking; /* an answer is awaited */
  gboolean is_stale;  /* and another will be wanted after it */
};

G_DEFINE_FINAL_TYPE (HearthRehearsalGroup, hearth_rehearsal_group, ADW_TYPE_PREFERENCES_GROUP)

static void ask (HearthRehearsalGroup *self);

static void
clear_list (HearthRehearsalGroup *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), row);
}

static GtkWidget *
make_row (gint64 id, gint64 at, const char *sender, const char *subject, const char *reason)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *when = hearth_format_day_short (at, hearth_clock_now ());
  g_autofree char *plain = g_strdup_printf ("%s · %s", when, reason);
  g_autofree char *titled = g_strdup_printf ("%s: %s", sender, subject);
  g_autofree char *title = g_markup_escape_text (titled, -1);
  g_autofree char *subtitle = g_markup_escape_text (plain, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "message", g_memdup2 (&id, sizeof id), g_free);
  return row;
}

static GtkWidget *
make_more_row (gsize n)
{
  GtkWidget *row = gtk_list_box_row_new ();
  g_autofree char *text = g_strdup_printf (ngettext ("%u more", "%u more", (guint) n), (guint) n);
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_set_margin_top (label, 10);
  gtk_widget_set_margin_bottom (label, 10);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  return row;
}

static void
show_rehearsal (HearthRehearsalGroup *self, GVariant *rehearsal)
{
  g_autofree char *headline = hearth_rehearsal_headline (rehearsal);
  g_autoptr (GVariant) told =
      g_variant_lookup_value (rehearsal, "told", G_VARIANT_TYPE ("a(xxsssub)"));
  gsize n = told != NULL ? g_variant_n_children (told) : 0;
  gsize room = self->expanded || n == FEW_ROWS + 1 ? MAX_ROWS : FEW_ROWS;

  gtk_label_set_text (GTK_LABEL (self->headline), headline);
  clear_list (self);
  for (gsize i = n; i > 0 && n - i < room; i--) {
    const char *sender, *subject, *reason;
    gint64 id, at;

    g_variant_get_child (told, i - 1, "(xx&s&s&sub)", &id, &at, &sender, &subject, &reason, NULL,
                         NULL);
    gtk_list_box_append (GTK_LIST_BOX (self->list), make_row (id, at, sender, subject, reason));
  }
  if (n > room)
    gtk_list_box_append (GTK_LIST_BOX (self->list), make_more_row (n - room));
  gtk_widget_set_visible (self->list, n > 0);
}

static void
rehearsed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthRehearsalGroup) self = user_data;
  g_autoptr (GVariant) rehearsal = NULL;
  g_autoptr (GError) error = NULL;

  self->is_asking = FALSE;
  if (!hearth_bus_daemon1_call_rehearse_finish (HEARTH_BUS_DAEMON1 (source), &rehearsal, result,
                                                &error)) {
    g_autofree char *message = NULL;

    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      return;
    message = hearth_client_dup_message (error);
    gtk_label_set_text (GTK_LABEL (self->headline), message);
    return;
  }
  g_clear_pointer (&self->shown, g_variant_unref);
  self->shown = g_steal_pointer (&rehearsal);
  show_rehearsal (self, self->shown);
  if (self->is_stale)
    ask (self);
}

/* One question at a time: a slider that is moved asks the next when it has the answer. */
static void
ask (HearthRehearsalGroup *self)
{
  HearthBusDaemon1 *proxy;
  g_autoptr (GError) error = NULL;

  if (self->is_asking) {
    self->is_stale = TRUE;
    return;
  }
  self->is_stale = FALSE;
  proxy = hearth_client_get_proxy (self->client, &error);
  if (proxy == NULL) {
    gtk_label_set_text (GTK_LABEL (self->headline), error->message);
    return;
  }
  self->is_asking = TRUE;
  hearth_bus_daemon1_call_rehearse (proxy, (int) gtk_range_get_value (GTK_RANGE (self->scale)),
                                    self->cancellable, rehearsed_cb, g_object_ref (self));
}

static void
moved_cb (HearthRehearsalGroup *self)
{
  guint level = (guint) gtk_range_get_value (GTK_RANGE (self->scale));

  if (level != g_settings_get_uint (self->settings, "notification-level"))
    g_settings_set_uint (self->settings, "notification-level", level);
  ask (self);
}

static gboolean
settled_cb (gpointer user_data)
{
  HearthRehearsalGroup *self = user_data;

  self->timer = 0;
  ask (self);
  return G_SOURCE_REMOVE;
}

static void
setting_changed_cb (HearthRehearsalGroup *self, const char *key)
{
  if (g_str_equal (key, "notification-level")) {
    gtk_range_set_value (GTK_RANGE (self->scale),
                         g_settings_get_uint (self->settings, "notification-level"));
  } else if (g_str_has_prefix (key, "quiet-") || g_str_equal (key, "working-days")) {
    g_clear_handle_id (&self->timer, g_source_remove);
    self->timer = g_timeout_add (SETTLE_MS, settled_cb, self);
  }
}

static void
activated_cb (HearthRehearsalGroup *self, GtkListBoxRow *row)
{
  const gint64 *id = g_object_get_data (G_OBJECT (row), "message");
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GApplication *app = g_application_get_default ();

  if (id == NULL && self->shown != NULL && !self->expanded) {
    self->expanded = TRUE;
    show_rehearsal (self, self->shown);
  }
  if (id == NULL || app == NULL)
    return;
  g_action_group_activate_action (G_ACTION_GROUP (app), "show-message", g_variant_new_int64 (*id));
  gtk_window_close (GTK_WINDOW (root));
}

static void
hearth_rehearsal_group_dispose (GObject *object)
{
  HearthRehearsalGroup *self = HEARTH_REHEARSAL_GROUP (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_pointer (&self->shown, g_variant_unref);
  g_clear_object (&self->client);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (hearth_rehearsal_group_parent_class)->dispose (object);
}

static void
hearth_rehearsal_group_finalize (GObject *object)
{
  g_object_unref (HEARTH_REHEARSAL_GROUP (object)->cancellable);
  G_OBJECT_CLASS (hearth_rehearsal_group_parent_class)->finalize (object);
}

static void
hearth_rehearsal_group_class_init (HearthRehearsalGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_rehearsal_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_rehearsal_group_finalize;
}

static GtkWidget *
make_end (const char *text, GtkAlign align)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_set_halign (label, align);
  gtk_widget_set_hexpand (label, TRUE);
  return label;
}

static void
add_scale (HearthRehearsalGroup *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *ends = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->scale = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, 0, 100, STEP);
  gtk_scale_set_draw_value (GTK_SCALE (self->scale), FALSE);
  gtk_range_set_round_digits (GTK_RANGE (self->scale), 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("How much may get through"), -1);
  gtk_box_append (GTK_BOX (ends), make_end (_("Only what is urgent"), GTK_ALIGN_START));
  gtk_box_append (GTK_BOX (ends), make_end (_("Nearly all"), GTK_ALIGN_END));
  gtk_box_append (GTK_BOX (box), self->scale);
  gtk_box_append (GTK_BOX (box), ends);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), box);
}

static void
hearth_rehearsal_group_init (HearthRehearsalGroup *self)
{
  self->cancellable = g_cancellable_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("How much may get through"));
  add_scale (self);
  self->headline = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->headline), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->headline), 0);
  gtk_widget_add_css_class (self->headline, "heading");
  gtk_widget_set_margin_top (self->headline, 12);
  gtk_widget_set_margin_bottom (self->headline, 10);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), self->headline);
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("What you would have been told of"), -1);
  gtk_widget_set_visible (self->list, FALSE);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (activated_cb), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), self->list);
}

/**
 * hearth_rehearsal_group_new:
 * @client: the panel's client
 * @settings: the panel's settings
 *
 * Returns: (transfer floating): a slider, and what it would have meant
 */
GtkWidget *
hearth_rehearsal_group_new (HearthClient *client, GSettings *settings)
{
  HearthRehearsalGroup *self = g_object_new (HEARTH_TYPE_REHEARSAL_GROUP, NULL);

  self->client = g_object_ref (client);
  self->settings = g_object_ref (settings);
  gtk_range_set_value (GTK_RANGE (self->scale),
                       g_settings_get_uint (settings, "notification-level"));
  g_signal_connect_swapped (self->scale, "value-changed", G_CALLBACK (moved_cb), self);
  g_signal_connect_object (settings, "changed", G_CALLBACK (setting_changed_cb), self,
                           G_CONNECT_SWAPPED);
  ask (self);
  return GTK_WIDGET (self);
}
