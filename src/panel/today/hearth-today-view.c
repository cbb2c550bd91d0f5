/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-today-view.h"

#include "hearth-clock.h"
#include "hearth-day-view.h"
#include "hearth-need-row.h"
#include "hearth-today.h"
#include "hearth-welcome-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* Today is composed anew at least so often while it is seen: free time moves with the clock. */
#define REFRESH_SECONDS 300

/* So many things are named at once, so that the day stays in sight; one more is shown rather than a
 * row that says "1 more". */
#define FIRST_NEEDS 3

struct _HearthTodayView {
  GtkWidget parent_instance;

  GtkWidget *stack;
  GtkWidget *scroller;
  GtkWidget *spinner;
  AdwStatusPage *trouble;
  GtkLabel *headline;
  GtkLabel *detail;
  GtkWidget *needs_title;
  GtkListBox *needs;
  GtkWidget *day_title;
  HearthDayView *day;
  GtkLabel *set_aside;
  GtkWidget *welcome; /* (nullable): made when there is nothing to read */

  HearthClient *client;      /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) */
  guint refresh;
  GPtrArray *waiting; /* (owned) (nullable): what needs the owner and is not listed yet */
  gboolean unfolded;
  gboolean loading;
  gboolean again; /* something changed while it was being read */
};

G_DEFINE_FINAL_TYPE (HearthTodayView, hearth_today_view, GTK_TYPE_WIDGET)

static void load_today (HearthTodayView *self);

static void
show_page (HearthTodayView *self, const char *name)
{
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), g_str_equal (name, "loading"));
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), name);
}

static void
show_trouble (HearthTodayView *self, const char *title, const char *text)
{
  adw_status_page_set_title (self->trouble, title);
  adw_status_page_set_description (self->trouble, text);
  show_page (self, "error");
}

static void
show_welcome (HearthTodayView *self)
{
  if (self->welcome == NULL) {
    self->welcome = hearth_welcome_view_new (self->client);
    gtk_stack_add_named (GTK_STACK (self->stack), self->welcome, "welcome");
  }
  show_page (self, "welcome");
}

static void
show_error (HearthTodayView *self, const GError *error)
{
  HearthClientState state = hearth_client_get_state (self->client);
  g_autofree char *escaped = g_markup_escape_text (error->message, -1);

  if (g_error_matches (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND)) {
    /* There is no store before the service has run once. */
    if (state == HEARTH_CLIENT_READY)
      show_welcome (self);
    else if (state == HEARTH_CLIENT_CONNECTING)
      show_page (self, "loading");
    else {
      g_autofree char *reason = g_markup_escape_text (hearth_client_get_reason (self->client), -1);

      show_trouble (self, _("The companion is away"), reason);
    }
  } else if (g_error_matches (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NEWER)) {
    show_trouble (self, _("A newer Hearth was here"), escaped);
  } else {
    show_trouble (self, _("What is stored cannot be read"), escaped);
  }
}

static char *
compose_set_aside (const HearthToday *today)
{
  g_autofree char *messages = NULL;

  if (today->n_set_aside == 0)
    return NULL;
  messages = g_strdup_printf (ngettext ("%d message", "%d messages", (gulong) today->n_set_aside),
                              (int) today->n_set_aside);
  if (today->n_newsletters == 0)
    /* Translators: %s is “41 messages”. */
    return g_strdup_printf (
        _("Set aside for later: %s. <a href=\"set-aside\">Look through them</a>"), messages);
  return g_strdup_printf (ngettext ("Set aside for later: %s, %d of them a newsletter. "
                                    "<a href=\"set-aside\">Look through them</a>",
                                    "Set aside for later: %s, %d of them newsletters. "
                                    "<a href=\"set-aside\">Look through them</a>",
                                    (gulong) today->n_newsletters),
                          messages, (int) today->n_newsletters);
}

static GtkWidget *
make_more_row (guint n_more)
{
  GtkWidget *row = gtk_list_box_row_new ();
  g_autofree char *text = g_strdup_printf (ngettext ("%u more", "%u more", n_more), n_more);
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, "more");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  return row;
}

static void
list_needs (HearthTodayView *self)
{
  GPtrArray *needs = self->waiting;
  guint n_listed = self->unfolded || needs->len <= FIRST_NEEDS + 1 ? needs->len : FIRST_NEEDS;
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->needs))) != NULL)
    gtk_list_box_remove (self->needs, row);
  for (guint i = 0; i < n_listed; i++)
    gtk_list_box_append (self->needs, hearth_need_row_new (g_ptr_array_index (needs, i)));
  if (n_listed < needs->len)
    gtk_list_box_append (self->needs, make_more_row (needs->len - n_listed));
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, gpointer user_data)
{
  HearthTodayView *self = user_data;
  int index = gtk_list_box_row_get_index (row);

  /* The rows of messages have an action of their own. */
  if (gtk_actionable_get_action_name (GTK_ACTIONABLE (row)) != NULL)
    return;
  self->unfolded = TRUE;
  list_needs (self);
  gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (list, index)));
}

static gboolean
same_needs (GPtrArray *shown, GPtrArray *needs)
{
  if (shown == NULL || shown->len != needs->len)
    return FALSE;
  for (guint i = 0; i < needs->len; i++) {
    const HearthMessage *one = g_ptr_array_index (shown, i);
    const HearthMessage *two = g_ptr_array_index (needs, i);

    if (one->id != two->id || g_strcmp0 (one->reason, two->reason) != 0)
      return FALSE;
  }
  return TRUE;
}

static void
show_today (HearthTodayView *self, const HearthToday *today)
{
  g_autofree char *set_aside = compose_set_aside (today);
  gboolean any_today = today->occurrences->len > 0;

  /* Rows that did not change stay: somebody may be about to press one. */
  if (!same_needs (self->waiting, today->needs)) {
    g_clear_pointer (&self->waiting, g_ptr_array_unref);
    self->waiting = g_ptr_array_ref (today->needs);
    list_needs (self);
  }
  gtk_widget_set_visible (self->needs_title, today->needs->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->needs), today->needs->len > 0);

  gtk_label_set_text (self->headline, today->headline);
  gtk_label_set_text (self->detail, today->detail);
  hearth_day_view_set_day (self->day, today->day, today->occurrences);
  gtk_widget_set_visible (self->day_title, any_today);
  gtk_widget_set_visible (GTK_WIDGET (self->day), any_today);
  if (set_aside != NULL)
    gtk_label_set_markup (self->set_aside, set_aside);
  gtk_widget_set_visible (GTK_WIDGET (self->set_aside), set_aside != NULL);
  show_page (self, "today");
}

static gpointer
read_today (HearthDatabase *db, gpointer data, GError **error)
{
  g_autoptr (GDateTime) now = hearth_clock_dup_local ();

  return hearth_today_load (db, now, error);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthToday) today =
      hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);
  HearthTodayView *self = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->loading = FALSE;
  if (today == NULL)
    show_error (self, error);
  else if (today->n_sources == 0 && hearth_client_is_demo (self->client) &&
           hearth_client_get_state (self->client) != HEARTH_CLIENT_AWAY)
    /* The demo brings its own mail: it is being written. */
    show_page (self, "loading");
  else if (today->n_sources == 0)
    show_welcome (self);
  else
    show_today (self, today);
  if (self->again) {
    self->again = FALSE;
    load_today (self);
  }
}

static void
load_today (HearthTodayView *self)
{
  if (self->client == NULL)
    return;
  if (self->loading) {
    self->again = TRUE;
    return;
  }
  self->loading = TRUE;
  hearth_client_read_async (self->client, read_today, NULL, NULL,
                            (GDestroyNotify) hearth_today_free, self->cancellable, loaded_cb, self);
}

static gboolean
refresh_cb (gpointer user_data)
{
  load_today (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
activate_link_cb (GtkLabel *label, const char *uri, gpointer user_data)
{
  gtk_widget_activate_action (GTK_WIDGET (label), "win.show-set-aside", NULL);
  return TRUE;
}

static void
changed_cb (HearthClient *client, const char *table, gpointer user_data)
{
  HearthTodayView *self = user_data;

  if (g_strcmp0 (table, "turns") != 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    load_today (self);
}

static void
hearth_today_view_map (GtkWidget *widget)
{
  HearthTodayView *self = HEARTH_TODAY_VIEW (widget);

  load_today (self);
  self->refresh = g_timeout_add_seconds (REFRESH_SECONDS, refresh_cb, self);
  GTK_WIDGET_CLASS (hearth_today_view_parent_class)->map (widget);
}

static void
hearth_today_view_unmap (GtkWidget *widget)
{
  HearthTodayView *self = HEARTH_TODAY_VIEW (widget);

  g_clear_handle_id (&self->refresh, g_source_remove);
  GTK_WIDGET_CLASS (hearth_today_view_parent_class)->unmap (widget);
}

static void
hearth_today_view_dispose (GObject *object)
{
  HearthTodayView *self = HEARTH_TODAY_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->refresh, g_source_remove);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_object (&self->client);
  g_clear_pointer (&self->stack, gtk_widget_unparent);
  G_OBJECT_CLASS (hearth_today_view_parent_class)->dispose (object);
}

static void
hearth_today_view_finalize (GObject *object)
{
  HearthTodayView *self = HEARTH_TODAY_VIEW (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  G_OBJECT_CLASS (hearth_today_view_parent_class)->finalize (object);
}

static void
hearth_today_view_class_init (HearthTodayViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hearth_today_view_dispose;
  object_class->finalize = hearth_today_view_finalize;
  widget_class->map = hearth_today_view_map;
  widget_class->unmap = hearth_today_view_unmap;

  g_type_ensure (HEARTH_TYPE_DAY_VIEW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/hearthdesktop/Hearth/today/hearth-today-view.ui");
  gtk_widget_class_bind_template_child (widget_class, HearthTodayView, stack);
  gtk_widget_class_bind_template_child (widget_class, HearthTodayView, scroller);
  gtk_widget_class_bind_template_child (widget_class, HearthTodayView, spinner);
  gtk_widget_class_bind_template_child (widget_class, HearthTodayView, trouble);
  gtk_widget_class_bind_template_child (widget_class, HearthTodayView, headline);
  gtk_widget_class_bind_template_child (widget_class, HearthTodayView, detail);
  gtk_widget_class_bind_template_child (widget_class, HearthTodayView, needs_title);
  gtk_widget_class_bind_template_child (widget_class, HearthTodayView, needs);
  gtk_widget_class_bind_template_child (widget_class, HearthTodayView, day_title);
  gtk_widget_class_bind_template_child (widget_class, HearthTodayView, day);
  gtk_widget_class_bind_template_child (widget_class, HearthTodayView, set_aside);
}

static void
hearth_today_view_init (HearthTodayView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  g_signal_connect (self->needs, "row-activated", G_CALLBACK (row_activated_cb), self);
  g_signal_connect (self->set_aside, "activate-link", G_CALLBACK (activate_link_cb), self);
}

/**
 * hearth_today_view_set_client:
 * @self: a view
 * @client: the panel's client
 *
 * Gives the view its client, once.
 */
void
hearth_today_view_set_client (HearthTodayView *self, HearthClient *client)
{
  g_return_if_fail (HEARTH_IS_TODAY_VIEW (self));

  self->client = g_object_ref (client);
  g_signal_connect (client, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (client, "notify::state", G_CALLBACK (load_today), self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    load_today (self);
}
