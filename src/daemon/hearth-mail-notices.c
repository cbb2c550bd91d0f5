/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-mail-notices.h"

#include "hearth-tellings.h"

#include <glib/gi18n.h>

#define BUBBLE_KEY "mail"
#define META_NAME "notices:mail"

/* So many are named in one bubble; the rest is a number. */
#define MAX_LINES 4
#define MAX_SUBJECT 80

/* So many are kept; whoever leaves more unread does not read them one by one. */
#define MAX_MESSAGES 99

/**
 * HearthMailNotices:
 *
 * The one bubble that tells of new mail that matters. It names what is in it while it stands, grows
 * when more comes, shrinks when a mail is read elsewhere, and goes with the last one. What it names
 * is kept in the store, so that it comes back after a restart.
 *
 * Signal: `open (gint64 id, token)`: the owner wants to see that message, or what needs them if it
 * is 0; the token, if any, lets a window take the focus.
 */
struct _HearthMailNotices {
  GObject parent_instance;

  HearthEngine *engine;     /* (owned) */
  HearthNotifier *notifier; /* (owned) */
  GPtrArray *messages;      /* (owned) of HearthMessage, newest first */
  HearthPrivacy privacy;
  gboolean waited; /* whether all that it names waited until the owner could be disturbed */
  guint look_idle;
};

enum {
  SIGNAL_OPEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HearthMailNotices, hearth_mail_notices, G_TYPE_OBJECT)

static char *
make_locked_summary (HearthMailNotices *self)
{
  HearthMessage *first = g_ptr_array_index (self->messages, 0);
  guint others = self->messages->len - 1;

  switch (self->privacy) {
  case HEARTH_PRIVACY_FULL:
    return NULL;
  case HEARTH_PRIVACY_NONE:
    return g_strdup (_("New mail"));
  case HEARTH_PRIVACY_SENDER:
  default:
    if (others == 0)
      return g_strdup (hearth_address_get_label (first->from));
    /* Translators: a sender's name, and how many more messages there are */
    return g_strdup_printf (ngettext ("%s and %u other", "%s and %u others", others),
                            hearth_address_get_label (first->from), others);
  }
}

static HearthBubble *
make_bubble (HearthMailNotices *self)
{
  HearthMessage *first = g_ptr_array_index (self->messages, 0);
  guint n = self->messages->len;
  g_autoptr (GString) body = g_string_new (NULL);
  HearthBubble *bubble;

  if (n == 1) {
    g_string_append (body, first->subject);
    if (first->reason != NULL && first->reason[0] != '\0')
      g_string_append_printf (body, " — %s", first->reason);
    bubble = hearth_bubble_new (hearth_address_get_label (first->from), body->str);
  } else {
    g_autofree char *summary =
        self->waited
            ? g_strdup_printf (
                  ngettext ("%u message waited for you", "%u messages waited for you", n), n)
            : g_strdup_printf (ngettext ("%u message needs you", "%u messages need you", n), n);

    for (guint i = 0; i < MIN (n, MAX_LINES); i++) {
      HearthMessage *message = g_ptr_array_index (self->messages, i);
      g_autofree char *subject = g_utf8_strlen (message->subject, -1) > MAX_SUBJECT
                                     ? g_utf8_substring (message->subject, 0, MAX_SUBJECT)
                                     : g_strdup (message->subject);

      g_string_append_printf (body, "%s%s: %s", i > 0 ? "\n" : "",
                              hearth_address_get_label (message->from), subject);
    }
    if (n > MAX_LINES)
      g_string_append_printf (body, ngettext ("\nand %u more", "\nand %u more", n - MAX_LINES),
                              n - MAX_LINES);
    bubble = hearth_bubble_new (summary, body->str);
  }
  bubble->locked_summary = make_locked_summary (self);
  bubble->icon = "mail-unread-symbolic";
  hearth_bubble_add_action (bubble, "default", _("Open"));
  hearth_bubble_add_action (bubble, "open", _("Open"));
  hearth_bubble_add_action (bubble, "mark-read", _("Mark read"));
  return bubble;
}

static void
save (HearthMailNotices *self)
{
  g_autoptr (GString) ids = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < self->messages->len; i++) {
    HearthMessage *message = g_ptr_array_index (self->messages, i);

    g_string_append_printf (ids, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "", message->id);
  }
  if (!hearth_engine_set_meta (self->engine, META_NAME, ids->len > 0 ? ids->str : NULL, &error))
    g_warning ("%s", error->message);
}

/* Written before it is shown: after a crash the bubble comes back and is not forgotten. */
static void
present (HearthMailNotices *self, gboolean sound)
{
  HearthBubble *bubble;

  save (self);
  if (self->messages->len == 0) {
    hearth_notifier_withdraw (self->notifier, BUBBLE_KEY);
    return;
  }
  bubble = make_bubble (self);
  bubble->sound = sound ? "message-new-email" : NULL;
  hearth_notifier_show (self->notifier, BUBBLE_KEY, bubble);
}

/* What the owner does with a bubble says something of each mail that it named. */
static void
settle (HearthMailNotices *self, HearthTellingOutcome outcome)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < self->messages->len; i++) {
    HearthMessage *message = g_ptr_array_index (self->messages, i);

    if (!hearth_engine_settle_telling (self->engine, message->id, outcome, &error)) {
      g_warning ("%s", error->message);
      return;
    }
  }
}

static gboolean
has_message (HearthMailNotices *self, gint64 id)
{
  for (guint i = 0; i < self->messages->len; i++) {
    if (((HearthMessage *) g_ptr_array_index (self->messages, i))->id == id)
      return TRUE;
  }
  return FALSE;
}

/* The message as it is now, if it still calls for the owner. */
static HearthMessage *
load_open (HearthMailNotices *self, gint64 id)
{
  g_autoptr (HearthMessage) message =
      hearth_store_messages_get (hearth_engine_get_reader (self->engine), id, NULL);

  if (message == NULL ||
      (message->flags & (HEARTH_MESSAGE_SEEN | HEARTH_MESSAGE_ANSWERED | HEARTH_MESSAGE_DELETED)))
    return NULL;
  return g_steal_pointer (&message);
}

/* Takes out what was read, answered or deleted elsewhere. */
static gboolean
look_cb (gpointer user_data)
{
  HearthMailNotices *self = user_data;
  gboolean fewer = FALSE;

  self->look_idle = 0;
  for (guint i = self->messages->len; i > 0; i--) {
    HearthMessage *message = g_ptr_array_index (self->messages, i - 1);
    g_autoptr (HearthMessage) now = load_open (self, message->id);

    if (now == NULL) {
      g_ptr_array_remove_index (self->messages, i - 1);
      fewer = TRUE;
    }
  }
  if (fewer)
    present (self, FALSE);
  return G_SOURCE_REMOVE;
}

static void
engine_changed_cb (HearthEngine *engine, const char *table, HearthMailNotices *self)
{
  /* An import says so hundreds of times: one look, once there is time, is enough. */
  if (g_strcmp0 (table, "messages") == 0 && self->messages->len > 0 && self->look_idle == 0)
    self->look_idle = g_idle_add (look_cb, self);
}

static void
mark_all_read (HearthMailNotices *self)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < self->messages->len; i++) {
    HearthMessage *message = g_ptr_array_index (self->messages, i);

    g_array_append_val (ids, message->id);
  }
  if (!hearth_engine_set_read (self->engine, (gint64 *) ids->data, ids->len, TRUE, &error))
    g_warning ("%s", error->message);
}

static void
clear (HearthMailNotices *self)
{
  g_ptr_array_set_size (self->messages, 0);
  self->waited = FALSE;
  present (self, FALSE);
}

static void
action_cb (HearthNotifier *notifier, const char *key, const char *action, const char *token,
           HearthMailNotices *self)
{
  if (g_strcmp0 (key, BUBBLE_KEY) != 0 || self->messages->len == 0)
    return;
  if (g_strcmp0 (action, "mark-read") == 0) {
    settle (self, HEARTH_TELLING_DONE);
    mark_all_read (self);
  } else {
    gint64 id = self->messages->len == 1
                    ? ((HearthMessage *) g_ptr_array_index (self->messages, 0))->id
                    : 0;

    /* Of several, those count that are read within the hour. */
    if (id != 0)
      settle (self, HEARTH_TELLING_OPENED);
    g_signal_emit (self, signals[SIGNAL_OPEN], 0, id, token);
  }
  clear (self);
}

static void
dismissed_cb (HearthNotifier *notifier, const char *key, HearthMailNotices *self)
{
  if (g_strcmp0 (key, BUBBLE_KEY) != 0)
    return;
  settle (self, HEARTH_TELLING_DISMISSED);
  clear (self);
}

static void
hearth_mail_notices_finalize (GObject *object)
{
  HearthMailNotices *self = HEARTH_MAIL_NOTICES (object);

  g_clear_handle_id (&self->look_idle, g_source_remove);
  g_ptr_array_unref (self->messages);
  g_object_unref (self->notifier);
  g_object_unref (self->engine);
  G_OBJECT_CLASS (hearth_mail_notices_parent_class)->finalize (object);
}

static void
hearth_mail_notices_class_init (HearthMailNoticesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_mail_notices_finalize;
  signals[SIGNAL_OPEN] = g_signal_new ("open", HEARTH_TYPE_MAIL_NOTICES, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_STRING);
}

static void
hearth_mail_notices_init (HearthMailNotices *self)
{
  self->messages = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_unref);
}

/**
 * hearth_mail_notices_new:
 * @engine: the engine
 * @notifier: where to show
 *
 * Returns: (transfer full): notices, which show nothing yet
 */
HearthMailNotices *
hearth_mail_notices_new (HearthEngine *engine, HearthNotifier *notifier)
{
  HearthMailNotices *self = g_object_new (HEARTH_TYPE_MAIL_NOTICES, NULL);

  self->engine = g_object_ref (engine);
  self->notifier = g_object_ref (notifier);
  g_signal_connect_object (engine, "changed", G_CALLBACK (engine_changed_cb), self, 0);
  g_signal_connect_object (notifier, "action", G_CALLBACK (action_cb), self, 0);
  g_signal_connect_object (notifier, "dismissed", G_CALLBACK (dismissed_cb), self, 0);
  return self;
}

/**
 * hearth_mail_notices_set_privacy:
 * @self: notices
 * @privacy: what may be said while the screen is locked
 */
void
hearth_mail_notices_set_privacy (HearthMailNotices *self, HearthPrivacy privacy)
{
  self->privacy = privacy;
}

/**
 * hearth_mail_notices_restore:
 * @self: notices
 *
 * Shows again what was open when Hearth ended, as far as it was not read since.
 */
void
hearth_mail_notices_restore (HearthMailNotices *self)
{
  g_autofree char *value = hearth_engine_dup_meta (self->engine, META_NAME);
  g_auto (GStrv) ids = value != NULL ? g_strsplit (value, ",", -1) : NULL;

  for (guint i = 0; ids != NULL && ids[i] != NULL; i++) {
    HearthMessage *message = load_open (self, g_ascii_strtoll (ids[i], NULL, 10));

    if (message != NULL)
      g_ptr_array_add (self->messages, message);
  }
  if (value != NULL)
    present (self, FALSE);
}

/**
 * hearth_mail_notices_add:
 * @self: notices
 * @messages: (element-type HearthMessage): new messages that matter, newest first
 * @sound: whether with a sound
 * @waited: whether they waited until the owner could be disturbed
 *
 * Tells of them, together with what is told of already.
 */
void
hearth_mail_notices_add (HearthMailNotices *self, GPtrArray *messages, gboolean sound,
                         gboolean waited)
{
  guint position = 0;

  self->waited = waited && (self->waited || self->messages->len == 0);
  for (guint i = 0; i < messages->len; i++) {
    HearthMessage *message = g_ptr_array_index (messages, i);

    if (!has_message (self, message->id))
      g_ptr_array_insert (self->messages, (int) position++, hearth_message_ref (message));
  }
  if (self->messages->len > MAX_MESSAGES)
    g_ptr_array_set_size (self->messages, MAX_MESSAGES);
  if (position > 0)
    present (self, sound);
}
