/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-clock.h"
#include "hearth-imap-source-private.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

/* What is read first of a mailbox that is read for the first time. */
#define NEWEST 200

/* Flags are a few bytes: as many as there are in a command or two. */
#define FLAGS_BATCH 20000
/* However far apart the numbers are. */
#define MAX_FLAGS_BATCHES 50

/* Numbers that are fetched without asking whether they are there. */
#define MIN_GAP 1000u

#define DAY 86400

/* How a mailbox stood when it was last read to its end. It is the token. */
typedef struct {
  guint32 uid_validity;
  guint32 uid_next;
  guint64 modseq; /* 0 if the server keeps none */
  guint32 since;  /* the day, since 1970, from which on mail is kept; 0 for all */
} State;

typedef struct {
  guint32 uid;
  HearthMessageFlags flags;
} Flagged;

/* One sync of one mailbox. */
typedef struct {
  HearthImapSource *source;
  const char *mailbox;
  char *wire; /* (owned) */
  State old;  /* all 0 if there is none */
  State now;
  HearthKnown *known; /* (owned) (nullable) once it is needed */
  HearthImapUidSet
      *present;             /* (owned) (nullable): all that the mailbox has, where that was asked */
  HearthImapUidSet *gone;   /* (owned) */
  HearthImapUidSet *wanted; /* (owned): to be fetched */
  GArray *flagged;          /* (owned) of Flagged */
  HearthMailBatcher *batcher; /* (owned) */
  const HearthMailSink *sink;
  GCancellable *cancellable;
} Sync;

static void
sync_clear (Sync *self)
{
  g_free (self->wire);
  g_clear_pointer (&self->known, hearth_known_free);
  g_clear_pointer (&self->present, hearth_imap_uid_set_free);
  g_clear_pointer (&self->gone, hearth_imap_uid_set_free);
  g_clear_pointer (&self->wanted, hearth_imap_uid_set_free);
  g_clear_pointer (&self->flagged, g_array_unref);
  g_clear_pointer (&self->batcher, hearth_mail_batcher_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sync, sync_clear)

static gboolean
parse_token (const char *token, State *state)
{
  guint64 modseq;
  guint validity, next, since;

  if (token == NULL ||
      sscanf (token, "1 %u %u %" G_GUINT64_FORMAT " %u", &validity, &next, &modseq, &since) != 4)
    return FALSE;
  *state = (State){ validity, next, modseq, since };
  return TRUE;
}

static char *
make_token (const State *state)
{
  return g_strdup_printf ("1 %u %u %" G_GUINT64_FORMAT " %u", state->uid_validity, state->uid_next,
                          state->modseq, state->since);
}

static gboolean
same_state (const State *a, const State *b)
{
  return a->uid_validity == b->uid_validity && a->uid_next == b->uid_next &&
         a->modseq == b->modseq && a->since == b->since;
}

static guint32
get_since (const HearthAccount *account)
{
  return account->keep_days != 0 ? (guint32) (hearth_clock_now () / DAY) - account->keep_days : 0;
}

/* Whether the list of mailboxes, asked for just now, says that nothing changed. It says so once. */
static gboolean
is_unchanged (HearthImapSource *source, const char *mailbox, const State *old)
{
  HearthImapMailbox *found;
  gboolean unchanged = FALSE;

  g_mutex_lock (&source->mutex);
  found = source->mailboxes != NULL ? g_hash_table_lookup (source->mailboxes, mailbox) : NULL;
  if (found != NULL && (found->flags & HEARTH_IMAP_MAILBOX_HAS_STATUS) != 0) {
    const State now = { found->uid_validity, found->uid_next, found->highest_modseq,
                        get_since (source->account) };

    unchanged = now.modseq != 0 && same_state (&now, old);
    found->flags &= ~HEARTH_IMAP_MAILBOX_HAS_STATUS;
  }
  g_mutex_unlock (&source->mutex);
  return unchanged;
}

/* Whether that list says that there is nothing in a mailbox that was never read. */
static gboolean
is_listed_empty (HearthImapSource *source, const char *mailbox, State *now)
{
  HearthImapMailbox *found;
  gboolean empty = FALSE;

  g_mutex_lock (&source->mutex);
  found = source->mailboxes != NULL ? g_hash_table_lookup (source->mailboxes, mailbox) : NULL;
  if (found != NULL && (found->flags & HEARTH_IMAP_MAILBOX_HAS_STATUS) != 0) {
    *now = (State){ found->uid_validity, found->uid_next, found->highest_modseq,
                    get_since (source->account) };
    empty = found->messages == 0 && now->uid_validity != 0 && now->uid_next != 0;
    if (empty)
      found->flags &= ~HEARTH_IMAP_MAILBOX_HAS_STATUS;
  }
  g_mutex_unlock (&source->mutex);
  return empty;
}

static void
note_changed (Sync *self, const HearthImapMessage *message)
{
  const Flagged flagged = { message->uid, hearth_imap_flags_to_message (message->flags) };

  if (message->uid != 0 && (message->has & HEARTH_IMAP_ITEM_FLAGS) != 0)
    g_array_append_val (self->flagged, flagged);
}

static void
changed_cb (const HearthImapMessage *message, gpointer user_data)
{
  note_changed (user_data, message);
}

static void
gone_cb (const HearthImapUidSet *uids, guint32 sequence, gboolean earlier, gpointer user_data)
{
  Sync *self = user_data;

  if (uids != NULL)
    hearth_imap_uid_set_add_set (self->gone, uids);
}

static gboolean
flags_cb (const HearthImapMessage *message, gpointer user_data)
{
  Sync *self = user_data;

  note_changed (self, message);
  if (self->present != NULL)
    hearth_imap_uid_set_add (self->present, message->uid);
  return TRUE;
}

static gboolean
fetch_flags_of (Sync *self, const HearthImapUidSet *uids, guint64 changed_since, GError **error)
{
  const HearthImapFetch fetch = { .items = HEARTH_IMAP_ITEM_FLAGS,
                                  .changed_since = changed_since,
                                  .batch = MAX (FLAGS_BATCH, hearth_imap_uid_set_get_last (uids) /
                                                                 MAX_FLAGS_BATCHES) };
  GError *local = NULL;

  if (hearth_imap_uid_set_is_empty (uids))
    return TRUE;
  if (hearth_imap_session_fetch_sync (self->source->session, uids, &fetch, flags_cb, self,
                                      self->cancellable, &local))
    return TRUE;
  hearth_imap_translate_error (error, local);
  return FALSE;
}

static gboolean
fetch_flags (Sync *self, guint32 last, guint64 changed_since, GError **error)
{
  g_autoptr (HearthImapUidSet) uids = hearth_imap_uid_set_new ();

  if (last > 0)
    hearth_imap_uid_set_add_range (uids, 1, last);
  return fetch_flags_of (self, uids, changed_since, error);
}

static HearthImapUidSet *
search (Sync *self, const char *criteria, GError **error)
{
  GError *local = NULL;
  HearthImapUidSet *found = hearth_imap_session_search_sync (self->source->session, criteria, NULL,
                                                             self->cancellable, &local);

  if (found == NULL)
    hearth_imap_translate_error (error, local);
  return found;
}

/* Of Gmail's All Mail only what lies in no other mailbox that is read. */
static gboolean
is_gmail_archive (Sync *self)
{
  const HearthImapMailbox *found;
  gboolean all;

  g_mutex_lock (&self->source->mutex);
  found = self->source->mailboxes != NULL
              ? g_hash_table_lookup (self->source->mailboxes, self->mailbox)
              : NULL;
  all = found != NULL && found->role == HEARTH_IMAP_ROLE_ALL;
  g_mutex_unlock (&self->source->mutex);
  return all;
}

/* What is wanted of the mailbox, oldest day and Gmail's labels taken into account. */
static HearthImapUidSet *
search_wanted (Sync *self, GError **error)
{
  g_autoptr (GString) criteria = g_string_new ("ALL");

  if (self->now.since != 0) {
    static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    g_autoptr (GDateTime) day = g_date_time_new_from_unix_utc ((gint64) self->now.since * DAY);

    g_string_printf (criteria, "SINCE %d-%s-%d", g_date_time_get_day_of_month (day),
                     months[g_date_time_get_month (day) - 1], g_date_time_get_year (day));
  }
  if (is_gmail_archive (self))
    g_string_append (criteria, " X-GM-RAW \"has:nouserlabels -in:inbox -in:sent -in:drafts"
                               " -in:chats\"");
  return search (self, criteria->str, error);
}

typedef struct {
  Sync *sync;
  HearthImapUidSet *uids; /* (unowned) (nullable) what was found */
  gboolean foreign;       /* there are keys of another generation */
  GError *error;
} Walk;

static void
find_foreign_cb (const char *key, HearthKnownEntry *entry, gpointer user_data)
{
  Walk *walk = user_data;

  if (g_ascii_isdigit (*key) && hearth_imap_key_get_uid (key, walk->sync->now.uid_validity) == 0)
    walk->foreign = TRUE;
}

/* The server numbered the mailbox anew: the rows wait for their messages to come again. */
static gboolean
tell_renumbered (Sync *self, GError **error)
{
  HearthMailChanges *changes = hearth_mail_changes_new (self->mailbox);

  changes->keep_prefix = g_strdup_printf ("%u.", self->now.uid_validity);
  if (self->sink->emit (changes, self->sink->user_data))
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("The sync was stopped."));
  return FALSE;
}

static gboolean
load_known (Sync *self, GError **error)
{
  Walk walk = { .sync = self };

  if (self->known != NULL)
    return TRUE;
  self->known = self->sink->load_known (self->mailbox, self->sink->user_data, error);
  if (self->known == NULL)
    return FALSE;
  hearth_known_foreach (self->known, find_foreign_cb, &walk);
  return !walk.foreign || tell_renumbered (self, error);
}

static HearthKnownEntry *
lookup_known (Sync *self, guint32 uid)
{
  char key[32];

  g_snprintf (key, sizeof key, "%u.%u", self->now.uid_validity, uid);
  return hearth_known_lookup (self->known, key);
}

/* Opens the mailbox; what changed since the old state is heard with it where the server can. */
static gboolean
open_mailbox (Sync *self, GError **error)
{
  HearthImapSource *source = self->source;
  const HearthImapListener listener = { .gone = gone_cb, .changed = changed_cb, .user_data = self };
  const HearthImapKnown known = { self->old.uid_validity, self->old.modseq, NULL };

  if (!hearth_imap_source_select (source, self->wire, self->old.modseq != 0 ? &known : NULL,
                                  &listener, self->cancellable, error))
    return FALSE;
  self->now = (State){ source->selected.uid_validity, source->selected.uid_next,
                       source->selected.highest_modseq, get_since (source->account) };
  return TRUE;
}

static void
add_known_cb (const char *key, HearthKnownEntry *entry, gpointer user_data)
{
  Walk *walk = user_data;
  guint32 uid = hearth_imap_key_get_uid (key, walk->sync->now.uid_validity);

  if (uid != 0 && hearth_imap_uid_set_contains (walk->sync->present, uid))
    hearth_imap_uid_set_add (walk->uids, uid);
}

/* The flags of what is stored may have changed meanwhile. Of a mailbox that is still being read for
 * the first time little is; elsewhere a range says it in fewer words. */
static gboolean
fetch_known_flags (Sync *self, GError **error)
{
  g_autoptr (HearthImapUidSet) present = NULL;
  g_autoptr (HearthImapUidSet) uids = hearth_imap_uid_set_new ();
  Walk walk = { .sync = self, .uids = uids };
  gboolean ok;

  hearth_known_foreach (self->known, add_known_cb, &walk);
  present = g_steal_pointer (&self->present);
  if (hearth_imap_uid_set_count (uids) > hearth_imap_uid_set_count (present) / 2)
    ok = fetch_flags (self, hearth_imap_uid_set_get_last (present), 0, error);
  else
    ok = fetch_flags_of (self, uids, 0, error);
  self->present = g_steal_pointer (&present);
  return ok;
}

/* Compares all that the mailbox has with all that is known. */
static gboolean
compare_all (Sync *self, GError **error)
{
  if (!load_known (self, error))
    return FALSE;
  g_array_set_size (self->flagged, 0);
  g_clear_pointer (&self->present, hearth_imap_uid_set_free);
  self->present = search_wanted (self, error);
  if (self->present == NULL)
    return FALSE;
  if (self->now.uid_next == 0)
    self->now.uid_next = hearth_imap_uid_set_get_last (self->present) + 1;
  hearth_imap_uid_set_add_set (self->wanted, self->present);
  return hearth_known_get_n (self->known) == 0 || fetch_known_flags (self, error);
}

/* Finds what is new, was marked and is gone since the old state. */
static gboolean
find_changes (Sync *self, GError **error)
{
  const HearthImapSelected *selected = &self->source->selected;
  gboolean stands = self->old.uid_validity == self->now.uid_validity && self->old.uid_next != 0 &&
                    self->now.uid_next >= self->old.uid_next && self->old.since == self->now.since;

  /* Where there are more new numbers than messages it is asked which of them there are. */
  if (!stands || is_gmail_archive (self) ||
      self->now.uid_next - self->old.uid_next > MAX (selected->exists, MIN_GAP))
    return compare_all (self, error);
  if (self->now.uid_next > self->old.uid_next)
    hearth_imap_uid_set_add_range (self->wanted, self->old.uid_next, self->now.uid_next - 1);
  if (selected->resynced)
    return TRUE;
  if (self->old.modseq == 0 || self->now.modseq == 0)
    return compare_all (self, error);
  if (self->now.modseq != self->old.modseq &&
      !fetch_flags (self, self->old.uid_next - 1, self->old.modseq, error))
    return FALSE;
  if (!load_known (self, error))
    return FALSE;
  /* Where the counts agree nothing was deleted. */
  if (selected->exists ==
      hearth_known_get_n (self->known) + hearth_imap_uid_set_count (self->wanted))
    return TRUE;
  self->present = search_wanted (self, error);
  return self->present != NULL;
}

static gboolean
tell_flags (Sync *self, GError **error)
{
  for (guint i = 0; i < self->flagged->len; i++) {
    const Flagged *flagged = &g_array_index (self->flagged, Flagged, i);
    HearthKnownEntry *entry;

    if (hearth_imap_uid_set_contains (self->wanted, flagged->uid) && self->present == NULL)
      continue;
    if (!load_known (self, error))
      return FALSE;
    entry = lookup_known (self, flagged->uid);
    if (entry == NULL) {
      /* It changed, so it is there; it should have been stored. */
      if (self->now.since == 0 && self->present == NULL &&
          !hearth_imap_uid_set_contains (self->gone, flagged->uid) &&
          flagged->uid < self->now.uid_next)
        hearth_imap_uid_set_add (self->wanted, flagged->uid);
      continue;
    }
    if (entry->flags == flagged->flags)
      continue;
    entry->flags = flagged->flags;
    if (!hearth_mail_batcher_add_reflagged (self->batcher, entry->id, flagged->flags, NULL, error))
      return FALSE;
  }
  return TRUE;
}

static void
tell_gone_cb (const char *key, HearthKnownEntry *entry, gpointer user_data)
{
  Walk *walk = user_data;
  Sync *self = walk->sync;
  guint32 uid = hearth_imap_key_get_uid (key, self->now.uid_validity);

  if (uid == 0 || walk->error != NULL)
    return;
  if (hearth_imap_uid_set_contains (self->gone, uid) ||
      (self->present != NULL && uid < self->now.uid_next &&
       !hearth_imap_uid_set_contains (self->present, uid)))
    hearth_mail_batcher_add_gone (self->batcher, entry->id, &walk->error);
}

static gboolean
tell_gone (Sync *self, GError **error)
{
  Walk walk = { .sync = self };

  if (self->present == NULL && hearth_imap_uid_set_is_empty (self->gone))
    return TRUE;
  if (!load_known (self, error))
    return FALSE;
  hearth_known_foreach (self->known, tell_gone_cb, &walk);
  if (walk.error == NULL)
    return TRUE;
  g_propagate_error (error, walk.error);
  return FALSE;
}

static void
drop_known_cb (const char *key, HearthKnownEntry *entry, gpointer user_data)
{
  Walk *walk = user_data;
  guint32 uid = hearth_imap_key_get_uid (key, walk->sync->now.uid_validity);

  if (uid != 0)
    hearth_imap_uid_set_add (walk->sync->present, uid);
}

/* What is stored already is not fetched again. Returns whether something waits that is older. */
static gboolean
drop_known (Sync *self)
{
  Walk walk = { .sync = self };
  guint64 left;

  if (self->known == NULL)
    return FALSE;
  g_clear_pointer (&self->present, hearth_imap_uid_set_free);
  self->present = hearth_imap_uid_set_new ();
  hearth_known_foreach (self->known, drop_known_cb, &walk);
  hearth_imap_uid_set_remove_set (self->wanted, self->present);
  if (!self->sink->thrifty || hearth_imap_uid_set_is_empty (self->present))
    return FALSE;
  left = hearth_imap_uid_set_count (self->wanted);
  hearth_imap_uid_set_add_range (self->present, 1, hearth_imap_uid_set_get_last (self->present));
  hearth_imap_uid_set_remove_set (self->wanted, self->present);
  return hearth_imap_uid_set_count (self->wanted) < left;
}

static gboolean
fetch_wanted (Sync *self, gboolean *complete, GError **error)
{
  HearthImapDownload download = {
    .mailbox = self->mailbox,
    .wire = self->wire,
    .uid_validity = self->now.uid_validity,
    .skip_deleted = (hearth_imap_session_get_features (self->source->session) &
                     HEARTH_IMAP_FEATURE_UIDPLUS) == 0,
    .batcher = self->batcher,
    .sink = self->sink,
  };

  *complete = !drop_known (self);
  if (self->sink->newest_only && hearth_imap_uid_set_count (self->wanted) > NEWEST) {
    HearthImapUidSet *newest = hearth_imap_uid_set_take_last (self->wanted, NEWEST);

    hearth_imap_uid_set_free (self->wanted);
    self->wanted = newest;
    *complete = FALSE;
  }
  return hearth_imap_download (self->source, &download, self->wanted, self->cancellable, error);
}

/* (holder) */
static gboolean
sync_held (Sync *self, GError **error)
{
  g_autofree char *token = NULL;
  gboolean complete;

  if (!open_mailbox (self, error))
    return FALSE;
  if (self->now.uid_validity == 0) {
    g_set_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_UNSUPPORTED,
                 _("The server does not number the messages of “%s” for good, so that they cannot "
                    "be kept in step."),
                 self->mailbox);
    return FALSE;
  }
  self->batcher = hearth_mail_batcher_new (self->mailbox, self->sink);
  if (!find_changes (self, error) || !tell_flags (self, error) || !tell_gone (self, error) ||
      !fetch_wanted (self, &complete, error))
    return FALSE;
  if (!complete)
    return hearth_mail_batcher_flush (self->batcher, error);
  if (same_state (&self->old, &self->now))
    return hearth_mail_batcher_flush (self->batcher, error);
  token = make_token (&self->now);
  return hearth_mail_batcher_finish (self->batcher, token, error);
}

/* Of an empty mailbox of which nothing is stored all is known without a look: to select each one
 * would take two round trips. */
static gboolean
sync_empty (Sync *self, gboolean *done, GError **error)
{
  g_autofree char *token = NULL;

  self->known = self->sink->load_known (self->mailbox, self->sink->user_data, error);
  if (self->known == NULL)
    return FALSE;
  *done = hearth_known_get_n (self->known) == 0;
  if (!*done) {
    g_clear_pointer (&self->known, hearth_known_free);
    return TRUE;
  }
  token = make_token (&self->now);
  self->batcher = hearth_mail_batcher_new (self->mailbox, self->sink);
  return hearth_mail_batcher_finish (self->batcher, token, error);
}

/* Finds what changed in a mailbox and fetches what is new, the newest first. */
gboolean
hearth_imap_sync_mailbox (HearthImapSource *source, const char *mailbox, const char *token,
                          const HearthMailSink *sink, GCancellable *cancellable, GError **error)
{
  g_auto (Sync)
      self = { .source = source, .mailbox = mailbox, .sink = sink, .cancellable = cancellable };
  gboolean done = FALSE;
  gboolean ok;

  if (parse_token (token, &self.old)) {
    if (is_unchanged (source, mailbox, &self.old))
      return TRUE;
  } else if (is_listed_empty (source, mailbox, &self.now)) {
    if (!sync_empty (&self, &done, error))
      return FALSE;
    if (done)
      return TRUE;
  }
  self.wire = hearth_imap_source_dup_wire (source, mailbox, error);
  if (self.wire == NULL)
    return FALSE;
  self.gone = hearth_imap_uid_set_new ();
  self.wanted = hearth_imap_uid_set_new ();
  self.flagged = g_array_new (FALSE, FALSE, sizeof (Flagged));
  if (!hearth_imap_source_hold (source, cancellable, error))
    return FALSE;
  ok = sync_held (&self, error);
  hearth_imap_source_release (source);
  return ok;
}
