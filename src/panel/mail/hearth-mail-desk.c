/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-mail-desk.h"

#include "hearth-deed-words.h"

#include <glib/gi18n.h>

/* How long an action is offered to be taken back, in seconds. */
#define UNDO_SECONDS 10
/* Who moves thousands looks longer at what came of it. */
#define UNDO_MANY_SECONDS 30
/* What the service has done stands in the store; the lists have read it again after so long. */
#define SETTLE_MS 1500
/* So many actions can be taken back one after the other. */
#define MAX_HISTORY 50

/* One action of the owner. It is shown as done from the first moment on, before the service has it:
 * nobody shall wait to see the next mail. */
typedef struct {
  gatomicrefcount refs;
  HearthMailDesk *desk; /* (unowned) (nullable): %NULL once the desk is gone */
  char *kind;
  char *title;     /* (owned) (nullable): what is said of it, if not what the kind says */
  GHashTable *ids; /* (element-type gint64): owned keys */
  gint64 action;   /* 0 until the service has answered */
  gboolean undo;   /* was taken back before that */
  gboolean undone;
  guint line; /* that offers to take it back */
  guint settle;
} Deed;

/**
 * HearthMailDesk:
 *
 * What the owner does to mail: shown as done at once, told to the service in order, said in a
 * line, and taken back from there, one after the other.
 */
struct _HearthMailDesk {
  GObject parent_instance;

  HearthClient *client;      /* (owned) */
  HearthLine *line;          /* (weak) (nullable): where it is said what was done */
  GCancellable *cancellable; /* (owned) */
  GPtrArray *pending;        /* (owned) (element-type Deed): not yet to be seen in the store */
  GPtrArray *history;        /* (owned) (element-type Deed): the last one can be taken back */
};

G_DEFINE_FINAL_TYPE (HearthMailDesk, hearth_mail_desk, G_TYPE_OBJECT)

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static Deed *
deed_new (HearthMailDesk *desk, const char *kind, const gint64 *ids, gsize n_ids)
{
  Deed *deed = g_new0 (Deed, 1);

  g_atomic_ref_count_init (&deed->refs);
  deed->desk = desk;
  deed->kind = g_strdup (kind);
  deed->ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  for (gsize i = 0; i < n_ids; i++)
    g_hash_table_add (deed->ids, g_memdup2 (&ids[i], sizeof ids[i]));
  return deed;
}

static Deed *
deed_ref (Deed *deed)
{
  g_atomic_ref_count_inc (&deed->refs);
  return deed;
}

static void
deed_unref (gpointer data)
{
  Deed *deed = data;

  if (!g_atomic_ref_count_dec (&deed->refs))
    return;
  g_hash_table_unref (deed->ids);
  g_free (deed->kind);
  g_free (deed->title);
  g_free (deed);
}

static gboolean
moves_away (const Deed *deed)
{
  return g_str_equal (deed->kind, "trash") || g_str_equal (deed->kind, "junk") ||
         g_str_equal (deed->kind, "not-junk") || g_str_equal (deed->kind, "move");
}

static void
say (HearthMailDesk *self, const char *text)
{
  hearth_mail_desk_say (self, text);
}

static void
hide_line (HearthMailDesk *self, const Deed *deed)
{
  if (self->line != NULL && deed->line != 0)
    hearth_line_hide (self->line, deed->line);
}

/* What does so until it is to be seen in the store, where what was archived is out of sight too. */
static gboolean
puts_away (const Deed *deed)
{
  return g_str_equal (deed->kind, "archive") || g_str_equal (deed->kind, "done") ||
         g_str_equal (deed->kind, "later");
}

static void
forget (HearthMailDesk *self, Deed *deed)
{
  g_clear_handle_id (&deed->settle, g_source_remove);
  if (g_ptr_array_remove (self->pending, deed))
    g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
settled_cb (gpointer user_data)
{
  Deed *deed = user_data;

  deed->settle = 0;
  forget (deed->desk, deed);
  return G_SOURCE_REMOVE;
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Deed *deed = user_data;
  HearthMailDesk *self = deed->desk;
  g_autoptr (GError) error = NULL;

  if (!hearth_bus_daemon1_call_undo_finish (HEARTH_BUS_DAEMON1 (source), result, &error) &&
      self != NULL) {
    g_autofree char *message = hearth_client_dup_message (error);

    say (self, message);
  }
  if (self != NULL)
    forget (self, deed);
  deed_unref (deed);
}

static void
send_undo (Deed *deed)
{
  HearthMailDesk *self = deed->desk;
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, &error);

  if (proxy == NULL) {
    say (self, error->message);
    return;
  }
  hearth_bus_daemon1_call_undo (proxy, deed->action, self->cancellable, undone_cb, deed_ref (deed));
}

static void
undo (Deed *deed)
{
  HearthMailDesk *self = deed->desk;

  if (self == NULL || deed->undone)
    return;
  deed->undone = TRUE;
  hide_line (self, deed);
  if (deed->action != 0)
    send_undo (deed);
  else
    deed->undo = TRUE;
  g_signal_emit (self, signals[CHANGED], 0);
  /* Last: it may hold the last reference. */
  g_ptr_array_remove (self->history, deed);
}

static void
undo_cb (gpointer data, gpointer user_data)
{
  undo (data);
}

static void
withdraw (HearthMailDesk *self, Deed *deed)
{
  hide_line (self, deed);
  g_ptr_array_remove (self->history, deed);
  forget (self, deed);
}

/* Takes the answer of the service, and the reference of whoever waited for it. */
static void
take_answer (Deed *deed, gboolean done, gint64 action, const GError *error)
{
  HearthMailDesk *self = deed->desk;

  if (self == NULL) {
    deed_unref (deed);
    return;
  }
  deed->action = action;
  if (!done) {
    g_autofree char *message = hearth_client_dup_message (error);

    withdraw (self, deed);
    say (self, message);
  } else if (action == 0) {
    withdraw (self, deed);
  } else if (deed->undo) {
    send_undo (deed);
  } else {
    deed->settle = g_timeout_add (SETTLE_MS, settled_cb, deed);
  }
  deed_unref (deed);
}

static void
acted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gint64 action = 0;
  gboolean done =
      hearth_bus_daemon1_call_act_finish (HEARTH_BUS_DAEMON1 (source), &action, result, &error);

  take_answer (user_data, done, action, error);
}

static void
put_off_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gint64 action = 0;
  gboolean done =
      hearth_bus_daemon1_call_later_finish (HEARTH_BUS_DAEMON1 (source), &action, result, &error);

  take_answer (user_data, done, action, error);
}

static void
followed_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gint64 action = 0;
  gboolean done = hearth_bus_daemon1_call_follow_up_finish (HEARTH_BUS_DAEMON1 (source), &action,
                                                            result, &error);

  take_answer (user_data, done, action, error);
}

static void
brought_back_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gint64 action = 0;
  gboolean done = hearth_bus_daemon1_call_bring_back_finish (HEARTH_BUS_DAEMON1 (source), &action,
                                                             result, &error);

  take_answer (user_data, done, action, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Deed *deed = user_data;

  hearth_bus_daemon1_call_set_read_finish (HEARTH_BUS_DAEMON1 (source), result, NULL);
  if (deed->desk != NULL)
    deed->settle = g_timeout_add (SETTLE_MS, settled_cb, deed);
  deed_unref (deed);
}

static void
offer_undo (HearthMailDesk *self, Deed *deed)
{
  g_autofree char *title = deed->title != NULL
                               ? g_strdup (deed->title)
                               : hearth_deed_describe (deed->kind, g_hash_table_size (deed->ids));

  if (self->line != NULL)
    deed->line = hearth_line_offer (self->line, title, _("Undo"), UNDO_SECONDS, undo_cb,
                                    deed_ref (deed), deed_unref);
}

/* A mail that was told to go. */
typedef struct {
  GtkWidget *line;         /* (owned) */
  HearthBusDaemon1 *proxy; /* (owned) */
  gint64 item;
} Departure;

static void
departure_free (gpointer data)
{
  Departure *departure = data;

  g_object_unref (departure->line);
  g_object_unref (departure->proxy);
  g_free (departure);
}

static void
cancelled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) line = user_data;
  g_autoptr (GError) error = NULL;
  gint64 draft = 0;

  if (hearth_bus_daemon1_call_cancel_send_finish (HEARTH_BUS_DAEMON1 (source), &draft, result,
                                                  &error)) {
    gtk_widget_activate_action (line, "win.edit-draft", "x", draft);
  } else {
    g_autofree char *message = hearth_client_dup_message (error);

    gtk_widget_activate_action (line, "win.say", "s", message);
  }
}

static void
cancel_send_cb (gpointer data, gpointer user_data)
{
  Departure *departure = data;

  hearth_bus_daemon1_call_cancel_send (departure->proxy, departure->item, NULL, cancelled_cb,
                                       g_object_ref (departure->line));
}

static void
abandon (gpointer data, gpointer user_data)
{
  Deed *deed = data;

  g_clear_handle_id (&deed->settle, g_source_remove);
  deed->desk = NULL;
}

static void
hearth_mail_desk_dispose (GObject *object)
{
  HearthMailDesk *self = HEARTH_MAIL_DESK (object);

  /* What was begun reaches the service all the same: only its answer is not waited for. */
  g_ptr_array_foreach (self->pending, abandon, NULL);
  g_ptr_array_foreach (self->history, abandon, NULL);
  g_ptr_array_set_size (self->pending, 0);
  g_ptr_array_set_size (self->history, 0);
  g_clear_weak_pointer (&self->line);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (hearth_mail_desk_parent_class)->dispose (object);
}

static void
hearth_mail_desk_finalize (GObject *object)
{
  HearthMailDesk *self = HEARTH_MAIL_DESK (object);

  g_ptr_array_unref (self->pending);
  g_ptr_array_unref (self->history);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (hearth_mail_desk_parent_class)->finalize (object);
}

static void
hearth_mail_desk_class_init (HearthMailDeskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hearth_mail_desk_dispose;
  object_class->finalize = hearth_mail_desk_finalize;
  /**
   * HearthMailDesk::changed:
   *
   * What is to be seen differs from before: see hearth_mail_desk_is_gone() and
   * hearth_mail_desk_adjust().
   */
  signals[CHANGED] = g_signal_new ("changed", HEARTH_TYPE_MAIL_DESK, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
hearth_mail_desk_init (HearthMailDesk *self)
{
  self->cancellable = g_cancellable_new ();
  self->pending = g_ptr_array_new_with_free_func (deed_unref);
  self->history = g_ptr_array_new_with_free_func (deed_unref);
}

/**
 * hearth_mail_desk_new:
 * @client: the panel's client
 * @line: where it is said what was done
 *
 * Makes the place where the owner's actions on mail are carried out and taken back.
 *
 * Returns: (transfer full): a desk
 */
HearthMailDesk *
hearth_mail_desk_new (HearthClient *client, HearthLine *line)
{
  HearthMailDesk *self = g_object_new (HEARTH_TYPE_MAIL_DESK, NULL);

  self->client = g_object_ref (client);
  g_set_weak_pointer (&self->line, line);
  return self;
}

/**
 * hearth_mail_desk_get_client:
 * @self: a desk
 *
 * Returns: (transfer none): the panel's client
 */
HearthClient *
hearth_mail_desk_get_client (HearthMailDesk *self)
{
  return self->client;
}

/**
 * hearth_mail_desk_make_calendar_desk:
 * @self: a desk
 *
 * Returns: (transfer full): a desk for calendars that speaks in the same line
 */
HearthCalendarDesk *
hearth_mail_desk_make_calendar_desk (HearthMailDesk *self)
{
  return hearth_calendar_desk_new (self->client, self->line);
}

static HearthBusDaemon1 *
get_proxy (HearthMailDesk *self)
{
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, &error);

  if (proxy == NULL)
    say (self, error->message);
  return proxy;
}

static GVariant *
make_ids (const gint64 *ids, gsize n_ids)
{
  return g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, ids, n_ids, sizeof (gint64));
}

/**
 * hearth_mail_desk_say:
 * @self: a desk
 * @text: a sentence
 *
 * Tells the owner something, in place of what was told before.
 */
void
hearth_mail_desk_say (HearthMailDesk *self, const char *text)
{
  if (self->line != NULL)
    hearth_line_say (self->line, text);
}

/**
 * hearth_mail_desk_offer:
 * @self: a desk
 * @text: what was done
 * @seconds: for how long it can be taken back
 * @undo_func: takes it back
 * @data: (transfer full): for @undo_func
 * @data_free: frees @data
 *
 * Tells the owner what was done, and offers to take it back.
 */
void
hearth_mail_desk_offer (HearthMailDesk *self, const char *text, guint seconds, GFunc undo_func,
                        gpointer data, GDestroyNotify data_free)
{
  if (self->line != NULL)
    hearth_line_offer (self->line, text, _("Undo"), seconds, undo_func, data, data_free);
  else
    data_free (data);
}

/* Shows what was begun, which belongs to the desk from then on. */
static void
show_deed (HearthMailDesk *self, Deed *deed)
{
  g_ptr_array_add (self->pending, deed);
  if (self->history->len >= MAX_HISTORY)
    g_ptr_array_remove_index (self->history, 0);
  g_ptr_array_add (self->history, deed_ref (deed));
  offer_undo (self, deed);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * hearth_mail_desk_act:
 * @self: a desk
 * @kind: what to do, as the service's Act names it
 * @ids: (array length=n_ids): messages
 * @n_ids: how many
 * @target: (nullable): a mailbox, for "move"
 *
 * Does something to messages. The lists show it at once; a line offers to take it back.
 */
void
hearth_mail_desk_act (HearthMailDesk *self, const char *kind, const gint64 *ids, gsize n_ids,
                      const char *target)
{
  HearthBusDaemon1 *proxy = n_ids > 0 ? get_proxy (self) : NULL;
  Deed *deed;

  if (proxy == NULL)
    return;
  deed = deed_new (self, kind, ids, n_ids);
  hearth_bus_daemon1_call_act (proxy, kind, make_ids (ids, n_ids), target != NULL ? target : "",
                               NULL, acted_cb, deed_ref (deed));
  show_deed (self, deed);
}

/**
 * hearth_mail_desk_later:
 * @self: a desk
 * @ids: (array length=n_ids): messages
 * @n_ids: how many
 * @until: until when, seconds since 1970 UTC, or 0
 * @awaits: who brings them back by writing, as the service's Later names it; "" for nobody
 *
 * Puts messages off. A line offers to take it back.
 */
void
hearth_mail_desk_later (HearthMailDesk *self, const gint64 *ids, gsize n_ids, gint64 until,
                        const char *awaits)
{
  HearthBusDaemon1 *proxy = n_ids > 0 ? get_proxy (self) : NULL;
  Deed *deed;

  if (proxy == NULL)
    return;
  deed = deed_new (self, "later", ids, n_ids);
  deed->title = until != 0 ? hearth_deed_describe_moment (_("Put off: %s, %s"), until)
                           : g_strdup (_("Put off until there is an answer"));
  hearth_bus_daemon1_call_later (proxy, make_ids (ids, n_ids), until, awaits, NULL, put_off_cb,
                                 deed_ref (deed));
  show_deed (self, deed);
}

/**
 * hearth_mail_desk_follow_up:
 * @self: a desk
 * @id: a message that the owner sent
 * @until: when they are reminded if nobody answers, seconds since 1970 UTC
 *
 * Has the owner reminded of a message. A line offers to take it back.
 */
void
hearth_mail_desk_follow_up (HearthMailDesk *self, gint64 id, gint64 until)
{
  HearthBusDaemon1 *proxy = get_proxy (self);
  Deed *deed;

  if (proxy == NULL)
    return;
  deed = deed_new (self, "follow-up", &id, 1);
  deed->title = hearth_deed_describe_moment (_("If nobody answers: %s, %s"), until);
  hearth_bus_daemon1_call_follow_up (proxy, id, until, NULL, followed_up_cb, deed_ref (deed));
  show_deed (self, deed);
}

/**
 * hearth_mail_desk_bring_back:
 * @self: a desk
 * @ids: (array length=n_ids): messages
 * @n_ids: how many
 *
 * Puts messages off no longer. A line offers to take it back.
 */
void
hearth_mail_desk_bring_back (HearthMailDesk *self, const gint64 *ids, gsize n_ids)
{
  HearthBusDaemon1 *proxy = n_ids > 0 ? get_proxy (self) : NULL;
  Deed *deed;

  if (proxy == NULL)
    return;
  deed = deed_new (self, "back", ids, n_ids);
  deed->title = g_strdup (_("Back at once"));
  hearth_bus_daemon1_call_bring_back (proxy, make_ids (ids, n_ids), NULL, brought_back_cb,
                                      deed_ref (deed));
  show_deed (self, deed);
}

/**
 * hearth_mail_desk_read:
 * @self: a desk
 * @id: a message that its owner has opened
 *
 * Marks a message read. Nobody needs to be told.
 */
void
hearth_mail_desk_read (HearthMailDesk *self, gint64 id)
{
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, NULL);
  Deed *deed;

  if (proxy == NULL)
    return;
  deed = deed_new (self, "read", &id, 1);
  g_ptr_array_add (self->pending, deed);
  hearth_bus_daemon1_call_set_read (proxy, make_ids (&id, 1), TRUE, NULL, read_cb, deed_ref (deed));
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * hearth_mail_desk_offer_cancel:
 * @self: a desk
 * @item: a mail in the outbox
 *
 * Says that a mail is about to go, and offers to take it back as a draft.
 */
void
hearth_mail_desk_offer_cancel (HearthMailDesk *self, gint64 item)
{
  HearthBusDaemon1 *proxy = get_proxy (self);
  g_autofree char *title = NULL;
  Departure *departure;

  if (proxy == NULL || self->line == NULL)
    return;
  /* Translators: %d is a number of seconds. */
  title = g_strdup_printf (_("Sending in %d s"), UNDO_SECONDS);
  departure = g_new0 (Departure, 1);
  departure->line = g_object_ref (GTK_WIDGET (self->line));
  departure->proxy = g_object_ref (proxy);
  departure->item = item;
  hearth_line_offer (self->line, title, _("Undo"), UNDO_SECONDS, cancel_send_cb, departure,
                     departure_free);
}

/**
 * hearth_mail_desk_offer_undo:
 * @self: a desk
 * @text: what was done
 * @action: the action, as the service named it
 *
 * Says that something was done to many messages at once, and offers to take it back.
 */
void
hearth_mail_desk_offer_undo (HearthMailDesk *self, const char *text, gint64 action)
{
  Deed *deed = deed_new (self, "archive", NULL, 0);

  deed->action = action;
  if (self->history->len >= MAX_HISTORY)
    g_ptr_array_remove_index (self->history, 0);
  g_ptr_array_add (self->history, deed);
  if (self->line != NULL)
    deed->line = hearth_line_offer (self->line, text, _("Undo"), UNDO_MANY_SECONDS, undo_cb,
                                    deed_ref (deed), deed_unref);
}

/**
 * hearth_mail_desk_undo:
 * @self: a desk
 *
 * Takes the last action back that was not taken back.
 *
 * Returns: whether there was one
 */
gboolean
hearth_mail_desk_undo (HearthMailDesk *self)
{
  Deed *deed;

  if (self->history->len == 0)
    return FALSE;
  deed = deed_ref (g_ptr_array_index (self->history, self->history->len - 1));
  undo (deed);
  deed_unref (deed);
  return TRUE;
}

/**
 * hearth_mail_desk_is_gone:
 * @self: a desk
 * @id: a message
 * @archived: whether a message that was archived is no longer where one looks
 *
 * Returns: whether the owner has just moved it away
 */
gboolean
hearth_mail_desk_is_gone (HearthMailDesk *self, gint64 id, gboolean archived)
{
  for (guint i = 0; i < self->pending->len; i++) {
    const Deed *deed = g_ptr_array_index (self->pending, i);

    if (!deed->undone && (moves_away (deed) || (archived && puts_away (deed))) &&
        g_hash_table_contains (deed->ids, &id))
      return TRUE;
  }
  return FALSE;
}

/**
 * hearth_mail_desk_adjust:
 * @self: a desk
 * @id: a message
 * @flags: its flags as they were read
 *
 * Returns: its flags as the owner has just set them
 */
HearthMessageFlags
hearth_mail_desk_adjust (HearthMailDesk *self, gint64 id, HearthMessageFlags flags)
{
  for (guint i = 0; i < self->pending->len; i++) {
    const Deed *deed = g_ptr_array_index (self->pending, i);

    if (deed->undone || !g_hash_table_contains (deed->ids, &id))
      continue;
    if (g_str_equal (deed->kind, "read"))
      flags |= HEARTH_MESSAGE_SEEN;
    else if (g_str_equal (deed->kind, "unread"))
      flags &= ~HEARTH_MESSAGE_SEEN;
    else if (g_str_equal (deed->kind, "flag"))
      flags |= HEARTH_MESSAGE_FLAGGED;
    else if (g_str_equal (deed->kind, "unflag"))
      flags &= ~HEARTH_MESSAGE_FLAGGED;
  }
  return flags;
}
