/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-message-model.h"

#include "hearth-clock.h"
#include "hearth-store-search.h"
#include "hearth-today.h"

#define PAGE_MESSAGES 60
/* A list that changes below its reader is read again up to here; the rest comes by paging. */
#define MAX_REFRESH 600

struct _HearthMessageItem {
  GObject parent_instance;

  HearthMessage *message; /* (owned) */
};

G_DEFINE_FINAL_TYPE (HearthMessageItem, hearth_message_item, G_TYPE_OBJECT)

struct _HearthMessageModel {
  GObject parent_instance;

  HearthClient *client;      /* (owned) */
  GPtrArray *items;          /* (owned) (element-type HearthMessageItem) */
  GCancellable *cancellable; /* (owned) (nullable): of the page that is being read */
  HearthMessageKind kind;
  char *query;   /* (owned) (nullable) */
  char *problem; /* (owned) (nullable) */
  gboolean complete;
};

static void hearth_message_model_list_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HearthMessageModel, hearth_message_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      hearth_message_model_list_init))

enum {
  LOADED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

typedef struct {
  HearthMessageKind kind;
  char *query;
  gint64 below;
  guint limit;
  gboolean append;
} Wanted;

typedef struct {
  GPtrArray *messages;
  gboolean append;
  gboolean complete;
} Page;

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  g_free (wanted->query);
  g_free (wanted);
}

static void
page_free (gpointer data)
{
  Page *page = data;

  g_clear_pointer (&page->messages, g_ptr_array_unref);
  g_free (page);
}

static void
hearth_message_item_finalize (GObject *object)
{
  hearth_message_unref (HEARTH_MESSAGE_ITEM (object)->message);
  G_OBJECT_CLASS (hearth_message_item_parent_class)->finalize (object);
}

static void
hearth_message_item_class_init (HearthMessageItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_message_item_finalize;
}

static void
hearth_message_item_init (HearthMessageItem *self)
{
}

static HearthMessageItem *
item_new (HearthMessage *message)
{
  HearthMessageItem *self = g_object_new (HEARTH_TYPE_MESSAGE_ITEM, NULL);

  self->message = hearth_message_ref (message);
  return self;
}

/**
 * hearth_message_item_get_message:
 * @self: an item
 *
 * Returns: (transfer none): its message, an envelope
 */
HearthMessage *
hearth_message_item_get_message (HearthMessageItem *self)
{
  return self->message;
}

static GPtrArray *
read_needs (HearthDatabase *db, GError **error)
{
  g_autoptr (GDateTime) now = hearth_clock_dup_local ();
  g_autoptr (HearthToday) today = hearth_today_load (db, now, error);

  return today != NULL ? g_ptr_array_ref (today->needs) : NULL;
}

static gpointer
read_page (HearthDatabase *db, gpointer data, GError **error)
{
  const Wanted *wanted = data;
  HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;
  GPtrArray *messages;
  Page *page;

  filter.incoming = TRUE;
  filter.without_flags = HEARTH_MESSAGE_DELETED;
  filter.below_id = wanted->below;
  filter.limit = wanted->limit;
  if (wanted->kind == HEARTH_MESSAGES_SEARCH) {
    const HearthSearchOptions options = { TRUE, wanted->below, wanted->limit };

    messages = hearth_store_search (db, wanted->query, &options, HEARTH_DETAIL_ENVELOPE, error);
  } else if (wanted->kind == HEARTH_MESSAGES_NEEDS_YOU) {
    messages = read_needs (db, error);
  } else {
    if (wanted->kind == HEARTH_MESSAGES_SET_ASIDE) {
      /* As today counts them. */
      filter.without_flags |= HEARTH_MESSAGE_SEEN;
      filter.since = hearth_clock_now () - HEARTH_TODAY_DAYS * 24 * 60 * 60;
      filter.min_priority = 0;
      filter.max_priority = HEARTH_TODAY_SET_ASIDE - 1;
    }
    messages = hearth_store_messages_list (db, &filter, HEARTH_DETAIL_ENVELOPE, error);
  }
  if (messages == NULL)
    return NULL;
  page = g_new0 (Page, 1);
  page->messages = messages;
  page->append = wanted->append;
  page->complete = wanted->kind == HEARTH_MESSAGES_NEEDS_YOU || messages->len < wanted->limit;
  return page;
}

static gboolean
same_row (HearthMessageItem *item, const HearthMessage *message)
{
  const HearthMessage *shown = item->message;

  return shown->id == message->id && shown->flags == message->flags &&
         shown->priority == message->priority && g_strcmp0 (shown->reason, message->reason) == 0;
}

/* Replaces only what differs, so that the list keeps its place, focus and selection. */
static void
set_messages (HearthMessageModel *self, GPtrArray *messages)
{
  guint start = 0;
  guint tail = 0;
  guint removed, added;

  while (start < self->items->len && start < messages->len &&
         same_row (g_ptr_array_index (self->items, start), g_ptr_array_index (messages, start)))
    start++;
  while (tail < self->items->len - start && tail < messages->len - start &&
         same_row (g_ptr_array_index (self->items, self->items->len - 1 - tail),
                   g_ptr_array_index (messages, messages->len - 1 - tail)))
    tail++;
  removed = self->items->len - start - tail;
  added = messages->len - start - tail;
  if (removed == 0 && added == 0)
    return;
  if (removed > 0)
    g_ptr_array_remove_range (self->items, start, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (self->items, (int) (start + i),
                        item_new (g_ptr_array_index (messages, start + i)));
  g_list_model_items_changed (G_LIST_MODEL (self), start, removed, added);
}

static void
append_messages (HearthMessageModel *self, GPtrArray *messages)
{
  guint n_before = self->items->len;

  for (guint i = 0; i < messages->len; i++)
    g_ptr_array_add (self->items, item_new (g_ptr_array_index (messages, i)));
  if (messages->len > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), n_before, 0, messages->len);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthMessageModel *self = user_data;
  g_autoptr (GError) error = NULL;
  Page *page = hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->problem, g_free);
  if (page == NULL) {
    /* Somebody who types is in the middle of a word: what was found stays. */
    self->problem = g_strdup (error->message);
  } else {
    self->complete = page->complete;
    if (page->append)
      append_messages (self, page->messages);
    else
      set_messages (self, page->messages);
    page_free (page);
  }
  g_signal_emit (self, signals[LOADED], 0);
}

static void
read_async (HearthMessageModel *self, gint64 below, guint limit, gboolean append)
{
  Wanted *wanted = g_new0 (Wanted, 1);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  wanted->kind = self->kind;
  wanted->query = g_strdup (self->query);
  wanted->below = below;
  wanted->limit = limit;
  wanted->append = append;
  hearth_client_read_async (self->client, read_page, wanted, wanted_free, page_free,
                            self->cancellable, read_cb, self);
}

static GType
get_item_type (GListModel *list)
{
  return HEARTH_TYPE_MESSAGE_ITEM;
}

static guint
get_n_items (GListModel *list)
{
  return HEARTH_MESSAGE_MODEL (list)->items->len;
}

static gpointer
get_item (GListModel *list, guint position)
{
  HearthMessageModel *self = HEARTH_MESSAGE_MODEL (list);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position))
                                     : NULL;
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

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (hearth_message_model_parent_class)->dispose (object);
}

static void
hearth_message_model_finalize (GObject *object)
{
  HearthMessageModel *self = HEARTH_MESSAGE_MODEL (object);

  g_ptr_array_unref (self->items);
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
   * A page was read, or could not be: see hearth_message_model_get_problem().
   */
  signals[LOADED] = g_signal_new ("loaded", HEARTH_TYPE_MESSAGE_MODEL, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
hearth_message_model_init (HearthMessageModel *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->complete = TRUE;
}

/**
 * hearth_message_model_new:
 * @client: the panel's client
 *
 * Returns: (transfer full): an empty list
 */
HearthMessageModel *
hearth_message_model_new (HearthClient *client)
{
  HearthMessageModel *self = g_object_new (HEARTH_TYPE_MESSAGE_MODEL, NULL);

  self->client = g_object_ref (client);
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
  read_async (self, 0, PAGE_MESSAGES, FALSE);
}

/**
 * hearth_message_model_refresh:
 * @self: a list
 *
 * Looks again, because something changed.
 */
void
hearth_message_model_refresh (HearthMessageModel *self)
{
  if (self->kind == HEARTH_MESSAGES_SEARCH && self->query == NULL)
    return;
  read_async (self, 0, CLAMP (self->items->len, PAGE_MESSAGES, MAX_REFRESH), FALSE);
}

/**
 * hearth_message_model_load_more:
 * @self: a list
 *
 * Reads the next page, if there is one and none is being read.
 */
void
hearth_message_model_load_more (HearthMessageModel *self)
{
  HearthMessageItem *last;

  if (self->complete || self->cancellable != NULL || self->items->len == 0)
    return;
  last = g_ptr_array_index (self->items, self->items->len - 1);
  read_async (self, last->message->id, PAGE_MESSAGES, TRUE);
}

/**
 * hearth_message_model_get_problem:
 * @self: a list
 *
 * Returns: (transfer none) (nullable): why the last page could not be read
 */
const char *
hearth_message_model_get_problem (HearthMessageModel *self)
{
  return self->problem;
}
