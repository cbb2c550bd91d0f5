/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-message-view.h"

#include "hearth-attachment-rows.h"
#include "hearth-clock.h"
#include "hearth-fact-cards.h"
#include "hearth-format.h"
#include "hearth-invitation-card.h"
#include "hearth-leaving.h"
#include "hearth-mail-text.h"
#include "hearth-mail-warnings.h"
#include "hearth-later-menu.h"
#include "hearth-person-card.h"
#include "hearth-store-later.h"
#include "hearth-store-messages.h"
#include "hearth-store-records.h"
#include "hearth-store-review.h"
#include "hearth-summary-card.h"
#include "hearth-told-line.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

/**
 * HearthMessageView:
 *
 * A message, opened: who it is from and to, what it came to, its text and attachments, and
 * what can be done with it.
 */
struct _HearthMessageView {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *stack;
  GtkWidget *tools;
  GtkWidget *star;
  GtkWidget *archive;
  GMenu *more_menu;
  GMenu *move_menu;
  GtkWidget *scroller;
  AdwStatusPage *trouble;
  GtkLabel *subject;
  GtkWidget *judgement;
  GtkLabel *reason;
  GtkMenuButton *later;
  HearthToldLine *told;
  AdwAvatar *avatar;
  GtkMenuButton *sender_button;
  GtkLabel *sender;
  GtkLabel *address;
  GtkLabel *recipients;
  GtkWidget *unsubscribe;
  GtkLabel *date;
  GtkBox *warnings;
  AdwBin *summary_bin;
  GtkWidget *summary; /* in the bin */
  AdwBin *invitation_bin;
  GtkWidget *invitation; /* (nullable): made when a mail first has one */
  AdwBin *facts_bin;
  GtkWidget *facts; /* (nullable): made with the first mail */
  GtkBox *body;
  GtkWidget *attachments_title;
  GtkListBox *attachments;

  HearthMailDesk *desk;      /* (owned) (nullable) */
  HearthClient *client;      /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable): of the message that is being read */
  HearthMessage *message;    /* (owned) (nullable) */
  gboolean put_off;          /* the message is */
};

static void hearth_message_view_page_init (HearthMailPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HearthMessageView, hearth_message_view, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (HEARTH_TYPE_MAIL_PAGE,
                                                      hearth_message_view_page_init))

enum {
  TITLED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* What is read of a message, and where it could be moved to. */
typedef struct {
  HearthMessage *message;
  GPtrArray *mailboxes; /* (element-type utf8) */
  HearthLeftList *left; /* (nullable): its list, if the owner left it */
  gboolean put_off;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_clear_pointer (&reading->message, hearth_message_unref);
  g_clear_pointer (&reading->mailboxes, g_ptr_array_unref);
  hearth_left_list_free (reading->left);
  g_free (reading);
}

/* A list can be left; not that of junk, which would learn that its mail is read. */
static void
show_list (HearthMessageView *self, const Reading *reading)
{
  const HearthMessage *message = reading->message;
  const HearthLeftList *left = reading->left;
  g_autofree char *day = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->unsubscribe, (message->marks & HEARTH_MARK_BULK) != 0 &&
                                                 (message->marks & HEARTH_MARKS_JUDGED) == 0);
  if (left == NULL || left->state != HEARTH_UNSUBSCRIBE_ASKED ||
      message->date <= left->at + HEARTH_LEFT_GRACE)
    return;
  day = hearth_format_day (left->at, hearth_clock_now ());
  /* Translators: %s is a day */
  text = g_strdup_printf (_("You left this list (%s), it still writes."), day);
  hearth_mail_warnings_add (self->warnings, text);
  gtk_widget_set_visible (GTK_WIDGET (self->warnings), TRUE);
}

static void
unsubscribe_cb (HearthMessageView *self)
{
  if (self->message != NULL)
    hearth_leaving_begin (GTK_WIDGET (self), self->desk, &self->message->id, 1);
}

static void
show_invitation (HearthMessageView *self, const HearthMessage *message)
{
  gboolean invites = (message->marks & HEARTH_MARK_CALENDAR) != 0;

  if (invites && self->invitation == NULL) {
    g_autoptr (HearthCalendarDesk) desk = hearth_mail_desk_make_calendar_desk (self->desk);

    self->invitation = hearth_invitation_card_new (desk);
    adw_bin_set_child (self->invitation_bin, self->invitation);
  }
  gtk_widget_set_visible (GTK_WIDGET (self->invitation_bin), invites);
  if (self->invitation != NULL)
    hearth_invitation_card_show (HEARTH_INVITATION_CARD (self->invitation),
                                 invites ? message->id : 0);
}

static void
show_facts (HearthMessageView *self, const HearthMessage *message)
{
  if (self->facts == NULL) {
    g_autoptr (HearthCalendarDesk) desk = hearth_mail_desk_make_calendar_desk (self->desk);

    self->facts = hearth_fact_cards_new (desk);
    adw_bin_set_child (self->facts_bin, self->facts);
    g_object_bind_property (self->facts, "visible", self->facts_bin, "visible",
                            G_BINDING_SYNC_CREATE);
  }
  hearth_fact_cards_show (HEARTH_FACT_CARDS (self->facts), message->id);
}

static void
append_people (GString *text, GPtrArray *people)
{
  for (guint i = 0; people != NULL && i < people->len; i++) {
    g_string_append (text, i > 0 ? ", " : "");
    g_string_append (text, hearth_address_get_label (g_ptr_array_index (people, i)));
  }
}

static void
show_people (HearthMessageView *self, const HearthMessage *message)
{
  g_autoptr (GString) to = g_string_new (NULL);
  g_autoptr (GString) cc = g_string_new (NULL);
  g_autofree char *text = NULL;
  const char *label =
      message->from != NULL ? hearth_address_get_label (message->from) : _("Unknown sender");

  append_people (to, message->to);
  append_people (cc, message->cc);
  if (to->len > 0 && cc->len > 0)
    text = g_strdup_printf (_("to %s, copy to %s"), to->str, cc->str);
  else if (to->len > 0)
    text = g_strdup_printf (_("to %s"), to->str);
  gtk_label_set_text (self->recipients, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->recipients), text != NULL);
  gtk_label_set_text (self->sender, label);
  gtk_menu_button_set_popover (self->sender_button, NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->sender_button), message->from != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->sender_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  adw_avatar_set_text (self->avatar, label);
  /* The address is always shown beside a name: a name can say anything. */
  gtk_label_set_text (self->address, message->from != NULL ? message->from->address : "");
  gtk_widget_set_visible (GTK_WIDGET (self->address),
                          message->from != NULL && *message->from->name != '\0');
}

static void
show_attachments (HearthMessageView *self, const HearthMessage *message)
{
  hearth_attachment_rows_fill (self->attachments, self->client, message);
  gtk_widget_set_visible (self->attachments_title, message->attachments->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->attachments), message->attachments->len > 0);
}

static HearthMessageFlags
get_flags (HearthMessageView *self)
{
  return hearth_mail_desk_adjust (self->desk, self->message->id, self->message->flags);
}

static void
update_tools (HearthMessageView *self)
{
  gboolean starred;

  if (self->message == NULL)
    return;
  starred = (get_flags (self) & HEARTH_MESSAGE_FLAGGED) != 0;
  gtk_button_set_icon_name (GTK_BUTTON (self->star),
                            starred ? "hearth-star-symbolic" : "hearth-star-outline-symbolic");
  gtk_widget_set_tooltip_text (self->star, starred ? _("Remove Star") : _("Star"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->star), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  starred ? _("Remove the star") : _("Star this message"), -1);
}

/* The mailboxes of the message's own account: mail does not move between accounts. */
static void
show_mailboxes (HearthMessageView *self, const Reading *reading)
{
  g_menu_remove_all (self->move_menu);
  for (guint i = 0; reading->mailboxes != NULL && i < reading->mailboxes->len; i++) {
    const char *name = g_ptr_array_index (reading->mailboxes, i);
    g_autoptr (GMenuItem) item = NULL;

    if (g_strcmp0 (name, reading->message->mailbox) == 0)
      continue;
    item = g_menu_item_new (NULL, NULL);
    g_menu_item_set_label (item, name);
    g_menu_item_set_action_and_target (item, "mail.move", "s", name);
    g_menu_append_item (self->move_menu, item);
  }
}

static void
show_message (HearthMessageView *self, HearthMessage *message)
{
  gint64 now = hearth_clock_now ();
  g_autofree char *day = hearth_format_day (message->date, now);
  g_autofree char *time = hearth_format_time (message->date);
  g_autofree char *when = g_strdup_printf ("%s, %s", day, time);
  const char *subject = *message->subject != '\0' ? message->subject : _("Without a subject");
  gboolean reasoned = message->reason != NULL && *message->reason != '\0';

  gtk_label_set_text (self->subject, subject);
  gtk_label_set_text (self->reason, reasoned ? message->reason : "");
  gtk_widget_set_visible (self->judgement, reasoned);
  /* Why something waits is worth a colour; why it does not is there to be read. */
  if (message->priority >= 60)
    gtk_widget_remove_css_class (GTK_WIDGET (self->reason), "quiet");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->reason), "quiet");
  hearth_told_line_show (self->told, self->client, message->id);
  gtk_label_set_text (self->date, time);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->date), when);
  show_people (self, message);
  hearth_mail_warnings_fill (self->warnings, message);
  show_invitation (self, message);
  show_facts (self, message);
  hearth_summary_card_show (HEARTH_SUMMARY_CARD (self->summary),
                            message->thread_id != 0 ? message->id : 0);
  hearth_mail_text_fill (self->body, message);
  show_attachments (self, message);
  update_tools (self);
  gtk_widget_set_visible (self->tools, TRUE);
  gtk_adjustment_set_value (
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "message");
  g_signal_emit (self, signals[TITLED], 0, gtk_label_get_text (self->sender), when);
  if ((get_flags (self) & HEARTH_MESSAGE_SEEN) == 0)
    hearth_mail_desk_read (self->desk, message->id);
}

/* Says of a message that was put off until when it is. Returns whether it was. */
static gboolean
explain_later (HearthDatabase *db, HearthMessage *message)
{
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  g_autoptr (HearthLater) later = NULL;

  g_ptr_array_add (one, message);
  return hearth_store_later_find (db, message->id, &later, NULL) && later != NULL &&
         hearth_store_later_explain (db, one, hearth_clock_now (), NULL);
}

static void
create_later_cb (GtkMenuButton *button, gpointer user_data)
{
  HearthMessageView *self = user_data;

  if (self->message != NULL)
    hearth_later_menu_fill (button, self->message, self->put_off);
}

static gpointer
read_message (HearthDatabase *db, gpointer data, GError **error)
{
  HearthMessage *message = hearth_store_messages_get (db, *(gint64 *) data, error);
  g_autofree char *list = NULL;
  Reading *reading;

  if (message == NULL)
    return NULL;
  reading = g_new0 (Reading, 1);
  reading->message = message;
  reading->put_off = explain_later (db, message);
  reading->mailboxes = hearth_store_mailboxes_list (db, message->source_id, NULL);
  list =
      hearth_left_list_key (message->list_id, message->from != NULL ? message->from->address : "");
  reading->left = hearth_store_left_lists_get (db, list, NULL);
  return reading;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthMessageView *self = user_data;
  g_autoptr (GError) error = NULL;
  Reading *reading = hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_pointer (&self->message, hearth_message_unref);
  if (reading != NULL) {
    self->message = hearth_message_ref (reading->message);
    self->put_off = reading->put_off;
    show_message (self, self->message);
    show_list (self, reading);
    show_mailboxes (self, reading);
    reading_free (reading);
  } else {
    g_autofree char *escaped = g_markup_escape_text (g_error_matches (error, HEARTH_STORE_ERROR,
                                                                      HEARTH_STORE_ERROR_NOT_FOUND)
                                                         ? _("It is not in your mail any more.")
                                                         : error->message,
                                                     -1);

    adw_status_page_set_description (self->trouble, escaped);
    gtk_widget_set_visible (self->tools, FALSE);
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "error");
  }
}

static gpointer
read_flags (HearthDatabase *db, gpointer data, GError **error)
{
  return hearth_store_messages_get (db, *(gint64 *) data, error);
}

/* A message that is gone stays as it was read: somebody is reading it. */
static void
flags_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthMessageView *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthMessage) message =
      hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || message == NULL ||
      self->message == NULL)
    return;
  self->message->flags = message->flags;
  update_tools (self);
}

/* The desk knows only for a moment what was done: then the store has it. */
static void
changed_cb (HearthMessageView *self)
{
  if (self->message != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    hearth_client_read_async (self->client, read_flags,
                              g_memdup2 (&self->message->id, sizeof self->message->id), g_free,
                              (GDestroyNotify) hearth_message_unref, self->cancellable, flags_cb,
                              self);
}

static GArray *
hearth_message_view_dup_chosen (HearthMailPage *page, HearthMessageFlags *flags)
{
  HearthMessageView *self = HEARTH_MESSAGE_VIEW (page);
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  *flags = 0;
  if (self->message != NULL) {
    g_array_append_val (ids, self->message->id);
    *flags = get_flags (self);
  }
  return ids;
}

static void
hearth_message_view_step (HearthMailPage *page, int step)
{
  gtk_widget_activate_action (GTK_WIDGET (page), "win.step-message", "i", step);
}

static void
hearth_message_view_leave (HearthMailPage *page)
{
  gtk_widget_activate_action (GTK_WIDGET (page), "win.back", NULL);
}

static HearthMailboxRole
hearth_message_view_get_role (HearthMailPage *page)
{
  HearthMessageView *self = HEARTH_MESSAGE_VIEW (page);

  return self->message != NULL ? hearth_mailbox_role_from_name (self->message->mailbox)
                               : HEARTH_MAILBOX_OTHER;
}

static void
hearth_message_view_page_init (HearthMailPageInterface *iface)
{
  iface->dup_chosen = hearth_message_view_dup_chosen;
  iface->step = hearth_message_view_step;
  iface->leave = hearth_message_view_leave;
  iface->get_role = hearth_message_view_get_role;
}

static void
show_original_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HearthMessageView *self = HEARTH_MESSAGE_VIEW (widget);

  if (self->message != NULL)
    gtk_widget_activate_action (widget, "mail.open-original", "x", self->message->id);
}

static void
hearth_message_view_dispose (GObject *object)
{
  HearthMessageView *self = HEARTH_MESSAGE_VIEW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->desk != NULL)
    g_signal_handlers_disconnect_by_data (self->desk, self);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_object (&self->desk);
  g_clear_object (&self->client);
  g_clear_pointer (&self->message, hearth_message_unref);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (hearth_message_view_parent_class)->dispose (object);
}

static void
hearth_message_view_class_init (HearthMessageViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hearth_message_view_dispose;
  g_type_ensure (HEARTH_TYPE_TOLD_LINE);
  /**
   * HearthMessageView::titled:
   * @title: who wrote
   * @subtitle: when
   */
  signals[TITLED] = g_signal_new ("titled", HEARTH_TYPE_MESSAGE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  gtk_widget_class_install_action (widget_class, "message.show-original", NULL, show_original_cb);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/hearthdesktop/Hearth/mail/hearth-message-view.ui");
  gtk_widget_class_bind_template_child (widget_class, HearthMessageView, box);
  gtk_widget_class_bind_template_child (widget_class, HearthMessageView, stack);
  gtk_widget_class_bind_template_child (widget_class, HearthMessageView, tools);
  gtk_widget_class_bind_template_child (widget_class, HearthMessageView, star);
  gtk_widget_class_bind_template_child (widget_class, HearthMessageView, archive);
  gtk_widget_class_bind_template_child (widget_class, HearthMessageView, more_menu);
  gtk_widget_class_bind_template_child (widget_class, HearthMessageView, move_menu);
  gtk_widget_class_bind_template_child (widget_class, HearthMessageView, scroller);
  gtk_widget_class_bind_template_child (widget_class, HearthMessageView, trouble);
  gtk_widget_class_bind_template_child (widget_class, HearthMessageView, subject);
  gtk_widget_class_bind_template_child (widget_class, HearthMessageView, judgement);
  gtk_widget_class_bind_template_child (widget_class, HearthMessageView, reason);
  gtk_widget_class_bind_template_child (widget_class, HearthMessageView, later);
  gtk_widget_class_bind_template_child (widget_class, HearthMessageView, told);
  gtk_widget_class_bind_template_child (widget_class, HearthMessageView, avatar);
  gtk_widget_class_bind_template_child (widget_class, HearthMessageView, sender_button);
  gtk_widget_class_bind_template_child (widget_class, HearthMessageView, sender);
  gtk_widget_class_bind_template_child (widget_class, HearthMessageView, address);
  gtk_widget_class_bind_template_child (widget_class, HearthMessageView, recipients);
  gtk_widget_class_bind_template_child (widget_class, HearthMessageView, date);
  gtk_widget_class_bind_template_child (widget_class, HearthMessageView, warnings);
  gtk_widget_class_bind_template_child (widget_class, HearthMessageView, summary_bin);
  gtk_widget_class_bind_template_child (widget_class, HearthMessageView, invitation_bin);
  gtk_widget_class_bind_template_child (widget_class, HearthMessageView, facts_bin);
  gtk_widget_class_bind_template_child (widget_class, HearthMessageView, body);
  gtk_widget_class_bind_template_child (widget_class, HearthMessageView, unsubscribe);
  gtk_widget_class_bind_template_callback (widget_class, unsubscribe_cb);
  gtk_widget_class_bind_template_child (widget_class, HearthMessageView, attachments_title);
  gtk_widget_class_bind_template_child (widget_class, HearthMessageView, attachments);
}

/* Asked for when the name is pressed, and made anew for each message. */
static void
show_person_cb (GtkMenuButton *button, gpointer user_data)
{
  HearthMessageView *self = user_data;

  if (self->message == NULL || self->message->from == NULL)
    return;
  gtk_menu_button_set_popover (
      button, hearth_person_popover_new (self->client, self->message->from->address,
                                         hearth_address_get_label (self->message->from)));
}

static void
hearth_message_view_init (HearthMessageView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->sender_button, show_person_cb, self, NULL);
  gtk_menu_button_set_create_popup_func (self->later, create_later_cb, self, NULL);
}

/**
 * hearth_message_view_new:
 * @desk: where the owner's actions are carried out
 *
 * Returns: (transfer floating): a view that reads one message at a time
 */
GtkWidget *
hearth_message_view_new (HearthMailDesk *desk)
{
  HearthMessageView *self = g_object_new (HEARTH_TYPE_MESSAGE_VIEW, NULL);

  self->desk = g_object_ref (desk);
  self->client = g_object_ref (hearth_mail_desk_get_client (desk));
  self->summary = hearth_summary_card_new (self->client);
  adw_bin_set_child (self->summary_bin, self->summary);
  g_signal_connect_swapped (desk, "changed", G_CALLBACK (update_tools), self);
  g_signal_connect_swapped (self->client, "changed::messages", G_CALLBACK (changed_cb), self);
  /* What changed while the panel was closed. */
  g_signal_connect_after (self, "map", G_CALLBACK (changed_cb), NULL);
  return GTK_WIDGET (self);
}

/**
 * hearth_message_view_show:
 * @self: a view
 * @id: a message's row
 *
 * Shows a message and marks it read: only the owner opens messages here. Until it is read no
 * message is chosen.
 */
void
hearth_message_view_show (HearthMessageView *self, gint64 id)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  /* What is pressed meanwhile is not meant for the message before. */
  g_clear_pointer (&self->message, hearth_message_unref);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "wait");
  hearth_client_read_async (self->client, read_message, g_memdup2 (&id, sizeof id), g_free,
                            reading_free, self->cancellable, read_cb, self);
}
