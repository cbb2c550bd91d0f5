/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-unsent-view.h"

#include "hearth-clock.h"
#include "hearth-format.h"
#include "hearth-label-wrap.h"
#include "hearth-store-drafts.h"
#include "hearth-store-outbox.h"
#include "hearth-wrap-layout.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/**
 * HearthUnsentView:
 *
 * What is written and has not gone: the outbox, where something may need an answer, and
 * drafts.
 */
struct _HearthUnsentView {
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkWidget *outbox_title;
  GtkListBox *outbox;
  GtkWidget *drafts_title;
  GtkListBox *drafts;
  GtkWidget *nothing; /* says so, or why it is not known */

  HearthClient *client;      /* (owned) */
  GCancellable *cancellable; /* (owned) */
  guint n;
  guint n_stuck;
};

G_DEFINE_FINAL_TYPE (HearthUnsentView, hearth_unsent_view, GTK_TYPE_WIDGET)

enum {
  COUNTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

typedef struct {
  GPtrArray *items;  /* (element-type HearthOutboxItem) */
  GPtrArray *drafts; /* (element-type HearthDraft) */
} Lists;

static void
lists_free (gpointer data)
{
  Lists *lists = data;

  g_clear_pointer (&lists->items, g_ptr_array_unref);
  g_clear_pointer (&lists->drafts, g_ptr_array_unref);
  g_free (lists);
}

static void
say (HearthUnsentView *self, const char *text)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.say", "s", text);
}

static void
say_error (HearthUnsentView *self, const GError *error)
{
  g_autofree char *message = hearth_client_dup_message (error);

  say (self, message);
}

static void
resolved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthUnsentView) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!hearth_bus_daemon1_call_resolve_send_finish (HEARTH_BUS_DAEMON1 (source), result, &error))
    say_error (self, error);
  else if (self->client != NULL)
    hearth_unsent_view_refresh (self);
}

static void
resolve_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HearthUnsentView *self = HEARTH_UNSENT_VIEW (widget);
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, &error);
  const char *state;
  gboolean again;
  gint64 item;

  g_variant_get (parameter, "(x&sb)", &item, &state, &again);
  if (proxy == NULL)
    say (self, error->message);
  else
    hearth_bus_daemon1_call_resolve_send (proxy, item, state, again, NULL, resolved_cb,
                                          g_object_ref (self));
}

static void
cancelled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthUnsentView) self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 draft = 0;

  if (hearth_bus_daemon1_call_cancel_send_finish (HEARTH_BUS_DAEMON1 (source), &draft, result,
                                                  &error))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.edit-draft", "x", draft);
  else
    say_error (self, error);
}

static void
edit_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HearthUnsentView *self = HEARTH_UNSENT_VIEW (widget);
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, &error);

  if (proxy == NULL)
    say (self, error->message);
  else
    hearth_bus_daemon1_call_cancel_send (proxy, g_variant_get_int64 (parameter), NULL, cancelled_cb,
                                         g_object_ref (self));
}

static GtkWidget *
append_label (GtkWidget *box, const char *text, const char *css_class, gboolean wrap)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (wrap)
    hearth_label_wrap (GTK_LABEL (label));
  else
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static GtkWidget *
append_button (GtkWidget *box, const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static char *
dup_names (GPtrArray *people)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < people->len; i++) {
    g_string_append (out, i > 0 ? ", " : "");
    g_string_append (out, hearth_address_get_label (g_ptr_array_index (people, i)));
  }
  if (out->len == 0)
    g_string_append (out, _("Nobody yet"));
  return g_string_free (out, FALSE);
}

static const char *
get_subject (const char *subject)
{
  return *subject != '\0' ? subject : _("Without a subject");
}

static GtkWidget *
make_row (const char *who, const char *when, const char *subject, GtkWidget **box)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *first = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  g_autofree char *name = g_strjoin (", ", who, get_subject (subject), when, NULL);

  *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_box_append (GTK_BOX (*box), first);
  gtk_widget_set_hexpand (append_label (first, who, "need-title", FALSE), TRUE);
  append_label (first, when, "dim-label", FALSE);
  append_label (*box, get_subject (subject), NULL, FALSE);
  gtk_widget_add_css_class (*box, "unsent");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), *box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return row;
}

static void
append_resolve (GtkWidget *buttons, const char *label, const HearthOutboxItem *item, gboolean again)
{
  GtkWidget *button = append_button (buttons, label, "unsent.resolve");

  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(xsb)", item->id,
                                    hearth_outbox_state_to_string (item->state), again);
}

/* Of a mail that may or may not have gone only its owner can say what shall be done. */
static void
append_buttons (GtkWidget *box, const HearthOutboxItem *item)
{
  GtkWidget *buttons = hearth_wrap_box_new (6);

  gtk_widget_add_css_class (buttons, "deeds");
  if (item->state == HEARTH_OUTBOX_UNKNOWN) {
    append_label (box, _("Was it sent?"), "need-title", TRUE);
    append_resolve (buttons, _("Yes, It Was"), item, FALSE);
    append_resolve (buttons, _("No, Send It Again"), item, TRUE);
  } else if (item->state == HEARTH_OUTBOX_REFUSED || item->state == HEARTH_OUTBOX_WAITING) {
    GtkWidget *edit = append_button (buttons, _("Edit"), "unsent.edit");

    gtk_actionable_set_action_target (GTK_ACTIONABLE (edit), "x", item->id);
    if (item->state == HEARTH_OUTBOX_REFUSED)
      append_resolve (buttons, _("Send Again"), item, TRUE);
  }
  gtk_box_append (GTK_BOX (box), buttons);
}

static gboolean
is_stuck (const HearthOutboxItem *item)
{
  return item->state == HEARTH_OUTBOX_UNKNOWN || item->state == HEARTH_OUTBOX_REFUSED;
}

static GtkWidget *
make_item_row (const HearthOutboxItem *item)
{
  gint64 now = hearth_clock_now ();
  g_autoptr (GPtrArray) people = hearth_outbox_item_dup_recipients (item);
  g_autofree char *who = dup_names (people);
  g_autofree char *when = hearth_format_day_short (item->created, now);
  g_autofree char *sentence = hearth_outbox_item_dup_sentence (item, now);
  g_autofree char *name =
      g_strdup_printf ("%s, %s, %s", who, get_subject (item->subject), sentence);
  GtkWidget *box;
  GtkWidget *row = make_row (who, when, item->subject, &box);

  append_label (box, sentence, is_stuck (item) ? "reason" : "dim-label", TRUE);
  append_buttons (box, item);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return row;
}

static GtkWidget *
make_draft_row (const HearthDraft *draft)
{
  g_autofree char *who = dup_names (draft->to);
  g_autofree char *when = hearth_format_day_short (draft->changed, hearth_clock_now ());
  g_autofree char *name =
      g_strdup_printf (_("Draft, %s, %s, %s"), who, get_subject (draft->subject), when);
  GtkWidget *box;
  GtkWidget *row = make_row (who, when, draft->subject, &box);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.edit-draft");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "x", draft->id);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return row;
}

static void
clear_list (GtkListBox *list)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, child);
}

static const char *
get_nothing (void)
{
  return _("Nothing is waiting to be sent or written on.");
}

static void
show_lists (HearthUnsentView *self, const Lists *lists)
{
  clear_list (self->outbox);
  clear_list (self->drafts);
  self->n_stuck = 0;
  self->n = lists->items->len + lists->drafts->len;
  for (guint i = 0; i < lists->items->len; i++) {
    const HearthOutboxItem *item = g_ptr_array_index (lists->items, i);

    self->n_stuck += is_stuck (item) ? 1 : 0;
    gtk_list_box_append (self->outbox, make_item_row (item));
  }
  for (guint i = 0; i < lists->drafts->len; i++)
    gtk_list_box_append (self->drafts, make_draft_row (g_ptr_array_index (lists->drafts, i)));
  gtk_widget_set_visible (self->outbox_title, lists->items->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->outbox), lists->items->len > 0);
  gtk_widget_set_visible (self->drafts_title, lists->drafts->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->drafts), lists->drafts->len > 0);
  gtk_label_set_text (GTK_LABEL (self->nothing), get_nothing ());
  gtk_widget_set_visible (self->nothing, self->n == 0);
}

static gpointer
read_lists (HearthDatabase *db, gpointer data, GError **error)
{
  Lists *lists = g_new0 (Lists, 1);

  lists->items = hearth_store_outbox_list (db, TRUE, error);
  if (lists->items != NULL)
    lists->drafts = hearth_store_drafts_list (db, error);
  if (lists->drafts == NULL)
    g_clear_pointer (&lists, lists_free);
  return lists;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthUnsentView *self = user_data;
  g_autoptr (GError) error = NULL;
  Lists *lists = hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (lists == NULL) {
    gtk_label_set_text (GTK_LABEL (self->nothing), error->message);
    gtk_widget_set_visible (self->nothing, TRUE);
    return;
  }
  show_lists (self, lists);
  lists_free (lists);
  g_signal_emit (self, signals[COUNTED], 0);
}

static void
hearth_unsent_view_dispose (GObject *object)
{
  HearthUnsentView *self = HEARTH_UNSENT_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_object (&self->client);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (hearth_unsent_view_parent_class)->dispose (object);
}

static void
hearth_unsent_view_finalize (GObject *object)
{
  g_object_unref (HEARTH_UNSENT_VIEW (object)->cancellable);
  G_OBJECT_CLASS (hearth_unsent_view_parent_class)->finalize (object);
}

static void
hearth_unsent_view_class_init (HearthUnsentViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hearth_unsent_view_dispose;
  object_class->finalize = hearth_unsent_view_finalize;
  /**
   * HearthUnsentView::counted:
   *
   * It was read how much there is.
   */
  signals[COUNTED] = g_signal_new ("counted", HEARTH_TYPE_UNSENT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "unsent.resolve", "(xsb)", resolve_action_cb);
  gtk_widget_class_install_action (widget_class, "unsent.edit", "x", edit_action_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static GtkListBox *
append_list (GtkWidget *box, const char *title, GtkWidget **label)
{
  GtkWidget *list = gtk_list_box_new ();

  *label = append_label (box, title, "section", FALSE);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_box_append (GTK_BOX (box), list);
  return GTK_LIST_BOX (list);
}

static void
hearth_unsent_view_init (HearthUnsentView *self)
{
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->cancellable = g_cancellable_new ();
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 680);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), 640);
  gtk_widget_add_css_class (box, "page");
  self->outbox = append_list (box, _("On its way"), &self->outbox_title);
  self->drafts = append_list (box, _("Drafts"), &self->drafts_title);
  self->nothing = append_label (box, get_nothing (), "dim-label", TRUE);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), clamp);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

/**
 * hearth_unsent_view_new:
 * @client: the panel's client
 *
 * Returns: (transfer floating): the list of what has not gone
 */
GtkWidget *
hearth_unsent_view_new (HearthClient *client)
{
  HearthUnsentView *self = g_object_new (HEARTH_TYPE_UNSENT_VIEW, NULL);

  self->client = g_object_ref (client);
  g_signal_connect_swapped (client, "changed::drafts", G_CALLBACK (hearth_unsent_view_refresh),
                            self);
  g_signal_connect_swapped (client, "changed::outbox", G_CALLBACK (hearth_unsent_view_refresh),
                            self);
  /* What could not be read may be there once the service is. */
  g_signal_connect_swapped (client, "notify::state", G_CALLBACK (hearth_unsent_view_refresh), self);
  hearth_unsent_view_refresh (self);
  return GTK_WIDGET (self);
}

/**
 * hearth_unsent_view_refresh:
 * @self: a list
 *
 * Looks again.
 */
void
hearth_unsent_view_refresh (HearthUnsentView *self)
{
  hearth_client_read_async (self->client, read_lists, NULL, NULL, lists_free, self->cancellable,
                            read_cb, self);
}

/**
 * hearth_unsent_view_get_n:
 * @self: a list
 *
 * Returns: how many drafts and mails on their way there are
 */
guint
hearth_unsent_view_get_n (HearthUnsentView *self)
{
  return self->n;
}

/**
 * hearth_unsent_view_get_n_stuck:
 * @self: a list
 *
 * Returns: how many mails wait for their owner's word
 */
guint
hearth_unsent_view_get_n_stuck (HearthUnsentView *self)
{
  return self->n_stuck;
}
