/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-permissions-page.h"

#include "hearth-clock.h"
#include "hearth-entry-rows.h"
#include "hearth-format.h"
#include "hearth-store-permissions.h"
#include "hearth-toast.h"

#include <glib/gi18n.h>

#define WEEKS 4

/**
 * HearthPermissionsPage:
 *
 * What may be done to mail without being asked: what each covers, until when, how often, and
 * how it is taken back.
 */
struct _HearthPermissionsPage {
  AdwPreferencesPage parent_instance;

  HearthClient *client;        /* (owned) */
  GCancellable *cancellable;   /* (owned) */
  AdwPreferencesGroup *active; /* (unowned) */
  AdwPreferencesGroup *ended;  /* (unowned) */
  GPtrArray *rows;             /* (owned) of GtkWidget, lent by the groups */
};

G_DEFINE_FINAL_TYPE (HearthPermissionsPage, hearth_permissions_page, ADW_TYPE_PREFERENCES_PAGE)

/* A permission and how much mail it is about. */
typedef struct {
  HearthPermission *permission;
  HearthPermissionReach reach;
} Entry;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  hearth_permission_free (entry->permission);
  g_free (entry);
}

static gpointer
read_entries (HearthDatabase *db, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) list = hearth_store_permissions_list (db, error);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (entry_free);

  while (list != NULL && list->len > 0) {
    Entry *entry = g_new0 (Entry, 1);

    entry->permission = g_ptr_array_steal_index (list, 0);
    g_ptr_array_add (entries, entry);
    if (!hearth_store_permissions_count (db, entry->permission, hearth_clock_now (), &entry->reach,
                                         error))
      return NULL;
  }
  return list != NULL ? g_steal_pointer (&entries) : NULL;
}

static char *
describe (const Entry *entry, gint64 now)
{
  const HearthPermission *permission = entry->permission;
  int week = (int) (entry->reach.n_month / WEEKS);
  int n = (int) permission->n_applied;
  g_autofree char *often =
      g_strdup_printf (ngettext ("about %d a week", "about %d a week", week), week);
  g_autofree char *done =
      g_strdup_printf (ngettext ("applied to %d message", "applied to %d messages", n), n);
  g_autofree char *day =
      permission->expires != 0 ? hearth_format_day (permission->expires, now) : NULL;
  g_autofree char *until = NULL;

  if (!hearth_permission_is_active (permission, now))
    return g_strdup_printf (_("Ended · %s"), done);
  until =
      day != NULL ? g_strdup_printf (_("Until %s"), day) : g_strdup (_("Until you revoke it"));
  return g_strdup_printf ("%s · %s · %s", until, often, done);
}

static void
revoked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthPermissionsPage) self = user_data;
  GtkRoot *window = gtk_widget_get_root (GTK_WIDGET (self));
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint n = 0;

  if (!hearth_bus_daemon1_call_revoke_permission_finish (HEARTH_BUS_DAEMON1 (source), &n, result,
                                                         &error))
    text = hearth_client_dup_message (error);
  else if (n > 0)
    text =
        g_strdup_printf (ngettext ("%u message is as before", "%u messages are as before", n), n);
  else
    text = g_strdup (_("Revoked"));
  if (ADW_IS_PREFERENCES_WINDOW (window))
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (window), hearth_toast_new (text));
}

static void
take_back (HearthPermissionsPage *self, GtkWidget *button, gboolean undo)
{
  const gint64 *id = g_object_get_data (G_OBJECT (button), "permission");
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, NULL);

  if (proxy != NULL)
    hearth_bus_daemon1_call_revoke_permission (proxy, *id, undo, self->cancellable, revoked_cb,
                                               g_object_ref (self));
}

static void
revoke_cb (HearthPermissionsPage *self, GtkWidget *button)
{
  take_back (self, button, FALSE);
}

static void
undo_cb (HearthPermissionsPage *self, GtkWidget *button)
{
  take_back (self, button, TRUE);
}

static void
add_button (HearthPermissionsPage *self, GtkWidget *row, const HearthPermission *permission,
            const char *title, const char *label, GCallback callback)
{
  GtkWidget *line = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data_full (G_OBJECT (button), "permission",
                          g_memdup2 (&permission->id, sizeof permission->id), g_free);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (line), title);
  adw_action_row_add_suffix (ADW_ACTION_ROW (line), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (line), button);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), line);
}

static void
add_row (HearthPermissionsPage *self, const Entry *entry, gint64 now)
{
  const HearthPermission *permission = entry->permission;
  gboolean active = hearth_permission_is_active (permission, now);
  g_autofree char *sentence = hearth_permission_dup_sentence (permission);
  g_autofree char *title = g_markup_escape_text (sentence, -1);
  g_autofree char *detail = describe (entry, now);
  GtkWidget *row;

  /* What ended and was never applied has nothing to tell. */
  if (!active && permission->n_applied == 0)
    return;
  row = adw_expander_row_new ();
  hearth_entry_rows_name (row);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), detail);
  if (active)
    add_button (self, row, permission, _("From now on, ask me again"), _("Revoke"),
                G_CALLBACK (revoke_cb));
  if (permission->n_applied > 0)
    add_button (self, row, permission, _("Take back all that it did"), _("Undo All"),
                G_CALLBACK (undo_cb));
  adw_preferences_group_add (active ? self->active : self->ended, row);
  g_ptr_array_add (self->rows, row);
}

static void
clear (HearthPermissionsPage *self)
{
  for (guint i = 0; i < self->rows->len; i++) {
    GtkWidget *row = g_ptr_array_index (self->rows, i);
    GtkWidget *group = gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_GROUP);

    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (group), row);
  }
  g_ptr_array_set_size (self->rows, 0);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthPermissionsPage *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries =
      hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);
  gint64 now = hearth_clock_now ();
  gboolean any_active = FALSE, any_ended = FALSE;

  if (entries == NULL)
    return;
  clear (self);
  for (guint i = 0; i < entries->len; i++) {
    const Entry *entry = g_ptr_array_index (entries, i);
    gboolean active = hearth_permission_is_active (entry->permission, now);

    add_row (self, entry, now);
    any_active |= active;
    any_ended |= !active && entry->permission->n_applied > 0;
  }
  adw_preferences_group_set_description (
      self->active, any_active ? _("Mail that matters, and what you starred or answered, is never "
                                    "touched.")
                               : _("Nothing: you are always asked. To allow something, open a "
                                    "message and choose “Always…” from its menu."));
  gtk_widget_set_visible (GTK_WIDGET (self->ended), any_ended);
}

static void
refresh (HearthPermissionsPage *self)
{
  hearth_client_read_async (self->client, read_entries, NULL, NULL,
                            (GDestroyNotify) g_ptr_array_unref, self->cancellable, read_cb, self);
}

static void
hearth_permissions_page_dispose (GObject *object)
{
  HearthPermissionsPage *self = HEARTH_PERMISSIONS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (hearth_permissions_page_parent_class)->dispose (object);
}

static void
hearth_permissions_page_finalize (GObject *object)
{
  HearthPermissionsPage *self = HEARTH_PERMISSIONS_PAGE (object);

  g_ptr_array_unref (self->rows);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (hearth_permissions_page_parent_class)->finalize (object);
}

static void
hearth_permissions_page_class_init (HearthPermissionsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hearth_permissions_page_dispose;
  object_class->finalize = hearth_permissions_page_finalize;
}

static AdwPreferencesGroup *
add_group (HearthPermissionsPage *self, const char *title)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), ADW_PREFERENCES_GROUP (group));
  return ADW_PREFERENCES_GROUP (group);
}

static void
hearth_permissions_page_init (HearthPermissionsPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
  adw_preferences_page_set_name (ADW_PREFERENCES_PAGE (self), "permissions");
  adw_preferences_page_set_title (ADW_PREFERENCES_PAGE (self), _("Permissions"));
  adw_preferences_page_set_icon_name (ADW_PREFERENCES_PAGE (self), "hearth-set-aside-symbolic");
  self->active = add_group (self, _("Done without asking"));
  self->ended = add_group (self, _("Ended"));
  gtk_widget_set_visible (GTK_WIDGET (self->ended), FALSE);
}

/**
 * hearth_permissions_page_new:
 * @client: the panel's client
 *
 * Returns: (transfer floating): a page of the settings
 */
GtkWidget *
hearth_permissions_page_new (HearthClient *client)
{
  HearthPermissionsPage *self = g_object_new (HEARTH_TYPE_PERMISSIONS_PAGE, NULL);

  self->client = g_object_ref (client);
  g_signal_connect_swapped (client, "changed::permissions", G_CALLBACK (refresh), self);
  refresh (self);
  return GTK_WIDGET (self);
}
