/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-compose-view.h"

#include "hearth-dictation.h"
#include "hearth-draft-files.h"
#include "hearth-draft-keeper.h"
#include "hearth-recipients-entry.h"
#include "hearth-senders.h"
#include "hearth-signature.h"
#include "hearth-store-accounts.h"
#include "hearth-store-drafts.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define SAVE_MS 1000

/**
 * HearthComposeView:
 *
 * A mail that is being written. It is a draft in the store from its first moment on and is
 * saved as soon as its writer pauses, so that nothing is ever lost.
 */
struct _HearthComposeView {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *sheet;
  GtkWidget *from_row;
  GtkDropDown *from;
  HearthRecipientsEntry *to;
  HearthRecipientsEntry *cc;
  HearthRecipientsEntry *bcc;
  GtkWidget *more;
  GtkWidget *subject;
  HearthDraftFiles *files;
  GtkWidget *text;
  GtkTextBuffer *buffer;
  GtkRevealer *notice;
  GtkLabel *notice_label;
  GtkWidget *notice_attach;
  GtkWidget *notice_send;
  GtkWidget *attach;
  HearthDictation *dictation;
  GtkWidget *discard;
  GtkLabel *state;
  GtkWidget *send;

  HearthMailDesk *desk;      /* (owned) */
  HearthClient *client;      /* (owned) */
  HearthDraftKeeper *keeper; /* (owned) */
  GCancellable *cancellable; /* (owned) (nullable): of the draft that is being read */
  GVariant *unsaved;         /* (owned) (nullable): what the store did not have of it by then */
  HearthDraft *draft;        /* (owned) (nullable): as it was read */
  GPtrArray *senders;        /* (owned) (nullable) (element-type HearthAccount) */
  guint sender;              /* which of them writes */
  gint64 id;                 /* of the draft, or 0 */
  gboolean fresh;            /* it was begun by this window */
  gboolean touched;          /* its owner has written something */
  gboolean dirty;            /* something is not with the keeper yet */
  gboolean failed;           /* the keeper could not save it */
  gboolean sending;
  guint save_source;
};

G_DEFINE_FINAL_TYPE (HearthComposeView, hearth_compose_view, GTK_TYPE_WIDGET)

enum {
  TITLED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

typedef struct {
  HearthDraft *draft;
  GPtrArray *senders;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_clear_pointer (&reading->draft, hearth_draft_free);
  g_clear_pointer (&reading->senders, g_ptr_array_unref);
  g_free (reading);
}

static void
show_notice (HearthComposeView *self, const char *text, gboolean ask)
{
  gtk_label_set_text (self->notice_label, text);
  gtk_widget_set_visible (self->notice_attach, ask);
  gtk_widget_set_visible (self->notice_send, ask);
  gtk_revealer_set_reveal_child (self->notice, TRUE);
}

static void
hide_notice (HearthComposeView *self)
{
  gtk_revealer_set_reveal_child (self->notice, FALSE);
}

static char *
dup_text (HearthComposeView *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
}

/* Without an account, what the draft says stays. */
static void
insert_sender (HearthComposeView *self, GVariantDict *dict)
{
  const HearthAccount *sender;

  if (self->senders == NULL || self->sender >= self->senders->len)
    return;
  sender = g_ptr_array_index (self->senders, self->sender);
  g_variant_dict_insert (dict, "source", "x", sender->id);
  g_variant_dict_insert (dict, "from", "s", hearth_sender_get_address (sender));
}

static GVariant *
make_content (HearthComposeView *self)
{
  g_autofree char *text = dup_text (self);
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  insert_sender (self, &dict);
  g_variant_dict_insert (&dict, "to", "s", hearth_recipients_entry_get_text (self->to));
  g_variant_dict_insert (&dict, "cc", "s", hearth_recipients_entry_get_text (self->cc));
  g_variant_dict_insert (&dict, "bcc", "s", hearth_recipients_entry_get_text (self->bcc));
  g_variant_dict_insert (&dict, "subject", "s",
                         gtk_editable_get_text (GTK_EDITABLE (self->subject)));
  g_variant_dict_insert (&dict, "text", "s", text);
  g_variant_dict_insert (&dict, "files", "^as", hearth_draft_files_get (self->files));
  return g_variant_dict_end (&dict);
}

static HearthBusDaemon1 *
get_proxy (HearthComposeView *self)
{
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, &error);

  if (proxy == NULL)
    show_notice (self, error->message, FALSE);
  return proxy;
}

static void
save (HearthComposeView *self)
{
  g_clear_handle_id (&self->save_source, g_source_remove);
  if (self->id == 0)
    return;
  self->dirty = FALSE;
  gtk_label_set_text (self->state, _("Saving…"));
  hearth_draft_keeper_save (self->keeper, self->id, make_content (self));
}

static void
saved_cb (HearthDraftKeeper *keeper, gint64 id, gpointer user_data)
{
  HearthComposeView *self = user_data;

  if (id != self->id)
    return;
  /* Otherwise it is saved once more in a moment. */
  if (self->dirty && self->sending)
    save (self);
  if (self->dirty)
    return;
  if (self->failed)
    hide_notice (self);
  self->failed = FALSE;
  gtk_label_set_text (self->state, _("Saved"));
  /* What goes now is not written on any more. */
  if (self->sending)
    gtk_widget_set_sensitive (self->box, FALSE);
}

/* What concerns a draft that the page does not show any more is said elsewhere. */
static void
say (HearthComposeView *self, const char *sentence)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.say", "s", sentence);
}

static void
failed_cb (HearthDraftKeeper *keeper, gint64 id, const char *message, gpointer user_data)
{
  HearthComposeView *self = user_data;

  if (id == self->id) {
    self->failed = TRUE;
    gtk_label_set_text (self->state, _("Not saved"));
    show_notice (self, message, FALSE);
  } else {
    /* Translators: %s is a sentence that says why. */
    g_autofree char *sentence = g_strdup_printf (_("Your mail is not saved yet. %s"), message);

    say (self, sentence);
  }
}

static void
refused_cb (HearthDraftKeeper *keeper, gint64 id, const char *message, gpointer user_data)
{
  HearthComposeView *self = user_data;

  if (id == self->id) {
    self->sending = FALSE;
    gtk_widget_set_sensitive (self->box, TRUE);
    show_notice (self, message, FALSE);
  } else {
    /* Translators: %s is a sentence that says why. */
    g_autofree char *sentence = g_strdup_printf (_("Your mail was not sent. %s"), message);

    say (self, sentence);
  }
}

static void
sent_cb (HearthDraftKeeper *keeper, gint64 id, gint64 item, gpointer user_data)
{
  HearthComposeView *self = user_data;

  hearth_mail_desk_offer_cancel (self->desk, item);
  if (id != self->id)
    return;
  /* There is no draft any more. */
  self->sending = FALSE;
  self->id = 0;
  gtk_widget_set_sensitive (self->box, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
}

static gboolean
save_cb (gpointer user_data)
{
  HearthComposeView *self = user_data;

  self->save_source = 0;
  save (self);
  return G_SOURCE_REMOVE;
}

static void
update_title (HearthComposeView *self)
{
  const char *subject = gtk_editable_get_text (GTK_EDITABLE (self->subject));
  gboolean answers = self->draft != NULL && hearth_draft_kind_is_reply (self->draft->kind);

  g_signal_emit (self, signals[TITLED], 0,
                 *subject != '\0' ? subject
                 : answers        ? _("Reply")
                                  : _("New message"),
                 _("Draft, kept as you write"));
}

static void
touched_cb (HearthComposeView *self)
{
  if (self->id == 0 || self->draft == NULL)
    return;
  self->touched = TRUE;
  self->dirty = TRUE;
  hide_notice (self);
  gtk_label_set_text (self->state, "");
  g_clear_handle_id (&self->save_source, g_source_remove);
  self->save_source = g_timeout_add (SAVE_MS, save_cb, self);
}

static void
subject_cb (HearthComposeView *self)
{
  touched_cb (self);
  if (self->draft != NULL)
    update_title (self);
}

static void
from_cb (HearthComposeView *self)
{
  guint selected = gtk_drop_down_get_selected (self->from);

  if (self->draft == NULL || self->senders == NULL || selected >= self->senders->len ||
      selected == self->sender)
    return;
  hearth_signature_swap (self->buffer, g_ptr_array_index (self->senders, self->sender),
                         g_ptr_array_index (self->senders, selected));
  self->sender = selected;
  touched_cb (self);
}

static void
show_senders (HearthComposeView *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < self->senders->len; i++)
    gtk_string_list_take (names, hearth_sender_dup_name (g_ptr_array_index (self->senders, i)));
  self->sender = hearth_senders_find (self->senders, self->draft->source_id, self->draft->sender);
  gtk_drop_down_set_model (self->from, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->from, self->sender);
  gtk_widget_set_visible (self->from_row, self->senders->len > 1);
}

static void
show_people (HearthRecipientsEntry *entry, GPtrArray *people)
{
  g_autofree char *text = hearth_recipients_to_text (people);

  hearth_recipients_entry_set_text (entry, text);
}

static void
show_draft (HearthComposeView *self, HearthDraft *draft)
{
  GtkTextIter start;

  show_people (self->to, draft->to);
  show_people (self->cc, draft->cc);
  show_people (self->bcc, draft->bcc);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->more),
                                draft->cc->len > 0 || draft->bcc->len > 0);
  gtk_editable_set_text (GTK_EDITABLE (self->subject), draft->subject);
  gtk_text_buffer_begin_irreversible_action (self->buffer);
  gtk_text_buffer_set_text (self->buffer, draft->text, -1);
  gtk_text_buffer_end_irreversible_action (self->buffer);
  gtk_text_buffer_get_start_iter (self->buffer, &start);
  gtk_text_buffer_place_cursor (self->buffer, &start);
  hearth_draft_files_set (self->files, (const char *const *) draft->files);
  gtk_label_set_text (self->state, "");
  hide_notice (self);
  /* From here on, what changes is the owner's. */
  self->draft = draft;
  show_senders (self);
  gtk_widget_set_sensitive (self->box, TRUE);
  update_title (self);
  if (self->senders->len == 0)
    show_notice (self, _("Add an account under Preferences to send this."), FALSE);
  if (draft->to->len == 0)
    gtk_widget_grab_focus (GTK_WIDGET (self->to));
  else
    gtk_widget_grab_focus (self->text);
}

static gpointer
read_draft (HearthDatabase *db, gpointer data, GError **error)
{
  Reading *reading = g_new0 (Reading, 1);
  g_autoptr (GPtrArray) accounts = NULL;

  reading->draft = hearth_store_drafts_get (db, *(gint64 *) data, error);
  if (reading->draft != NULL)
    accounts = hearth_store_accounts_list (db, error);
  if (accounts != NULL)
    reading->senders = hearth_senders_new (accounts);
  else
    g_clear_pointer (&reading, reading_free);
  return reading;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthComposeView *self = user_data;
  g_autoptr (GError) error = NULL;
  Reading *reading = hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (reading == NULL) {
    self->id = 0;
    say (self, error->message);
    gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
    return;
  }
  g_clear_pointer (&self->senders, g_ptr_array_unref);
  self->senders = g_steal_pointer (&reading->senders);
  if (self->unsaved != NULL)
    hearth_draft_take_content (reading->draft, self->unsaved);
  self->failed = hearth_draft_keeper_get (self->keeper, self->id) != NULL;
  show_draft (self, g_steal_pointer (&reading->draft));
  if (self->failed)
    gtk_label_set_text (self->state, _("Not saved"));
  reading_free (reading);
}

static gboolean
check_people (HearthRecipientsEntry *entry, guint *n, GError **error)
{
  g_autoptr (GPtrArray) people =
      hearth_recipients_from_text (hearth_recipients_entry_get_text (entry));

  *n += people->len;
  return hearth_recipients_check (people, error);
}

static gboolean
forgot_attachment (HearthComposeView *self)
{
  g_autoptr (HearthDraft) draft = hearth_draft_new (self->draft->kind);
  g_autofree char *text = dup_text (self);

  if (hearth_draft_files_count (self->files) > 0 || hearth_draft_kind_is_forward (draft->kind))
    return FALSE;
  hearth_draft_set_subject (draft, gtk_editable_get_text (GTK_EDITABLE (self->subject)));
  hearth_draft_set_text (draft, text);
  return hearth_draft_mentions_attachment (draft);
}

/* What is wrong is said here and at once; the service checks it again. */
static gboolean
check (HearthComposeView *self, gboolean anyway)
{
  g_autoptr (GError) error = NULL;
  guint n = 0;

  if (!check_people (self->to, &n, &error) || !check_people (self->cc, &n, &error) ||
      !check_people (self->bcc, &n, &error)) {
    show_notice (self, error->message, FALSE);
    return FALSE;
  }
  if (n == 0) {
    show_notice (self, _("Nobody is to get this yet. Whom is it for?"), FALSE);
    gtk_widget_grab_focus (GTK_WIDGET (self->to));
    return FALSE;
  }
  if (!anyway && forgot_attachment (self)) {
    show_notice (self, _("You write of an attachment, but there is none."), TRUE);
    gtk_widget_grab_focus (self->notice_attach);
    return FALSE;
  }
  return TRUE;
}

static void
begin_send (HearthComposeView *self, gboolean anyway)
{
  if (self->id == 0 || self->draft == NULL || self->sending || !check (self, anyway))
    return;
  hide_notice (self);
  self->sending = TRUE;
  self->touched = TRUE;
  self->dirty = FALSE;
  g_clear_handle_id (&self->save_source, g_source_remove);
  gtk_label_set_text (self->state, _("Saving…"));
  hearth_draft_keeper_send (self->keeper, self->id, make_content (self));
}

static void
send_cb (HearthComposeView *self)
{
  begin_send (self, FALSE);
}

static void
send_anyway_cb (HearthComposeView *self)
{
  begin_send (self, TRUE);
}

static gboolean
send_shortcut_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  begin_send (HEARTH_COMPOSE_VIEW (widget), FALSE);
  return TRUE;
}

static void
attach_cb (HearthComposeView *self)
{
  hearth_draft_files_choose (self->files);
}

static void
problem_cb (HearthDraftFiles *files, const char *problem, gpointer user_data)
{
  show_notice (user_data, problem, FALSE);
}

/* What is being heard stands where it otherwise says that all is saved; its end is what is new. */
static void
hearing_cb (HearthDictation *dictation, const char *text, gpointer user_data)
{
  HearthComposeView *self = user_data;

  gtk_label_set_ellipsize (self->state,
                           *text != '\0' ? PANGO_ELLIPSIZE_START : PANGO_ELLIPSIZE_END);
  gtk_label_set_text (self->state, text);
}

static void
dictation_failed_cb (HearthDictation *dictation, const char *message, gpointer user_data)
{
  show_notice (user_data, message, FALSE);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, gpointer user_data)
{
  HearthComposeView *self = user_data;
  const GdkFileList *list = g_value_get_boxed (value);
  g_autoptr (GSList) files = gdk_file_list_get_files ((GdkFileList *) list);

  for (GSList *l = files; l != NULL; l = l->next) {
    g_autofree char *problem = NULL;

    if (!hearth_draft_files_add (self->files, l->data, &problem))
      show_notice (self, problem, FALSE);
  }
  return files != NULL;
}

static void
discarded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthComposeView) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!hearth_bus_daemon1_call_discard_draft_finish (HEARTH_BUS_DAEMON1 (source), result, &error)) {
    g_autofree char *message = hearth_client_dup_message (error);

    say (self, message);
  }
}

static void
discard (HearthComposeView *self)
{
  HearthBusDaemon1 *proxy = get_proxy (self);

  g_clear_handle_id (&self->save_source, g_source_remove);
  if (proxy != NULL && self->id != 0)
    hearth_bus_daemon1_call_discard_draft (proxy, self->id, NULL, discarded_cb,
                                           g_object_ref (self));
  hearth_draft_keeper_forget (self->keeper, self->id);
  self->dirty = FALSE;
  self->failed = FALSE;
  self->id = 0;
}

static void
discard_response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  HearthComposeView *self = user_data;

  if (g_strcmp0 (response, "discard") != 0)
    return;
  discard (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
}

static void
discard_cb (HearthComposeView *self)
{
  GtkWidget *dialog;

  if (!self->touched && self->fresh) {
    discard (self);
    gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
    return;
  }
  dialog =
      adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                              _("Discard this draft?"), _("What you have written is gone then."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "keep", _("_Keep It"), "discard",
                                    _("_Discard"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "discard",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  g_signal_connect_object (dialog, "response", G_CALLBACK (discard_response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
hearth_compose_view_dispose (GObject *object)
{
  HearthComposeView *self = HEARTH_COMPOSE_VIEW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->client != NULL)
    hearth_compose_view_leave (self);
  g_clear_pointer (&self->draft, hearth_draft_free);
  g_clear_pointer (&self->unsaved, g_variant_unref);
  g_clear_pointer (&self->senders, g_ptr_array_unref);
  g_clear_object (&self->keeper);
  g_clear_object (&self->client);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (hearth_compose_view_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, HearthComposeView, box);
  gtk_widget_class_bind_template_child (widget_class, HearthComposeView, sheet);
  gtk_widget_class_bind_template_child (widget_class, HearthComposeView, from_row);
  gtk_widget_class_bind_template_child (widget_class, HearthComposeView, from);
  gtk_widget_class_bind_template_child (widget_class, HearthComposeView, to);
  gtk_widget_class_bind_template_child (widget_class, HearthComposeView, cc);
  gtk_widget_class_bind_template_child (widget_class, HearthComposeView, bcc);
  gtk_widget_class_bind_template_child (widget_class, HearthComposeView, more);
  gtk_widget_class_bind_template_child (widget_class, HearthComposeView, subject);
  gtk_widget_class_bind_template_child (widget_class, HearthComposeView, files);
  gtk_widget_class_bind_template_child (widget_class, HearthComposeView, text);
  gtk_widget_class_bind_template_child (widget_class, HearthComposeView, buffer);
  gtk_widget_class_bind_template_child (widget_class, HearthComposeView, notice);
  gtk_widget_class_bind_template_child (widget_class, HearthComposeView, notice_label);
  gtk_widget_class_bind_template_child (widget_class, HearthComposeView, notice_attach);
  gtk_widget_class_bind_template_child (widget_class, HearthComposeView, notice_send);
  gtk_widget_class_bind_template_child (widget_class, HearthComposeView, attach);
  gtk_widget_class_bind_template_child (widget_class, HearthComposeView, dictation);
  gtk_widget_class_bind_template_child (widget_class, HearthComposeView, discard);
  gtk_widget_class_bind_template_child (widget_class, HearthComposeView, state);
  gtk_widget_class_bind_template_child (widget_class, HearthComposeView, send);
}

static void
hearth_compose_view_class_init (HearthComposeViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hearth_compose_view_dispose;
  /**
   * HearthComposeView::titled:
   * @title: what is being written
   * @subtitle: that it is kept
   */
  signals[TITLED] = g_signal_new ("titled", HEARTH_TYPE_COMPOSE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  g_type_ensure (HEARTH_TYPE_DICTATION);
  g_type_ensure (HEARTH_TYPE_DRAFT_FILES);
  g_type_ensure (HEARTH_TYPE_RECIPIENTS_ENTRY);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/hearthdesktop/Hearth/compose/hearth-compose-view.ui");
  bind_children (widget_class);
}

/* The text would take Ctrl+Enter for a new line: it is looked for before. */
static void
add_shortcuts (HearthComposeView *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();
  GtkShortcut *shortcut =
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control>Return|<Control>KP_Enter"),
                        gtk_callback_action_new (send_shortcut_cb, NULL, NULL));

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
hearth_compose_view_init (HearthComposeView *self)
{
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->to, "changed", G_CALLBACK (touched_cb), self);
  g_signal_connect_swapped (self->cc, "changed", G_CALLBACK (touched_cb), self);
  g_signal_connect_swapped (self->bcc, "changed", G_CALLBACK (touched_cb), self);
  g_signal_connect_swapped (self->subject, "changed", G_CALLBACK (subject_cb), self);
  g_signal_connect_swapped (self->buffer, "changed", G_CALLBACK (touched_cb), self);
  g_signal_connect_swapped (self->files, "changed", G_CALLBACK (touched_cb), self);
  g_signal_connect (self->files, "problem", G_CALLBACK (problem_cb), self);
  g_signal_connect_swapped (self->from, "notify::selected", G_CALLBACK (from_cb), self);
  g_signal_connect_swapped (self->attach, "clicked", G_CALLBACK (attach_cb), self);
  g_signal_connect_swapped (self->notice_attach, "clicked", G_CALLBACK (attach_cb), self);
  g_signal_connect_swapped (self->notice_send, "clicked", G_CALLBACK (send_anyway_cb), self);
  g_signal_connect_swapped (self->discard, "clicked", G_CALLBACK (discard_cb), self);
  g_signal_connect_swapped (self->send, "clicked", G_CALLBACK (send_cb), self);
  g_signal_connect (drop, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
  add_shortcuts (self);
}

/**
 * hearth_compose_view_new:
 * @desk: where the owner's actions are carried out
 *
 * Returns: (transfer floating): a page to write mail on, one at a time
 */
GtkWidget *
hearth_compose_view_new (HearthMailDesk *desk)
{
  HearthComposeView *self = g_object_new (HEARTH_TYPE_COMPOSE_VIEW, NULL);

  self->desk = g_object_ref (desk);
  self->client = g_object_ref (hearth_mail_desk_get_client (desk));
  self->keeper = hearth_draft_keeper_new (self->client);
  g_signal_connect_object (self->keeper, "saved", G_CALLBACK (saved_cb), self, 0);
  g_signal_connect_object (self->keeper, "failed", G_CALLBACK (failed_cb), self, 0);
  g_signal_connect_object (self->keeper, "refused", G_CALLBACK (refused_cb), self, 0);
  g_signal_connect_object (self->keeper, "sent", G_CALLBACK (sent_cb), self, 0);
  hearth_recipients_entry_set_client (self->to, self->client, _("To"));
  hearth_recipients_entry_set_client (self->cc, self->client, _("Copy to"));
  hearth_recipients_entry_set_client (self->bcc, self->client, _("Blind copy to"));
  hearth_dictation_set_up (self->dictation, hearth_client_get_speech (self->client),
                           GTK_TEXT_VIEW (self->text));
  g_signal_connect (self->dictation, "hearing", G_CALLBACK (hearing_cb), self);
  g_signal_connect (self->dictation, "failed", G_CALLBACK (dictation_failed_cb), self);
  return GTK_WIDGET (self);
}

/**
 * hearth_compose_view_edit:
 * @self: a page
 * @draft: the row of a draft
 * @fresh: whether it has just been begun: then it goes if nothing is written
 *
 * Shows a draft to be written on. What was on the page before is kept.
 */
void
hearth_compose_view_edit (HearthComposeView *self, gint64 draft, gboolean fresh)
{
  if (self->id == draft)
    return;
  hearth_compose_view_leave (self);
  g_clear_pointer (&self->draft, hearth_draft_free);
  self->id = draft;
  self->fresh = fresh;
  self->touched = hearth_draft_keeper_knows (self->keeper, draft);
  g_clear_pointer (&self->unsaved, g_variant_unref);
  self->unsaved = hearth_draft_keeper_get (self->keeper, draft);
  if (self->unsaved != NULL)
    g_variant_ref (self->unsaved);
  self->dirty = FALSE;
  self->failed = FALSE;
  self->sending = FALSE;
  gtk_widget_set_sensitive (self->box, FALSE);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  hearth_client_read_async (self->client, read_draft, g_memdup2 (&draft, sizeof draft), g_free,
                            reading_free, self->cancellable, read_cb, self);
}

/**
 * hearth_compose_view_keep:
 * @self: a page
 *
 * Keeps what is written, at once. It can be written on: the panel is only out of sight.
 */
void
hearth_compose_view_keep (HearthComposeView *self)
{
  hearth_dictation_stop (self->dictation);
  if (self->dirty)
    save (self);
}

/**
 * hearth_compose_view_leave:
 * @self: a page
 *
 * Keeps what is written, at once; a mail on which nothing was written is forgotten. What cannot be
 * saved now is saved when the service is back.
 */
void
hearth_compose_view_leave (HearthComposeView *self)
{
  gint64 id = self->id;

  hearth_dictation_stop (self->dictation);
  g_clear_handle_id (&self->save_source, g_source_remove);
  if (id != 0 && self->fresh && !self->touched)
    discard (self);
  self->id = 0;
  /* What becomes of it is not said on the page that is left. */
  if (id != 0 && (self->dirty || self->failed))
    hearth_draft_keeper_save (self->keeper, id, make_content (self));
  self->dirty = FALSE;
  self->failed = FALSE;
}
