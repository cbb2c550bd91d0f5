/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-mail-view.h"

#include "hearth-clock.h"
#include "hearth-store-messages.h"
#include "hearth-store-records.h"
#include "hearth-today.h"
#include "hearth-unsent-view.h"
#include "hearth-wrap-layout.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/**
 * HearthMailView:
 *
 * The mail: what needs its owner, the inbox, people, and what was set aside, one list at a
 * time.
 */
struct _HearthMailView {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *chips;
  GtkWidget *needs;
  GtkWidget *inbox;
  GtkWidget *people;
  GtkWidget *aside;
  GtkWidget *unsent;
  GtkWidget *other;
  GtkWidget *stack;
  AdwStatusPage *empty;
  GtkWidget *add;

  HearthMessageList *list;
  HearthUnsentView *unsent_view;
  HearthClient *client;      /* (owned) */
  HearthMessageModel *model; /* (owned) */
  GCancellable *cancellable; /* (owned) */
  HearthMessageKind other_kind;
  gboolean any_source;
};

G_DEFINE_FINAL_TYPE (HearthMailView, hearth_mail_view, GTK_TYPE_WIDGET)

/* Where there is none, it says so and what would be there. */
static const struct {
  HearthMessageKind kind;
  const char *name; /* (nullable): in the menu */
  const char *label;
  const char *empty;
  const char *hint;
} kinds[] = {
  { HEARTH_MESSAGES_INBOX, NULL, N_("Inbox"), N_("All done"),
    N_("New mail appears here. What you are done with is in the archive.") },
  { HEARTH_MESSAGES_NEEDS_YOU, NULL, N_("Needs you"), N_("Nothing needs you"),
    N_("Messages that wait for you appear here, with the reason.") },
  { HEARTH_MESSAGES_PEOPLE, NULL, N_("People"), N_("Nobody wrote"),
    N_("Mail that a person wrote appears here, without lists and automatic messages.") },
  { HEARTH_MESSAGES_SET_ASIDE, NULL, N_("Set aside"), N_("Nothing is set aside"),
    N_("Unread newsletters, receipts and other mail that can wait appear here.") },
  { HEARTH_MESSAGES_LATER, "later", N_("Later"), N_("Nothing is put off"),
    N_("What you put off waits here until its time, or until somebody answers.") },
  { HEARTH_MESSAGES_STARRED, "starred", N_("Starred"), N_("Nothing is starred"),
    N_("Press S on a message to find it here again.") },
  { HEARTH_MESSAGES_SENT, "sent", N_("Sent"), N_("Nothing was sent"),
    N_("What you send appears here.") },
  { HEARTH_MESSAGES_ARCHIVE, "archive", N_("Archive"), N_("The archive is empty"),
    N_("What you are done with is kept here.") },
  { HEARTH_MESSAGES_ALL, "all", N_("All mail"), N_("No mail yet"),
    N_("Everything that was received appears here, archived or not.") },
  { HEARTH_MESSAGES_JUNK, "junk", N_("Junk"), N_("No junk"),
    N_("Press ! on junk to move it here.") },
  { HEARTH_MESSAGES_TRASH, "trash", N_("Trash"), N_("The trash is empty"),
    N_("What you throw away is kept here until your mail service removes it.") },
};

typedef struct {
  guint n_needs;
  gint64 n_people;
  gint64 n_set_aside;
  gboolean any_source;
} Counts;

static void
set_chip (GtkWidget *chip, const char *name, gint64 count)
{
  /* Translators: a kind of mail and how much of it there is: “Set aside 41” */
  g_autofree char *label =
      count > 0 ? g_strdup_printf (_("%s %d"), name, (int) count) : g_strdup (name);

  gtk_button_set_label (GTK_BUTTON (chip), label);
}

static gboolean
count_people (HearthDatabase *db, gint64 now, gint64 *n, GError **error)
{
  HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;

  filter.incoming = TRUE;
  filter.unarchived = TRUE;
  filter.personal = TRUE;
  filter.present = TRUE;
  filter.without_flags = HEARTH_MESSAGE_SEEN | HEARTH_MESSAGE_DELETED;
  filter.since = now - HEARTH_TODAY_DAYS * 24 * 60 * 60;
  *n = hearth_store_messages_count (db, &filter, error);
  return *n >= 0;
}

static gpointer
read_counts (HearthDatabase *db, gpointer data, GError **error)
{
  g_autoptr (GDateTime) now = hearth_clock_dup_local ();
  g_autoptr (HearthToday) today = hearth_today_load (db, now, error);
  gint64 n_people;
  Counts *counts;

  if (today == NULL || !count_people (db, today->now, &n_people, error))
    return NULL;
  counts = g_new0 (Counts, 1);
  counts->n_needs = today->needs->len;
  counts->n_people = n_people;
  counts->n_set_aside = today->n_set_aside;
  counts->any_source = today->n_sources > 0;
  return counts;
}

static void loaded_cb (HearthMailView *self);

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthMailView *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree Counts *counts = hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);

  if (counts == NULL)
    return;
  set_chip (self->needs, _("Needs you"), counts->n_needs);
  set_chip (self->people, _("People"), counts->n_people);
  set_chip (self->aside, _("Set aside"), counts->n_set_aside);
  if (counts->any_source != self->any_source) {
    self->any_source = counts->any_source;
    loaded_cb (self);
  }
}

static gboolean
is_active (GtkWidget *chip)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (chip));
}

static HearthMessageKind
get_kind (HearthMailView *self)
{
  if (is_active (self->needs))
    return HEARTH_MESSAGES_NEEDS_YOU;
  if (is_active (self->people))
    return HEARTH_MESSAGES_PEOPLE;
  if (is_active (self->aside))
    return HEARTH_MESSAGES_SET_ASIDE;
  if (is_active (self->other))
    return self->other_kind;
  return HEARTH_MESSAGES_INBOX;
}

static void
look (HearthMailView *self)
{
  hearth_message_list_look (self->list, get_kind (self), NULL);
}

static void
toggled_cb (GtkToggleButton *button, gpointer user_data)
{
  HearthMailView *self = user_data;

  if (!gtk_toggle_button_get_active (button))
    return;
  if (GTK_WIDGET (button) != self->other)
    gtk_widget_set_visible (self->other, FALSE);
  if (GTK_WIDGET (button) == self->unsent)
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "unsent");
  else
    look (self);
}

static void
show_empty (HearthMailView *self)
{
  const char *problem = hearth_message_model_get_problem (self->model);
  HearthMessageKind kind = hearth_message_model_get_kind (self->model);

  gtk_widget_set_visible (self->add, problem == NULL && !self->any_source);
  if (problem != NULL) {
    g_autofree char *escaped = g_markup_escape_text (problem, -1);

    adw_status_page_set_title (self->empty, _("Mail cannot be read"));
    adw_status_page_set_description (self->empty, escaped);
    return;
  }
  if (!self->any_source) {
    adw_status_page_set_title (self->empty, _("No mail yet"));
    adw_status_page_set_description (
        self->empty, _("Add an account, or a mail folder or file under Preferences."));
    return;
  }
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (kinds[i].kind != kind)
      continue;
    adw_status_page_set_title (self->empty, _ (kinds[i].empty));
    adw_status_page_set_description (self->empty, _ (kinds[i].hint));
  }
}

static void
loaded_cb (HearthMailView *self)
{
  if (is_active (self->unsent))
    return;
  if (g_list_model_get_n_items (G_LIST_MODEL (self->model)) > 0) {
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "list");
    return;
  }
  show_empty (self);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "empty");
}

/* Offered where there is something, and first of all where something is stuck. */
static void
unsent_counted_cb (HearthMailView *self)
{
  guint n = hearth_unsent_view_get_n (self->unsent_view);
  guint n_stuck = hearth_unsent_view_get_n_stuck (self->unsent_view);

  set_chip (self->unsent, n_stuck > 0 ? _("Not sent") : _("Drafts"), n_stuck > 0 ? n_stuck : n);
  gtk_widget_set_visible (self->unsent, n > 0 || is_active (self->unsent));
}

static void
refresh (HearthMailView *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  hearth_client_read_async (self->client, read_counts, NULL, NULL, g_free, self->cancellable,
                            counted_cb, self);
  hearth_message_model_refresh (self->model);
}

static void
show_mailbox_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HearthMailView *self = HEARTH_MAIL_VIEW (widget);
  const char *name = g_variant_get_string (parameter, NULL);

  if (g_str_equal (name, "unsent"))
    hearth_mail_view_show_unsent (self);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (g_strcmp0 (kinds[i].name, name) != 0)
      continue;
    self->other_kind = kinds[i].kind;
    gtk_button_set_label (GTK_BUTTON (self->other), _ (kinds[i].label));
    gtk_widget_set_visible (self->other, TRUE);
    if (is_active (self->other))
      look (self);
    else
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->other), TRUE);
  }
}

static gboolean
hearth_mail_view_grab_focus (GtkWidget *widget)
{
  HearthMailView *self = HEARTH_MAIL_VIEW (widget);

  if (g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (self->stack)), "list") == 0)
    return gtk_widget_grab_focus (GTK_WIDGET (self->list));
  return gtk_widget_grab_focus (self->inbox);
}

static void
hearth_mail_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (hearth_mail_view_parent_class)->map (widget);
  refresh (HEARTH_MAIL_VIEW (widget));
}

static void
hearth_mail_view_dispose (GObject *object)
{
  HearthMailView *self = HEARTH_MAIL_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->client);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (hearth_mail_view_parent_class)->dispose (object);
}

static void
hearth_mail_view_finalize (GObject *object)
{
  g_clear_object (&HEARTH_MAIL_VIEW (object)->cancellable);
  G_OBJECT_CLASS (hearth_mail_view_parent_class)->finalize (object);
}

static void
hearth_mail_view_class_init (HearthMailViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hearth_mail_view_dispose;
  object_class->finalize = hearth_mail_view_finalize;
  widget_class->map = hearth_mail_view_map;
  widget_class->grab_focus = hearth_mail_view_grab_focus;
  gtk_widget_class_install_action (widget_class, "mailbox.show", "s", show_mailbox_cb);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/hearthdesktop/Hearth/mail/hearth-mail-view.ui");
  gtk_widget_class_bind_template_child (widget_class, HearthMailView, box);
  gtk_widget_class_bind_template_child (widget_class, HearthMailView, chips);
  gtk_widget_class_bind_template_child (widget_class, HearthMailView, needs);
  gtk_widget_class_bind_template_child (widget_class, HearthMailView, inbox);
  gtk_widget_class_bind_template_child (widget_class, HearthMailView, people);
  gtk_widget_class_bind_template_child (widget_class, HearthMailView, aside);
  gtk_widget_class_bind_template_child (widget_class, HearthMailView, unsent);
  gtk_widget_class_bind_template_child (widget_class, HearthMailView, other);
  gtk_widget_class_bind_template_child (widget_class, HearthMailView, stack);
  gtk_widget_class_bind_template_child (widget_class, HearthMailView, empty);
  gtk_widget_class_bind_template_child (widget_class, HearthMailView, add);
}

static void
hearth_mail_view_init (HearthMailView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->any_source = TRUE;
  gtk_widget_set_layout_manager (self->chips, hearth_wrap_layout_new (6));
}

/**
 * hearth_mail_view_new:
 * @desk: where the owner's actions are carried out
 *
 * Returns: (transfer floating): the lists of mail
 */
GtkWidget *
hearth_mail_view_new (HearthMailDesk *desk)
{
  HearthMailView *self = g_object_new (HEARTH_TYPE_MAIL_VIEW, NULL);
  GtkWidget *const chips[] = { self->needs, self->inbox,  self->people,
                               self->aside, self->unsent, self->other };

  self->client = g_object_ref (hearth_mail_desk_get_client (desk));
  self->list = HEARTH_MESSAGE_LIST (hearth_message_list_new (desk));
  self->model = g_object_ref (hearth_message_list_get_model (self->list));
  gtk_stack_add_named (GTK_STACK (self->stack), GTK_WIDGET (self->list), "list");
  self->unsent_view = HEARTH_UNSENT_VIEW (hearth_unsent_view_new (self->client));
  gtk_stack_add_named (GTK_STACK (self->stack), GTK_WIDGET (self->unsent_view), "unsent");
  g_signal_connect_swapped (self->unsent_view, "counted", G_CALLBACK (unsent_counted_cb), self);
  g_signal_connect_swapped (self->model, "loaded", G_CALLBACK (loaded_cb), self);
  for (guint i = 0; i < G_N_ELEMENTS (chips); i++)
    g_signal_connect (chips[i], "toggled", G_CALLBACK (toggled_cb), self);
  g_signal_connect_swapped (self->client, "changed::messages", G_CALLBACK (refresh), self);
  g_signal_connect_swapped (self->client, "notify::state", G_CALLBACK (refresh), self);
  look (self);
  return GTK_WIDGET (self);
}

/**
 * hearth_mail_view_show_set_aside:
 * @self: a view
 *
 * Shows what was set aside.
 */
void
hearth_mail_view_show_set_aside (HearthMailView *self)
{
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->aside), TRUE);
}

/**
 * hearth_mail_view_show_unsent:
 * @self: a view
 *
 * Shows drafts and what is on its way.
 */
void
hearth_mail_view_show_unsent (HearthMailView *self)
{
  gtk_widget_set_visible (self->unsent, TRUE);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->unsent), TRUE);
  hearth_unsent_view_refresh (self->unsent_view);
}

/**
 * hearth_mail_view_get_list:
 * @self: a view
 *
 * Returns: (transfer none): the list of messages
 */
HearthMessageList *
hearth_mail_view_get_list (HearthMailView *self)
{
  return self->list;
}
