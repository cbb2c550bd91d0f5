/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-message-model.h"

#include "hearth-clock.h"
#include "hearth-store-later.h"
#include "hearth-store-search.h"
#include "hearth-today.h"

/* So many messages come together with the rows: a first screen that never is a blank. */
#define FIRST_MESSAGES 40
/* So many are read at once while somebody scrolls. */
#define BATCH_MESSAGES 64
/* What was looked at last is kept, for those who scroll back. */
#define KEPT_ITEMS 400
/* While mail pours in, a list is read at most for so small a part of the time: one in so many. */
#define REST_FACTOR 3
/* Nobody looks through more of what a search has found. */
#define MAX_FOUND 5000

struct _HearthMessageItem {
  GObject parent_instance;

  HearthMessageModel *model; /* (unowned) (nullable): which finds it by its id */
  gint64 id;
  HearthMessage *message; /* (owned) (nullable): until it has been read */
  gboolean stale;         /* something changed since it was read */
};

G_DEFINE_FINAL_TYPE (HearthMessageItem, hearth_message_item, G_TYPE_OBJECT)

/**
 * HearthMessageModel:
 *
 * The list knows every message by its row alone, eight bytes each, so that a hundred thousand
 * of them can be scrolled through and dragged past. Of a message itself only what is looked at
 * is read, and what went out of sight is let go.
 */
struct _HearthMessageModel {
  GObject parent_instance;

  HearthMailDesk *desk; /* (owned) */
  HearthClient *client; /* (owned) */
  GArray *rows;         /* (owned) (element-type gint64): as they stand in the store */
  GArray *ids;          /* (owned) (element-type gint64): as they are shown */
  GHashTable *items;    /* (owned) (element-type HearthMessageItem): those alive, lent */
  GQueue kept;          /* (element-type HearthMessageItem): owned */
  GArray *wanted;       /* (owned) (element-type gint64): to be read, the last one first */
  guint want_source;
  GCancellable *looking;     /* (owned) (nullable): of the rows that are being read */
  GCancellable *cancellable; /* (owned): of the messages that are being read */
  gboolean reading;
  gint64 looked;  /* when the rows began to be read, monotonic microseconds */
  guint rest;     /* until they are read again */
  gboolean again; /* something changed while the rows were being read */
  HearthMessageKind kind;
  char *query;   /* (owned) (nullable) */
  char *problem; /* (owned) (nullable) */
};

static void hearth_message_model_list_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HearthMessageModel, hearth_message_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      hearth_message_model_list_init))

enum {
  ITEM_CHANGED,
  N_ITEM_SIGNALS,
};

enum {
  LOADED,
  N_SIGNALS,
};

static guint item_signals[N_ITEM_SIGNALS];
static guint signals[N_SIGNALS];

typedef struct {
  HearthMessageKind kind;
  char *query;
} Wanted;

typedef struct {
  GArray *ids;
  GPtrArray *messages; /* the first of them */
} Found;

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  g_free (wanted->query);
  g_free (wanted);
}

static void
found_free (gpointer data)
{
  Found *found = data;

  g_clear_pointer (&found->ids, g_array_unref);
  g_clear_pointer (&found->messages, g_ptr_array_unref);
  g_free (found);
}

static void
hearth_message_item_finalize (GObject *object)
{
  HearthMessageItem *self = HEARTH_MESSAGE_ITEM (object);

  if (self->model != NULL)
    g_hash_table_remove (self->model->items, &self->id);
  g_clear_pointer (&self->message, hearth_message_unref);
  G_OBJECT_CLASS (hearth_message_item_parent_class)->finalize (object);
}

static void
hearth_message_item_class_init (HearthMessageItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_message_item_finalize;
  /**
   * HearthMessageItem::changed:
   *
   * The message was read, or is another than before.
   */
  item_signals[ITEM_CHANGED] = g_signal_new ("changed", HEARTH_TYPE_MESSAGE_ITEM, G_SIGNAL_RUN_LAST,
                                             0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hearth_message_item_init (HearthMessageItem *self)
{
}

/**
 * hearth_message_item_get_id:
 * @self: an item
 *
 * Returns: the row of its message
 */
gint64
hearth_message_item_get_id (HearthMessageItem *self)
{
  return self->id;
}

/**
 * hearth_message_item_get_message:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): its message, an envelope; %NULL until it has been read
 */
HearthMessage *
hearth_message_item_get_message (HearthMessageItem *self)
{
  return self->message;
}

/**
 * hearth_message_item_get_flags:
 * @self: an item
 *
 * Returns: its flags, with what the owner has just done
 */
HearthMessageFlags
hearth_message_item_get_flags (HearthMessageItem *self)
{
  HearthMessageFlags flags = self->message != NULL ? self->message->flags : HEARTH_MESSAGE_SEEN;

  return self->model != NULL ? hearth_mail_desk_adjust (self->model->desk, self->id, flags) : flags;
}

static void
take_message (HearthMessageItem *item, HearthMessage *message)
{
  const HearthMessage *before = item->message;
  gboolean same = before != NULL && before->flags == message->flags &&
                  before->priority == message->priority &&
                  g_strcmp0 (before->reason, message->reason) == 0;

  item->stale = FALSE;
  if (same)
    return;
  g_clear_pointer (&item->message, hearth_message_unref);
  item->message = hearth_message_ref (message);
  g_signal_emit (item, item_signals[ITEM_CHANGED], 0);
}

static void
keep (HearthMessageModel *self, HearthMessageItem *item)
{
  g_queue_push_tail (&self->kept, g_object_ref (item));
  if (self->kept.length > KEPT_ITEMS)
    g_object_unref (g_queue_pop_head (&self->kept));
}

/* Returns a reference to the item of a row. */
static HearthMessageItem *
ensure_item (HearthMessageModel *self, gint64 id)
{
  HearthMessageItem *item = g_hash_table_lookup (self->items, &id);

  if (item != NULL)
    return g_object_ref (item);
  item = g_object_new (HEARTH_TYPE_MESSAGE_ITEM, NULL);
  item->model = self;
  item->id = id;
  g_hash_table_insert (self->items, &item->id, item);
  keep (self, item);
  return item;
}

static gpointer
read_envelopes (HearthDatabase *db, gpointer data, GError **error)
{
  const GArray *ids = data;
  g_autoptr (GPtrArray) messages =
      hearth_store_messages_get_envelopes (db, (const gint64 *) (const void *) ids->data, ids->len,
                                           error);

  if (messages == NULL || !hearth_store_later_explain (db, messages, hearth_clock_now (), error))
    return NULL;
  return g_steal_pointer (&messages);
}

static void read_wanted (HearthMessageModel *self);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthMessageModel *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) messages =
      hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->reading = FALSE;
  for (guint i = 0; messages != NULL && i < messages->len; i++) {
    HearthMessage *message = g_ptr_array_index (messages, i);
    HearthMessageItem *item = g_hash_table_lookup (self->items, &message->id);

    if (item != NULL)
      take_message (item, message);
  }
  read_wanted (self);
}

/* Reads what was asked for last first: who drags the bar past a thousand rows wants those where it
 * stops. What went out of sight meanwhile is not read at all. */
static void
read_wanted (HearthMessageModel *self)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (self->reading)
    return;
  while (self->wanted->len > 0 && ids->len < BATCH_MESSAGES) {
    gint64 id = g_array_index (self->wanted, gint64, self->wanted->len - 1);
    const HearthMessageItem *item = g_hash_table_lookup (self->items, &id);

    g_array_set_size (self->wanted, self->wanted->len - 1);
    if (item != NULL && (item->message == NULL || item->stale))
      g_array_append_val (ids, id);
  }
  if (ids->len == 0)
    return;
  self->reading = TRUE;
  hearth_client_read_async (self->client, read_envelopes, g_steal_pointer (&ids),
                            (GDestroyNotify) g_array_unref, (GDestroyNotify) g_ptr_array_unref,
                            self->cancellable, read_cb, self);
}

static gboolean
want_cb (gpointer user_data)
{
  HearthMessageModel *self = user_data;

  self->want_source = 0;
  read_wanted (self);
  return G_SOURCE_REMOVE;
}

static void
want (HearthMessageModel *self, gint64 id)
{
  g_array_append_val (self->wanted, id);
  if (self->want_source == 0)
    self->want_source = g_idle_add_full (G_PRIORITY_DEFAULT, want_cb, self, NULL);
}

static GArray *
read_needs (HearthDatabase *db, GError **error)
{
  g_autoptr (GDateTime) now = hearth_clock_dup_local ();
  g_autoptr (HearthToday) today = hearth_today_load (db, now, error);
  GArray *ids;

  if (today == NULL)
    return NULL;
  ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < today->needs->len; i++) {
    const HearthMessage *message = g_ptr_array_index (today->needs, i);

    g_array_append_val (ids, message->id);
  }
  return ids;
}

static GArray *
read_later (HearthDatabase *db, GError **error)
{
  g_autoptr (GPtrArray) list = hearth_store_later_list (db, error);
  gint64 now = hearth_clock_now ();
  GArray *ids;

  if (list == NULL)
    return NULL;
  ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < list->len; i++) {
    const HearthLater *later = g_ptr_array_index (list, i);

    if (hearth_later_is_away (later, now))
      g_array_append_val (ids, later->message_id);
  }
  return ids;
}

static void
make_filter (HearthMessageKind kind, HearthMessageFilter *filter)
{
  static const int roles[] = {
    [HEARTH_MESSAGES_ARCHIVE] = HEARTH_MAILBOX_ARCHIVE,
    [HEARTH_MESSAGES_SENT] = HEARTH_MAILBOX_SENT,
    [HEARTH_MESSAGES_JUNK] = HEARTH_MAILBOX_JUNK,
    [HEARTH_MESSAGES_TRASH] = HEARTH_MAILBOX_TRASH,
  };

  filter->without_flags = HEARTH_MESSAGE_DELETED;
  switch (kind) {
  case HEARTH_MESSAGES_ARCHIVE:
  case HEARTH_MESSAGES_SENT:
  case HEARTH_MESSAGES_JUNK:
  case HEARTH_MESSAGES_TRASH:
    filter->role = roles[kind];
    return;
  case HEARTH_MESSAGES_STARRED:
    filter->with_flags = HEARTH_MESSAGE_FLAGGED;
    return;
  case HEARTH_MESSAGES_SET_ASIDE:
    /* As today counts them. */
    filter->without_flags |= HEARTH_MESSAGE_SEEN;
    filter->since = hearth_clock_now () - HEARTH_TODAY_DAYS * 24 * 60 * 60;
    filter->min_priority = 0;
    filter->max_priority = HEARTH_TODAY_SET_ASIDE - 1;
    break;
  case HEARTH_MESSAGES_PEOPLE:
    filter->personal = TRUE;
    break;
  case HEARTH_MESSAGES_INBOX:
  case HEARTH_MESSAGES_NEEDS_YOU:
  case HEARTH_MESSAGES_LATER:
  case HEARTH_MESSAGES_ALL:
  case HEARTH_MESSAGES_SEARCH:
  default:
    break;
  }
  filter->incoming = TRUE;
  filter->unarchived = kind != HEARTH_MESSAGES_ALL;
  filter->present = kind != HEARTH_MESSAGES_ALL;
}

static GArray *
read_ids (HearthDatabase *db, const Wanted *wanted, GError **error)
{
  HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;

  if (wanted->kind == HEARTH_MESSAGES_SEARCH) {
    const HearthSearchOptions options = { TRUE, 0, MAX_FOUND };

    return hearth_store_search_ids (db, wanted->query, &options, error);
  }
  if (wanted->kind == HEARTH_MESSAGES_NEEDS_YOU)
    return read_needs (db, error);
  if (wanted->kind == HEARTH_MESSAGES_LATER)
    return read_later (db, error);
  make_filter (wanted->kind, &filter);
  return hearth_store_messages_list_ids (db, &filter, error);
}

static gpointer
read_rows (HearthDatabase *db, gpointer data, GError **error)
{
  GArray *ids = read_ids (db, data, error);
  Found *found;

  if (ids == NULL)
    return NULL;
  found = g_new0 (Found, 1);
  found->ids = ids;
  found->messages = hearth_store_messages_get_envelopes (db, (const gint64 *) (void *) ids->data,
                                                         MIN (ids->len, FIRST_MESSAGES), error);
  if (found->messages == NULL ||
      !hearth_store_later_explain (db, found->messages, hearth_clock_now (), error))
    g_clear_pointer (&found, found_free);
  return found;
}

/* Replaces only what differs, so that the list keeps its place, focus and selection. */
static void
show_ids (HearthMessageModel *self, GArray *ids)
{
  g_autoptr (GArray) before = self->ids;
  const gint64 *old_ids = (const gint64 *) (void *) before->data;
  const gint64 *new_ids = (const gint64 *) (void *) ids->data;
  guint start = 0;
  guint tail = 0;

  while (start < before->len && start < ids->len && old_ids[start] == new_ids[start])
    start++;
  while (tail < before->len - start && tail < ids->len - start &&
         old_ids[before->len - 1 - tail] == new_ids[ids->len - 1 - tail])
    tail++;
  self->ids = g_array_ref (ids);
  if (before->len != start + tail || ids->len != start + tail)
    g_list_model_items_changed (G_LIST_MODEL (self), start, before->len - start - tail,
                                ids->len - start - tail);
}

/* What the owner has just moved away is not shown, whatever the store still says. */
static void
show_rows (HearthMessageModel *self)
{
  gboolean archived = self->kind != HEARTH_MESSAGES_ALL && self->kind != HEARTH_MESSAGES_SEARCH &&
                      self->kind != HEARTH_MESSAGES_STARRED &&
                      self->kind != HEARTH_MESSAGES_LATER && self->kind != HEARTH_MESSAGES_ARCHIVE;
  g_autoptr (GArray) ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), self->rows->len);

  for (guint i = 0; i < self->rows->len; i++) {
    gint64 id = g_array_index (self->rows, gint64, i);

    if (!hearth_mail_desk_is_gone (self->desk, id, archived))
      g_array_append_val (ids, id);
  }
  show_ids (self, ids);
}

static void
desk_changed_cb (HearthMessageModel *self)
{
  GHashTableIter iter;
  gpointer item;

  show_rows (self);
  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    g_signal_emit (item, item_signals[ITEM_CHANGED], 0);
}

/* What is in sight, and what is kept, is read again. */
static void
refresh_items (HearthMessageModel *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    HearthMessageItem *item = value;

    if (item->message == NULL)
      continue;
    item->stale = TRUE;
    want (self, item->id);
  }
}

static void look (HearthMessageModel *self);

static gboolean
rested_cb (gpointer user_data)
{
  HearthMessageModel *self = user_data;

  self->rest = 0;
  if (self->again)
    look (self);
  return G_SOURCE_REMOVE;
}

/* A long list takes its time, which others want for their reading too. */
static void
rest (HearthMessageModel *self)
{
  gint64 took = (g_get_monotonic_time () - self->looked) / 1000;

  if (self->rest == 0)
    self->rest = g_timeout_add ((guint) CLAMP (took * REST_FACTOR, 0, 5000), rested_cb, self);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthMessageModel *self = user_data;
  g_autoptr (GError) error = NULL;
  Found *found = hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->looking);
  g_clear_pointer (&self->problem, g_free);
  if (found == NULL) {
    /* Somebody who types is in the middle of a word: what was found stays. */
    self->problem = g_strdup (error->message);
  } else {
    refresh_items (self);
    for (guint i = 0; i < found->messages->len; i++) {
      HearthMessage *message = g_ptr_array_index (found->messages, i);
      g_autoptr (HearthMessageItem) item = ensure_item (self, message->id);

      take_message (item, message);
    }
    g_array_unref (self->rows);
    self->rows = g_array_ref (found->ids);
    show_rows (self);
    found_free (found);
  }
  g_signal_emit (self, signals[LOADED], 0);
  rest (self);
}

static void
look (HearthMessageModel *self)
{
  Wanted *wanted = g_new0 (Wanted, 1);

  self->again = FALSE;
  self->looked = g_get_monotonic_time ();
  if (self->looking != NULL)
    g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  self->looking = g_cancellable_new ();
  wanted->kind = self->kind;
  wanted->query = g_strdup (self->query);
  hearth_client_read_async (self->client, read_rows, wanted, wanted_free, found_free, self->looking,
                            looked_cb, self);
}

static GType
get_item_type (GListModel *list)
{
  return HEARTH_TYPE_MESSAGE_ITEM;
}

static guint
get_n_items (GListModel *list)
{
  return HEARTH_MESSAGE_MODEL (list)->ids->len;
}

static gpointer
get_item (GListModel *list, guint position)
{
  HearthMessageModel *self = HEARTH_MESSAGE_MODEL (list);
  HearthMessageItem *item;

  if (position >= self->ids->len)
    return NULL;
  item = ensure_item (self, g_array_index (self->ids, gint64, position));
  if (item->message == NULL)
    want (self, item->id);
  return item;
}

static void
hearth_message_model_list_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
hearth_message_model_dispose (GObject *object)
{
  HearthMessageModel *self = HEARTH_MESSAGE_MODEL (object);

  if (self->looking != NULL)
    g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->want_source, g_source_remove);
  g_clear_handle_id (&self->rest, g_source_remove);
  if (self->desk != NULL)
    g_signal_handlers_disconnect_by_data (self->desk, self);
  g_clear_object (&self->desk);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (hearth_message_model_parent_class)->dispose (object);
}

static void
hearth_message_model_finalize (GObject *object)
{
  HearthMessageModel *self = HEARTH_MESSAGE_MODEL (object);
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    HEARTH_MESSAGE_ITEM (item)->model = NULL;
  g_queue_clear_full (&self->kept, g_object_unref);
  g_hash_table_unref (self->items);
  g_array_unref (self->rows);
  g_array_unref (self->ids);
  g_array_unref (self->wanted);
  g_object_unref (self->cancellable);
  g_free (self->query);
  g_free (self->problem);
  G_OBJECT_CLASS (hearth_message_model_parent_class)->finalize (object);
}

static void
hearth_message_model_class_init (HearthMessageModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hearth_message_model_dispose;
  object_class->finalize = hearth_message_model_finalize;
  /**
   * HearthMessageModel::loaded:
   *
   * The list was read, or could not be: see hearth_message_model_get_problem().
   */
  signals[LOADED] = g_signal_new ("loaded", HEARTH_TYPE_MESSAGE_MODEL, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
hearth_message_model_init (HearthMessageModel *self)
{
  self->rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->wanted = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->items = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->cancellable = g_cancellable_new ();
  g_queue_init (&self->kept);
}

/**
 * hearth_message_model_new:
 * @desk: where the owner's actions are carried out
 *
 * Returns: (transfer full): an empty list
 */
HearthMessageModel *
hearth_message_model_new (HearthMailDesk *desk)
{
  HearthMessageModel *self = g_object_new (HEARTH_TYPE_MESSAGE_MODEL, NULL);

  self->desk = g_object_ref (desk);
  self->client = g_object_ref (hearth_mail_desk_get_client (desk));
  g_signal_connect_swapped (desk, "changed", G_CALLBACK (desk_changed_cb), self);
  return self;
}

/**
 * hearth_message_model_look:
 * @self: a list
 * @kind: which messages
 * @query: (nullable): the words of a search
 *
 * Looks for messages. The list changes when they are there.
 */
void
hearth_message_model_look (HearthMessageModel *self, HearthMessageKind kind, const char *query)
{
  g_autofree char *copy = g_strdup (query);

  self->kind = kind;
  g_free (self->query);
  self->query = g_steal_pointer (&copy);
  look (self);
}

/**
 * hearth_message_model_refresh:
 * @self: a list
 *
 * Looks again, because something changed. While mail pours in, each look ends before the next.
 */
void
hearth_message_model_refresh (HearthMessageModel *self)
{
  if (self->kind == HEARTH_MESSAGES_SEARCH && self->query == NULL)
    return;
  if (self->looking != NULL || self->rest != 0)
    self->again = TRUE;
  else
    look (self);
}

/**
 * hearth_message_model_get_kind:
 * @self: a list
 *
 * Returns: which messages it holds
 */
HearthMessageKind
hearth_message_model_get_kind (HearthMessageModel *self)
{
  return self->kind;
}

/**
 * hearth_message_model_get_id:
 * @self: a list
 * @position: a position
 *
 * Returns: the row of the message there, or 0 behind the end
 */
gint64
hearth_message_model_get_id (HearthMessageModel *self, guint position)
{
  return position < self->ids->len ? g_array_index (self->ids, gint64, position) : 0;
}

/**
 * hearth_message_model_find:
 * @self: a list
 * @id: a row
 *
 * Returns: where it stands, or %GTK_INVALID_LIST_POSITION
 */
guint
hearth_message_model_find (HearthMessageModel *self, gint64 id)
{
  for (guint i = 0; i < self->ids->len; i++) {
    if (g_array_index (self->ids, gint64, i) == id)
      return i;
  }
  return GTK_INVALID_LIST_POSITION;
}

/**
 * hearth_message_model_get_problem:
 * @self: a list
 *
 * Returns: (transfer none) (nullable): why the list could not be read
 */
const char *
hearth_message_model_get_problem (HearthMessageModel *self)
{
  return self->problem;
}
