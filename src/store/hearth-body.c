/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-body.h"

#include "hearth-tokenizer.h"

#include <string.h>
#include <zlib.h>
#include <zstd.h>

/* Long texts are stored packed behind their length: a blob; short ones as text. Most mail is short,
 * so much is won by telling the packer beforehand what is likely to come: the words below, and the
 * preview, which is stored beside the text anyway and says how it begins. */

#define MIN_PACKED 200
#define HEADER 4
#define MAX_TEXT (64 * 1024 * 1024)

/* In the length: packed by Zstandard (RFC 8878), whose lowest level takes a fifth of zlib's time
 * for a fiftieth more space. Without it the text is deflated (RFC 1951): those that were stored up
 * to version 2 are. */
#define IS_ZSTD 0x80000000u
#define LEVEL 1

/* A batch smaller than this is packed where it is written. */
#define MIN_THREADED 32

/* Part of the format: a change of one letter makes stored texts unreadable. What is most likely
 * stands last. */
static const char dictionary[] =
    "BEGIN:VCALENDAR\r\nPRODID:-//\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nDTSTART:20"
    "DTEND:20DTSTAMP:20ORGANIZER;CN=ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE"
    "SUMMARY:LOCATION:DESCRIPTION:STATUS:CONFIRMED\r\nSEQUENCE:0\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    " und der die das nicht mit ist auf für von zu ein eine Sie wir ich Mit freundlichen Grüßen "
    " et le la les des est pour dans que vous nous une Cordialement el los las por con para "
    "January February March April May June July August September October November December "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday because before after through "
    "All rights reserved. Copyright Terms of Service Privacy Policy View this email in your "
    "browser "
    "You are receiving this email because To unsubscribe from this list, click here: unsubscribe "
    "_______________________________________________\n mailing "
    "list\nhttp://www..com/mailman/listinfo/"
    "-----Original Message-----\nFrom: \nSent: \nTo: \nCc: \nSubject: Re: Date: \n"
    "-- \nKind regards,\n\nBest regards,\n\nSincerely,\n\nThanks,\n\nCheers,\n\n wrote:\n> \n> > "
    "\n> On "
    "Dear Hello Hi Hey please thank you very much let me know if you have any questions "
    "would could should which there their about other people these what when your some time been "
    "them than first like into then over also more only make just know take year good work even "
    "https://www. .com/ .org/ .net/ from they with this that have will are was for not you and "
    "the ";

typedef struct {
  guint8 *data; /* (owned) (nullable): %NULL if the text is stored as it is */
  gsize size;
  char *terms; /* (owned) */
  gsize terms_size;
} Packed;

struct _HearthBodyPacker {
  GPtrArray *messages;        /* (unowned): outlives the packer */
  HearthTokenizer *tokenizer; /* (owned): the thread's */
  Packed *packed;             /* (owned): one for each message */
  GThread *thread;            /* (owned) (nullable) */
  GMutex lock;
  GCond more;
  guint n_packed;   /* (lock) */
  gboolean stopped; /* (lock) */
};

/* What is told to the packer beforehand: the words and the preview. */
static char *
dup_prefix (const char *preview, gsize *size)
{
  gsize n_preview = preview != NULL ? strlen (preview) : 0;
  char *both = g_malloc (sizeof dictionary - 1 + n_preview);

  memcpy (both, dictionary, sizeof dictionary - 1);
  if (n_preview > 0)
    memcpy (both + sizeof dictionary - 1, preview, n_preview);
  *size = sizeof dictionary - 1 + n_preview;
  return both;
}

static Packed
pack (ZSTD_CCtx *context, const HearthMessage *message)
{
  gsize size = message->text != NULL ? strlen (message->text) : 0;
  Packed packed = { 0 };
  g_autofree char *prefix = NULL;
  gsize n_prefix, bound, written;
  guint32 header;

  if (size < MIN_PACKED || size > MAX_TEXT)
    return packed;
  prefix = dup_prefix (message->preview, &n_prefix);
  bound = HEADER + ZSTD_compressBound (size);
  packed.data = g_malloc (bound);
  header = GUINT32_TO_LE ((guint32) size | IS_ZSTD);
  memcpy (packed.data, &header, HEADER);
  ZSTD_CCtx_refPrefix (context, prefix, n_prefix);
  written = ZSTD_compress2 (context, packed.data + HEADER, bound - HEADER, message->text, size);
  if (!ZSTD_isError (written) && HEADER + written < size) {
    packed.size = HEADER + written;
    packed.data = g_realloc (packed.data, packed.size);
  } else {
    g_clear_pointer (&packed.data, g_free);
  }
  return packed;
}

static gpointer
pack_all (gpointer data)
{
  HearthBodyPacker *self = data;
  ZSTD_CCtx *context = ZSTD_createCCtx ();
  gboolean stopped = FALSE;

  if (context == NULL)
    g_error ("zstd: no memory");
  ZSTD_CCtx_setParameter (context, ZSTD_c_compressionLevel, LEVEL);
  /* The length stands before it. */
  ZSTD_CCtx_setParameter (context, ZSTD_c_contentSizeFlag, 0);
  for (guint i = 0; i < self->messages->len && !stopped; i++) {
    const HearthMessage *message = self->messages->pdata[i];
    const char *text = message->text != NULL ? message->text : "";

    self->packed[i] = pack (context, message);
    self->packed[i].terms =
        hearth_tokenizer_make_terms (self->tokenizer, text, hearth_body_get_indexed (text),
                                     &self->packed[i].terms_size);
    g_mutex_lock (&self->lock);
    self->n_packed = i + 1;
    stopped = self->stopped;
    g_cond_signal (&self->more);
    g_mutex_unlock (&self->lock);
  }
  ZSTD_freeCCtx (context);
  return NULL;
}

/**
 * hearth_body_packer_new:
 * @messages: (element-type HearthMessage): messages that are about to be written
 * @db: where
 *
 * Packs their texts and finds their words; of many of them in a thread of its own, while the first
 * are being written.
 *
 * Returns: (transfer full): a packer, to be freed before @messages
 */
HearthBodyPacker *
hearth_body_packer_new (GPtrArray *messages, HearthDatabase *db)
{
  HearthBodyPacker *self = g_new0 (HearthBodyPacker, 1);

  self->messages = messages;
  self->tokenizer = hearth_tokenizer_copy (hearth_database_get_tokenizer (db));
  self->packed = g_new0 (Packed, messages->len);
  g_mutex_init (&self->lock);
  g_cond_init (&self->more);
  if (messages->len >= MIN_THREADED)
    self->thread = g_thread_try_new ("hearth-pack", pack_all, self, NULL);
  if (self->thread == NULL)
    pack_all (self);
  return self;
}

/**
 * hearth_body_packer_free:
 * @self: (transfer full): a packer
 */
void
hearth_body_packer_free (HearthBodyPacker *self)
{
  g_mutex_lock (&self->lock);
  self->stopped = TRUE;
  g_mutex_unlock (&self->lock);
  if (self->thread != NULL)
    g_thread_join (self->thread);
  for (guint i = 0; i < self->messages->len; i++) {
    g_free (self->packed[i].data);
    g_free (self->packed[i].terms);
  }
  hearth_tokenizer_free (self->tokenizer);
  g_free (self->packed);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->more);
  g_free (self);
}

static const Packed *
wait_for (HearthBodyPacker *self, guint index)
{
  g_mutex_lock (&self->lock);
  while (self->n_packed <= index)
    g_cond_wait (&self->more, &self->lock);
  g_mutex_unlock (&self->lock);
  return &self->packed[index];
}

/**
 * hearth_body_packer_bind:
 * @self: a packer
 * @index: which of the messages
 * @statement: a statement that is run before @self is freed
 *
 * Binds the message's text as the next parameter, packed if that makes it smaller.
 */
void
hearth_body_packer_bind (HearthBodyPacker *self, guint index, HearthStatement *statement)
{
  const HearthMessage *message = self->messages->pdata[index];
  const Packed *packed = wait_for (self, index);

  if (packed->data != NULL)
    hearth_statement_bind_blob (statement, packed->data, packed->size);
  else
    hearth_statement_bind_text (statement, message->text);
}

/**
 * hearth_body_packer_bind_terms:
 * @self: a packer
 * @index: which of the messages
 * @statement: a statement that is run before @self is freed
 *
 * Binds what the search index covers of the message's text as the next parameter.
 */
void
hearth_body_packer_bind_terms (HearthBodyPacker *self, guint index, HearthStatement *statement)
{
  const Packed *packed = wait_for (self, index);

  hearth_statement_bind_text_n (statement, packed->terms, packed->terms_size);
}

static void
free_context (gpointer data)
{
  ZSTD_freeDCtx (data);
}

/* Fills as much of @text as it can; returns how much that is. */
static gsize
unpack_zstd (const guint8 *data, gsize size, const char *prefix, gsize n_prefix, char *text,
             gsize room)
{
  /* It takes longer to make one than to unpack a mail. */
  static GPrivate contexts = G_PRIVATE_INIT (free_context);
  ZSTD_DCtx *context = g_private_get (&contexts);
  ZSTD_inBuffer in = { data, size, 0 };
  ZSTD_outBuffer out = { text, room, 0 };
  gsize before;

  if (context == NULL) {
    context = ZSTD_createDCtx ();
    g_private_set (&contexts, context);
  }
  ZSTD_DCtx_reset (context, ZSTD_reset_session_only);
  ZSTD_DCtx_refPrefix (context, prefix, n_prefix);
  do
    before = out.pos;
  while (!ZSTD_isError (ZSTD_decompressStream (context, &out, &in)) && out.pos < room &&
         (out.pos > before || in.pos < in.size));
  return out.pos;
}

static gsize
unpack_deflated (const guint8 *data, gsize size, const char *prefix, gsize n_prefix, char *text,
                 gsize room)
{
  z_stream stream = { .next_in = (Bytef *) data,
                      .avail_in = (uInt) size,
                      .next_out = (Bytef *) text,
                      .avail_out = (uInt) room };

  if (inflateInit2 (&stream, -15) != Z_OK)
    return 0;
  inflateSetDictionary (&stream, (const Bytef *) prefix, (uInt) n_prefix);
  inflate (&stream, Z_SYNC_FLUSH);
  inflateEnd (&stream);
  return stream.total_out;
}

/* Unpacks at most @max bytes. A blob that was damaged on the disk gives what could be read. */
static char *
unpack (const guint8 *data, gsize size, const char *preview, gsize max, gsize *length)
{
  g_autofree char *prefix = NULL;
  gsize n_prefix;
  guint32 header;
  gsize wanted;
  char *text;

  *length = 0;
  if (size < HEADER)
    return g_strdup ("");
  memcpy (&header, data, HEADER);
  header = GUINT32_FROM_LE (header);
  wanted = MIN (MIN (header & ~IS_ZSTD, MAX_TEXT), max);
  text = g_malloc (wanted + 1);
  prefix = dup_prefix (preview, &n_prefix);
  *length =
      ((header & IS_ZSTD) != 0 ? unpack_zstd : unpack_deflated) (data + HEADER, size - HEADER,
                                                                 prefix, n_prefix, text, wanted);
  text[*length] = '\0';
  return text;
}

/* The largest length up to @max that does not cut a character. */
static gsize
cut_utf8 (const char *text, gsize length, gsize max)
{
  gsize cut;

  if (length <= max)
    return length;
  cut = max;
  while (cut > 0 && ((guchar) text[cut] & 0xc0) == 0x80)
    cut--;
  return cut;
}

/**
 * hearth_body_get_indexed:
 * @text: a text
 *
 * Returns: how many of its bytes the search index covers
 */
gsize
hearth_body_get_indexed (const char *text)
{
  return cut_utf8 (text, strlen (text), HEARTH_BODY_INDEXED);
}

/* hearth_body (text, preview): what the search index covers of a stored text. */
static void
body_func (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  gsize size = (gsize) sqlite3_value_bytes (values[0]);
  gsize length;
  char *text;

  if (sqlite3_value_type (values[0]) != SQLITE_BLOB) {
    const char *plain = (const char *) sqlite3_value_text (values[0]);

    if (plain == NULL)
      sqlite3_result_text (context, "", 0, SQLITE_STATIC);
    else
      sqlite3_result_text (context, plain, (int) cut_utf8 (plain, size, HEARTH_BODY_INDEXED),
                           SQLITE_TRANSIENT);
    return;
  }
  /* A few bytes more than are kept, so that a cut character shows. */
  text = unpack (sqlite3_value_blob (values[0]), size,
                 (const char *) sqlite3_value_text (values[1]), HEARTH_BODY_INDEXED + 4, &length);
  sqlite3_result_text (context, text, (int) cut_utf8 (text, length, HEARTH_BODY_INDEXED), g_free);
}

/**
 * hearth_body_register:
 * @handle: SQLite's connection
 *
 * Registers the SQL function `hearth_body (text, preview)`.
 *
 * Returns: whether it could be registered
 */
gboolean
hearth_body_register (sqlite3 *handle)
{
  return sqlite3_create_function (handle, "hearth_body", 2,
                                  SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL,
                                  body_func, NULL, NULL) == SQLITE_OK;
}

/**
 * hearth_body_dup_column:
 * @statement: a statement on a row
 * @column: a column that hearth_body_packer_bind() wrote
 * @preview: (nullable): the preview stored with it
 *
 * Returns: (transfer full) (nullable): the text
 */
char *
hearth_body_dup_column (HearthStatement *statement, int column, const char *preview)
{
  const void *data;
  gsize size, length;

  if (!hearth_statement_is_blob (statement, column))
    return g_strdup (hearth_statement_get_text (statement, column));
  data = hearth_statement_get_blob (statement, column, &size);
  return unpack (data, size, preview, MAX_TEXT, &length);
}
