/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-imap-source-private.h"
#include "hearth-mime.h"

#include <glib/gi18n.h>
#include <string.h>

/* So much of each message is fetched at once. Nearly all are smaller, and of a larger one the text
 * comes by itself, without its attachments. */
#define WHOLE_BYTES (256 * 1024)

/* So much where each byte is paid for: hardly more than a text. */
#define THRIFTY_BYTES (32 * 1024)

/* The text of one part; what is longer is cut. */
#define TEXT_BYTES (512 * 1024)

#define PROGRESS_EVERY 50

/* Of more messages than these it is asked first how large they are: servers are slower with the
 * beginning of a message than with all of it. Of a few that would only cost a round trip. */
#define SIZES_FROM 50
#define SIZES_BATCH 20000

/* Texts of one message that are fetched. */
#define MAX_TEXTS 8

/* So many large messages are looked at together, and so many texts asked for in one command. */
#define LARGE_CHUNK 500
#define LARGE_BATCH 50

/* One pass over messages, until they are all there or somebody wants the connection. */
typedef struct {
  HearthImapSource *source;
  HearthImapDownload *download;
  HearthImapUidSet *got;   /* (owned) */
  HearthImapUidSet *large; /* (owned): came in part */
  GPtrArray *chunk;        /* (owned) (nullable) of Large: those that are being fetched */
  GHashTable *waiting;     /* (owned) (nullable) those of them that were not delivered, by UID */
  gboolean sized;          /* those that are too large were sorted out */
  gboolean yielded;        /* it was stopped because somebody wants the connection */
  GCancellable *cancellable;
  GError *error; /* (owned) (nullable) */
} Pass;

/* A message that is larger than what is fetched at once. */
typedef struct {
  guint32 uid;
  HearthMessageFlags flags;
  gint64 internal_date;
  gint64 size;
  GBytes *header;     /* (owned) (nullable) */
  GPtrArray *parts;   /* (owned) of HearthImapLeaf */
  GPtrArray *texts;   /* (owned): numbers of those that are its texts, ends with %NULL */
  GHashTable *bodies; /* (owned) of GBytes, by number */
} Large;

static void
large_free (gpointer data)
{
  Large *self = data;

  g_clear_pointer (&self->header, g_bytes_unref);
  g_ptr_array_unref (self->texts);
  g_ptr_array_unref (self->parts);
  g_hash_table_unref (self->bodies);
  g_free (self);
}

/* Takes @message. */
static gboolean
deliver (Pass *self, HearthMessage *message, guint32 uid, HearthMessageFlags flags, gint64 size)
{
  HearthImapDownload *download = self->download;

  message->mailbox = g_strdup (download->mailbox);
  message->key = hearth_imap_make_key (download->uid_validity, uid);
  message->path = g_strdup ("");
  message->flags = flags;
  message->size = size;
  download->done++;
  if (download->sink->progress != NULL &&
      (download->done % PROGRESS_EVERY == 0 || download->done == 1) &&
      download->done < download->total)
    download->sink->progress (download->done, download->total, download->sink->user_data);
  return hearth_mail_batcher_add_created (download->batcher, message, &self->error);
}

static guint
get_whole_bytes (const Pass *self)
{
  return self->download->sink->thrifty ? THRIFTY_BYTES : WHOLE_BYTES;
}

/* Whether to go on: what is under way ends otherwise, and the rest comes later. */
static gboolean
may_go_on (Pass *self)
{
  if (g_cancellable_set_error_if_cancelled (self->cancellable, &self->error))
    return FALSE;
  self->yielded = hearth_imap_source_is_wanted (self->source);
  return !self->yielded;
}

/* What a fetch came to. Takes @local. Returns whether the pass goes on, now or after it yielded. */
static gboolean
end_fetch (Pass *self, GError *local, GError **error)
{
  if (self->error != NULL) {
    g_propagate_error (error, g_steal_pointer (&self->error));
    g_clear_error (&local);
    return FALSE;
  }
  if (local == NULL)
    return TRUE;
  if (self->yielded && g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
      !g_cancellable_is_cancelled (self->cancellable)) {
    g_error_free (local);
    return TRUE;
  }
  hearth_imap_translate_error (error, local);
  return FALSE;
}

static gboolean
take_message (const HearthImapMessage *message, gpointer user_data)
{
  Pass *self = user_data;
  HearthMessageFlags flags = hearth_imap_flags_to_message (message->flags);

  hearth_imap_uid_set_add (self->got, message->uid);
  if (self->download->skip_deleted && (flags & HEARTH_MESSAGE_DELETED) != 0)
    return TRUE;
  if (message->size > get_whole_bytes (self) || message->body.too_large) {
    hearth_imap_uid_set_add (self->large, message->uid);
  } else if ((message->has & HEARTH_IMAP_ITEM_BODY) != 0) {
    HearthMessage *parsed = hearth_mime_parse_bytes ((const guint8 *) message->body.data,
                                                     message->body.size, message->internal_date);

    if (!deliver (self, parsed, message->uid, flags, message->body.size))
      return FALSE;
  }
  return may_go_on (self);
}

static gboolean
is_text (const HearthImapLeaf *leaf)
{
  return g_strcmp0 (leaf->disposition, "attachment") != 0 &&
         (strcmp (leaf->type, "text/plain") == 0 || strcmp (leaf->type, "text/html") == 0 ||
          strcmp (leaf->type, "text/calendar") == 0);
}

static GPtrArray *
find_texts (GPtrArray *parts)
{
  GPtrArray *texts = g_ptr_array_new ();

  for (guint i = 0; i < parts->len && texts->len < MAX_TEXTS; i++) {
    HearthImapLeaf *leaf = g_ptr_array_index (parts, i);

    if (is_text (leaf))
      g_ptr_array_add (texts, leaf->number);
  }
  g_ptr_array_add (texts, NULL);
  return texts;
}

static gboolean
take_structure (const HearthImapMessage *message, gpointer user_data)
{
  Pass *self = user_data;
  Large *large;

  if (g_hash_table_contains (self->waiting, GUINT_TO_POINTER (message->uid)))
    return TRUE;
  large = g_new0 (Large, 1);
  large->uid = message->uid;
  large->flags = hearth_imap_flags_to_message (message->flags);
  large->internal_date = message->internal_date;
  large->size = (gint64) message->size;
  if ((message->has & HEARTH_IMAP_ITEM_HEADER) != 0 && message->header.data != NULL)
    large->header = hearth_imap_section_dup_bytes (&message->header);
  large->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_imap_leaf_free);
  for (guint i = 0; message->parts != NULL && i < message->n_parts; i++)
    g_ptr_array_add (large->parts, hearth_imap_leaf_new (&message->parts[i]));
  large->texts = find_texts (large->parts);
  large->bodies =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  g_ptr_array_add (self->chunk, large);
  g_hash_table_replace (self->waiting, GUINT_TO_POINTER (large->uid), large);
  return !g_cancellable_set_error_if_cancelled (self->cancellable, &self->error);
}

/* Attachments stand in the message without their content; their sizes are the server's. */
static void
set_sizes (HearthMessage *message, GPtrArray *parts)
{
  for (guint i = 0; i < message->attachments->len; i++) {
    HearthAttachment *attachment = g_ptr_array_index (message->attachments, i);

    for (guint k = 0; k < parts->len; k++) {
      const HearthImapLeaf *leaf = g_ptr_array_index (parts, k);

      if (strcmp (leaf->number, attachment->part) != 0)
        continue;
      attachment->size = strcmp (leaf->encoding, "base64") == 0
                             ? (gint64) leaf->size / 78 * 57 + (gint64) leaf->size % 78 * 3 / 4
                             : (gint64) leaf->size;
    }
  }
}

static gboolean
deliver_large (Pass *self, Large *large)
{
  gsize size = 0;
  const char *header = large->header != NULL ? g_bytes_get_data (large->header, &size) : "";
  g_autoptr (GByteArray) bytes =
      hearth_imap_partial_build (header, size, large->parts, large->bodies);
  HearthMessage *message = hearth_mime_parse_bytes (bytes->data, bytes->len, large->internal_date);

  set_sizes (message, large->parts);
  if (large->parts->len == 0)
    message->marks |= HEARTH_MARK_TRUNCATED;
  return deliver (self, message, large->uid, large->flags, large->size);
}

/* Delivers a message of which all has come that will come. */
static gboolean
finish_large (Pass *self, Large *large)
{
  gboolean ok = deliver_large (self, large);

  g_hash_table_remove (self->waiting, GUINT_TO_POINTER (large->uid));
  g_hash_table_remove_all (large->bodies);
  g_clear_pointer (&large->header, g_bytes_unref);
  return ok;
}

static gboolean
is_whole (const Large *large)
{
  for (guint i = 0; i + 1 < large->texts->len; i++) {
    if (!g_hash_table_contains (large->bodies, g_ptr_array_index (large->texts, i)))
      return FALSE;
  }
  return TRUE;
}

static gboolean
take_sections (const HearthImapMessage *message, gpointer user_data)
{
  Pass *self = user_data;
  Large *large = g_hash_table_lookup (self->waiting, GUINT_TO_POINTER (message->uid));

  if (large == NULL)
    return TRUE;
  for (guint i = 0; i < message->n_sections; i++) {
    const HearthImapSection *section = &message->sections[i];

    if (section->name != NULL && section->data != NULL)
      g_hash_table_replace (large->bodies, g_strdup (section->name),
                            hearth_imap_section_dup_bytes (section));
  }
  if (is_whole (large) && !finish_large (self, large))
    return FALSE;
  return may_go_on (self);
}

/* (holder) Fetches the same texts of messages. One that will not be given keeps the others from
 * nobody: what a server refuses for several is asked for one by one. */
static gboolean
fetch_texts (Pass *self, HearthImapUidSet *uids, const Large *like, GError **error)
{
  const HearthImapFetch fetch = { .first_bytes = TEXT_BYTES,
                                  .sections = (const char *const *) like->texts->pdata,
                                  .batch = LARGE_BATCH };
  GError *local = NULL;

  if (hearth_imap_session_fetch_sync (self->source->session, uids, &fetch, take_sections, self,
                                      self->cancellable, &local))
    return TRUE;
  if (!g_error_matches (local, HEARTH_IMAP_ERROR, HEARTH_IMAP_ERROR_NO))
    return end_fetch (self, local, error);
  g_error_free (local);
  if (hearth_imap_uid_set_count (uids) == 1)
    return TRUE;
  while (!self->yielded && !hearth_imap_uid_set_is_empty (uids)) {
    g_autoptr (HearthImapUidSet) one = hearth_imap_uid_set_take_last (uids, 1);

    if (g_hash_table_contains (self->waiting,
                               GUINT_TO_POINTER (hearth_imap_uid_set_get_last (one))) &&
        !fetch_texts (self, one, like, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
has_same_texts (const Large *a, const Large *b)
{
  return g_strv_equal ((const char *const *) a->texts->pdata,
                       (const char *const *) b->texts->pdata);
}

static gboolean
is_waiting (Pass *self, const Large *large)
{
  return g_hash_table_contains (self->waiting, GUINT_TO_POINTER (large->uid));
}

/* (holder) Fetches the texts of @first and of all in the chunk that have the same ones: a command
 * for each message would be a round trip for each. Delivers them. */
static gboolean
fetch_alike (Pass *self, const Large *first, GError **error)
{
  g_autoptr (HearthImapUidSet) uids = hearth_imap_uid_set_new ();
  GPtrArray *chunk = self->chunk;

  for (guint i = 0; i < chunk->len; i++) {
    const Large *large = g_ptr_array_index (chunk, i);

    if (is_waiting (self, large) && has_same_texts (large, first))
      hearth_imap_uid_set_add (uids, large->uid);
  }
  if (first->texts->len > 1 && !fetch_texts (self, uids, first, error))
    return FALSE;
  for (guint i = 0; i < chunk->len && !self->yielded; i++) {
    Large *large = g_ptr_array_index (chunk, i);

    if (is_waiting (self, large) && has_same_texts (large, first) && !finish_large (self, large)) {
      g_propagate_error (error, g_steal_pointer (&self->error));
      return FALSE;
    }
  }
  return TRUE;
}

/* (holder) Fetches some of the large messages, and takes them out of those that are to come. */
static gboolean
fetch_chunk (Pass *self, GError **error)
{
  const HearthImapFetch fetch = {
    .items = HEARTH_IMAP_ITEM_FLAGS | HEARTH_IMAP_ITEM_SIZE | HEARTH_IMAP_ITEM_INTERNAL_DATE |
             HEARTH_IMAP_ITEM_HEADER | HEARTH_IMAP_ITEM_STRUCTURE,
    .max_literal = TEXT_BYTES,
  };
  g_autoptr (HearthImapUidSet) uids = hearth_imap_uid_set_take_last (self->large, LARGE_CHUNK);
  GError *local = NULL;

  hearth_imap_session_fetch_sync (self->source->session, uids, &fetch, take_structure, self,
                                  self->cancellable, &local);
  if (!end_fetch (self, local, error))
    return FALSE;
  for (guint i = 0; i < self->chunk->len; i++) {
    const Large *large = g_ptr_array_index (self->chunk, i);

    if (!self->yielded && is_waiting (self, large) && !fetch_alike (self, large, error))
      return FALSE;
    if (self->yielded && is_waiting (self, large))
      hearth_imap_uid_set_add (self->large, large->uid);
  }
  return TRUE;
}

/* Lets those have the connection who wait for it, and comes back to the same mailbox. */
static gboolean
make_room (HearthImapSource *source, HearthImapDownload *download, GCancellable *cancellable,
           GError **error)
{
  hearth_imap_source_release (source);
  hearth_imap_source_take (source);
  if (!hearth_imap_source_ensure_open (source, cancellable, error) ||
      !hearth_imap_source_ensure_selected (source, download->wire, cancellable, error))
    return FALSE;
  if (source->selected.uid_validity == download->uid_validity)
    return TRUE;
  g_set_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_FAILED,
               _("“%s” was replaced while it was read; it is read again with the next sync."),
               download->mailbox);
  return FALSE;
}

/* What has come is written meanwhile. */
static gboolean
yield_to_others (Pass *self, GError **error)
{
  self->yielded = FALSE;
  return hearth_mail_batcher_flush (self->download->batcher, error) &&
         make_room (self->source, self->download, self->cancellable, error);
}

/* (holder) */
static gboolean
fetch_large (Pass *self, GError **error)
{
  gboolean ok = TRUE;

  while (ok && !hearth_imap_uid_set_is_empty (self->large)) {
    self->chunk = g_ptr_array_new_with_free_func (large_free);
    self->waiting = g_hash_table_new (NULL, NULL);
    ok = fetch_chunk (self, error);
    g_clear_pointer (&self->waiting, g_hash_table_unref);
    g_clear_pointer (&self->chunk, g_ptr_array_unref);
    if (ok && self->yielded)
      ok = yield_to_others (self, error);
  }
  return ok;
}

/* (holder) Fetches what @uids names, and takes it out of there if somebody wants the connection
 * before all of it has come: what did not come otherwise is not there any more. */
static gboolean
run_pass (Pass *self, HearthImapUidSet *uids, gboolean *finished, GError **error)
{
  const HearthImapFetch fetch = {
    .items = HEARTH_IMAP_ITEM_FLAGS | HEARTH_IMAP_ITEM_INTERNAL_DATE | HEARTH_IMAP_ITEM_BODY |
             (self->sized ? 0 : HEARTH_IMAP_ITEM_SIZE),
    .first_bytes = self->sized ? 0 : get_whole_bytes (self),
    .max_literal = 2 * get_whole_bytes (self),
  };
  GError *local = NULL;

  hearth_imap_session_fetch_sync (self->source->session, uids, &fetch, take_message, self,
                                  self->cancellable, &local);
  if (!end_fetch (self, local, error))
    return FALSE;
  hearth_imap_uid_set_remove_set (uids, self->got);
  *finished = !self->yielded || hearth_imap_uid_set_is_empty (uids);
  return TRUE;
}

static gboolean
take_size (const HearthImapMessage *message, gpointer user_data)
{
  Pass *self = user_data;

  if (message->size > get_whole_bytes (self))
    hearth_imap_uid_set_add (self->large, message->uid);
  return !g_cancellable_is_cancelled (self->cancellable);
}

/* (holder) Takes those that are too large out of @uids. */
static gboolean
sort_out_large (Pass *self, HearthImapUidSet *uids, GError **error)
{
  static const HearthImapFetch fetch = { .items = HEARTH_IMAP_ITEM_SIZE, .batch = SIZES_BATCH };
  GError *local = NULL;

  if (!hearth_imap_session_fetch_sync (self->source->session, uids, &fetch, take_size, self,
                                       self->cancellable, &local)) {
    hearth_imap_translate_error (error, local);
    return FALSE;
  }
  hearth_imap_uid_set_remove_set (uids, self->large);
  self->sized = TRUE;
  return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}

/* (holder) Fetches messages of the selected mailbox, the newest first, and makes room for others in
 * between. What has come is taken out of @uids. */
gboolean
hearth_imap_download (HearthImapSource *source, HearthImapDownload *download,
                      HearthImapUidSet *uids, GCancellable *cancellable, GError **error)
{
  Pass pass = { .source = source, .download = download, .cancellable = cancellable };
  gboolean finished = FALSE;
  gboolean ok = TRUE;

  if (hearth_imap_uid_set_is_empty (uids))
    return TRUE;
  download->total = (guint) MIN (hearth_imap_uid_set_count (uids), source->selected.exists);
  pass.got = hearth_imap_uid_set_new ();
  pass.large = hearth_imap_uid_set_new ();
  if (hearth_imap_uid_set_count (uids) >= SIZES_FROM)
    ok = sort_out_large (&pass, uids, error);
  if (hearth_imap_uid_set_is_empty (uids))
    finished = TRUE;
  while (ok && !finished) {
    ok = run_pass (&pass, uids, &finished, error);
    if (ok && pass.yielded)
      ok = yield_to_others (&pass, error);
  }
  if (ok && !hearth_imap_uid_set_is_empty (pass.large))
    ok = fetch_large (&pass, error);
  if (ok && download->sink->progress != NULL)
    download->sink->progress (download->total, download->total, download->sink->user_data);
  hearth_imap_uid_set_free (pass.got);
  hearth_imap_uid_set_free (pass.large);
  g_clear_error (&pass.error);
  return ok;
}
