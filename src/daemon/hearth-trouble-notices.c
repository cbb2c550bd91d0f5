/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-trouble-notices.h"

#include "hearth-clock.h"
#include "hearth-store-outbox.h"

#include <glib/gi18n.h>
#include <string.h>

#define ITEM_PREFIX "outbox:"
#define ACCOUNT_PREFIX "account:"
#define SENDING_PREFIX "sending:"
#define META_NAME "notices:trouble"

#define MAX_SUBJECT 80

/**
 * HearthTroubleNotices:
 *
 * One bubble for each mail that did not go, or may not have gone, and for each account whose server
 * does not let the owner in, to read or only to send. Each is said once, however often it is tried
 * again, and also over a restart; the bubble goes as soon as there is nothing to do any more.
 *
 * Signal: `open (gboolean unsent, token)`: the owner wants to see the mail that did not go, or else
 * the account.
 */
struct _HearthTroubleNotices {
  GObject parent_instance;

  HearthEngine *engine;     /* (owned) */
  HearthNotifier *notifier; /* (owned) */
  GHashTable *told;         /* (owned) key -> whether the bubble still stands */
  HearthPrivacy privacy;
  guint look_idle;
};

enum {
  SIGNAL_OPEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HearthTroubleNotices, hearth_trouble_notices, G_TYPE_OBJECT)

static char *
make_key (const char *prefix, gint64 id)
{
  return g_strdup_printf ("%s%" G_GINT64_FORMAT, prefix, id);
}

static gint64
get_id (const char *key)
{
  return g_ascii_strtoll (strchr (key, ':') + 1, NULL, 10);
}

static void
save (HearthTroubleNotices *self)
{
  g_autoptr (GString) keys = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  GHashTableIter iter;
  gpointer key, stands;

  g_hash_table_iter_init (&iter, self->told);
  while (g_hash_table_iter_next (&iter, &key, &stands))
    g_string_append_printf (keys, "%s%s%s", keys->len > 0 ? "," : "",
                            GPOINTER_TO_INT (stands) ? "" : "-", (const char *) key);
  if (!hearth_engine_set_meta (self->engine, META_NAME, keys->len > 0 ? keys->str : NULL, &error))
    g_warning ("%s", error->message);
}

/* Written before it is shown: after a crash the bubble comes back and is not forgotten. */
static void
present (HearthTroubleNotices *self, const char *key, HearthBubble *bubble, const char *locked)
{
  g_hash_table_replace (self->told, g_strdup (key), GINT_TO_POINTER (TRUE));
  save (self);
  if (self->privacy != HEARTH_PRIVACY_FULL)
    bubble->locked_summary = g_strdup (locked);
  hearth_bubble_add_action (bubble, "default", _("Open"));
  hearth_bubble_add_action (bubble, "open", _("Open"));
  hearth_notifier_show (self->notifier, key, bubble);
}

static void
present_item (HearthTroubleNotices *self, const char *key, const HearthOutboxItem *item)
{
  gboolean refused = item->state == HEARTH_OUTBOX_REFUSED;
  g_autofree char *subject = g_utf8_strlen (item->subject, -1) > MAX_SUBJECT
                                 ? g_utf8_substring (item->subject, 0, MAX_SUBJECT)
                                 : g_strdup (item->subject);
  g_autofree char *sentence = hearth_outbox_item_dup_sentence (item, hearth_clock_now ());
  const char *locked = refused ? _("A mail was not sent") : _("A mail may not have been sent");
  g_autofree char *summary = NULL;
  HearthBubble *bubble;

  if (subject[0] == '\0')
    summary = g_strdup (locked);
  else
    /* Translators: the subject of a mail */
    summary =
        g_strdup_printf (refused ? _("“%s” was not sent") : _("“%s” may not have been sent"),
                         subject);
  bubble = hearth_bubble_new (summary, sentence);
  bubble->icon = "mail-send-symbolic";
  /* The owner believes that it has gone. */
  bubble->urgent = TRUE;
  present (self, key, bubble, locked);
}

static void
present_account (HearthTroubleNotices *self, const char *key, const HearthSource *source,
                 const char *problem)
{
  /* Translators: what the owner calls an account */
  g_autofree char *summary = g_strdup_printf (_("No mail from “%s”"), source->name);
  HearthBubble *bubble = hearth_bubble_new (summary, problem);

  bubble->icon = "dialog-password-symbolic";
  present (self, key, bubble, _("A mail account needs you"));
}

static void
present_sending (HearthTroubleNotices *self, const char *key, const HearthSource *source,
                 const char *problem)
{
  /* Translators: what the owner calls an account */
  g_autofree char *summary = g_strdup_printf (_("No mail leaves from “%s”"), source->name);
  HearthBubble *bubble = hearth_bubble_new (summary, problem);

  bubble->icon = "dialog-password-symbolic";
  bubble->urgent = TRUE;
  present (self, key, bubble, _("A mail account needs you"));
}

static void
settle (HearthTroubleNotices *self, const char *key)
{
  g_autofree char *name = g_strdup (key);

  if (!g_hash_table_remove (self->told, name))
    return;
  save (self);
  hearth_notifier_withdraw (self->notifier, name);
}

static HearthSource *
find_source (GPtrArray *sources, gint64 id)
{
  for (guint i = 0; sources != NULL && i < sources->len; i++) {
    HearthSource *source = g_ptr_array_index (sources, i);

    if (source->id == id)
      return source;
  }
  return NULL;
}

/* What is in the way of a mail that waits to be sent from an account; NULL if none does. */
static const char *
find_obstacle (GPtrArray *items, gint64 source_id)
{
  for (guint i = 0; items != NULL && i < items->len; i++) {
    const HearthOutboxItem *item = g_ptr_array_index (items, i);

    if (item->source_id == source_id && item->state == HEARTH_OUTBOX_WAITING &&
        item->problem != NULL)
      return item->problem;
  }
  return NULL;
}

static gboolean
needs_owner (const HearthOutboxItem *item)
{
  return item->state == HEARTH_OUTBOX_REFUSED || item->state == HEARTH_OUTBOX_UNKNOWN;
}

static gboolean
is_trouble (const char *key, GHashTable *open, GPtrArray *sources, GPtrArray *items)
{
  if (g_str_has_prefix (key, ITEM_PREFIX))
    return g_hash_table_contains (open, key);
  return find_source (sources, get_id (key)) != NULL &&
         (g_str_has_prefix (key, ACCOUNT_PREFIX) || find_obstacle (items, get_id (key)) != NULL);
}

/* What was told of and is no trouble any more. */
static void
settle_gone (HearthTroubleNotices *self, GHashTable *open, GPtrArray *sources, GPtrArray *items)
{
  g_autoptr (GList) keys = g_hash_table_get_keys (self->told);

  for (GList *each = keys; each != NULL; each = each->next) {
    const char *key = each->data;

    if (!is_trouble (key, open, sources, items))
      settle (self, key);
  }
}

static gboolean
look_cb (gpointer user_data)
{
  HearthTroubleNotices *self = user_data;
  HearthDatabase *db = hearth_engine_get_reader (self->engine);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sources = hearth_store_sources_list (db, &error);
  g_autoptr (GPtrArray) items =
      sources != NULL ? hearth_store_outbox_list (db, TRUE, &error) : NULL;
  g_autoptr (GHashTable) open = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  self->look_idle = 0;
  if (items == NULL) {
    g_warning ("%s", error->message);
    return G_SOURCE_REMOVE;
  }
  for (guint i = 0; i < items->len; i++) {
    const HearthOutboxItem *item = g_ptr_array_index (items, i);
    char *key = make_key (ITEM_PREFIX, item->id);

    if (needs_owner (item) && !g_hash_table_contains (self->told, key))
      present_item (self, key, item);
    if (needs_owner (item))
      g_hash_table_add (open, key);
    else
      g_free (key);
  }
  settle_gone (self, open, sources, items);
  return G_SOURCE_REMOVE;
}

static void
queue_look (HearthTroubleNotices *self)
{
  if (self->look_idle == 0)
    self->look_idle = g_idle_add (look_cb, self);
}

static void
engine_changed_cb (HearthEngine *engine, const char *table, HearthTroubleNotices *self)
{
  if (g_strcmp0 (table, "outbox") == 0 || g_strcmp0 (table, "sources") == 0)
    queue_look (self);
}

static void
login_cb (HearthEngine *engine, gint64 id, const char *problem, HearthTroubleNotices *self)
{
  g_autofree char *key = make_key (ACCOUNT_PREFIX, id);
  g_autoptr (GPtrArray) sources = NULL;
  const HearthSource *source;

  if (problem == NULL) {
    settle (self, key);
    return;
  }
  if (g_hash_table_contains (self->told, key))
    return;
  sources = hearth_store_sources_list (hearth_engine_get_reader (engine), NULL);
  source = find_source (sources, id);
  if (source != NULL)
    present_account (self, key, source, problem);
}

/* Where mail is not read either, that is what was said. */
static void
sending_login_cb (HearthOutbox *outbox, gint64 id, const char *problem, HearthTroubleNotices *self)
{
  g_autofree char *key = make_key (SENDING_PREFIX, id);
  g_autofree char *account = make_key (ACCOUNT_PREFIX, id);
  g_autoptr (GPtrArray) sources = NULL;
  const HearthSource *source;

  if (problem == NULL) {
    settle (self, key);
    return;
  }
  if (g_hash_table_contains (self->told, key) || g_hash_table_contains (self->told, account))
    return;
  sources = hearth_store_sources_list (hearth_engine_get_reader (self->engine), NULL);
  source = find_source (sources, id);
  if (source != NULL)
    present_sending (self, key, source, problem);
}

/* The owner has seen it: it is not said again, though it may go on. */
static void
dismiss (HearthTroubleNotices *self, const char *key)
{
  g_hash_table_replace (self->told, g_strdup (key), GINT_TO_POINTER (FALSE));
  save (self);
}

static void
action_cb (HearthNotifier *notifier, const char *key, const char *action, const char *token,
           HearthTroubleNotices *self)
{
  g_autofree char *name = g_strdup (key);

  if (!g_hash_table_contains (self->told, name))
    return;
  dismiss (self, name);
  hearth_notifier_withdraw (notifier, name);
  g_signal_emit (self, signals[SIGNAL_OPEN], 0, g_str_has_prefix (name, ITEM_PREFIX), token);
}

static void
dismissed_cb (HearthNotifier *notifier, const char *key, HearthTroubleNotices *self)
{
  if (g_hash_table_contains (self->told, key))
    dismiss (self, key);
}

static void
hearth_trouble_notices_finalize (GObject *object)
{
  HearthTroubleNotices *self = HEARTH_TROUBLE_NOTICES (object);

  g_clear_handle_id (&self->look_idle, g_source_remove);
  g_hash_table_unref (self->told);
  g_object_unref (self->notifier);
  g_object_unref (self->engine);
  G_OBJECT_CLASS (hearth_trouble_notices_parent_class)->finalize (object);
}

static void
hearth_trouble_notices_class_init (HearthTroubleNoticesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_trouble_notices_finalize;
  signals[SIGNAL_OPEN] =
      g_signal_new ("open", HEARTH_TYPE_TROUBLE_NOTICES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_BOOLEAN, G_TYPE_STRING);
}

static void
hearth_trouble_notices_init (HearthTroubleNotices *self)
{
  self->told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * hearth_trouble_notices_new:
 * @engine: the engine; to be started afterwards, so that nothing goes wrong unheard
 * @notifier: where to show
 *
 * Returns: (transfer full): notices, which show nothing yet
 */
HearthTroubleNotices *
hearth_trouble_notices_new (HearthEngine *engine, HearthNotifier *notifier)
{
  HearthTroubleNotices *self = g_object_new (HEARTH_TYPE_TROUBLE_NOTICES, NULL);

  self->engine = g_object_ref (engine);
  self->notifier = g_object_ref (notifier);
  g_signal_connect_object (engine, "changed", G_CALLBACK (engine_changed_cb), self, 0);
  g_signal_connect_object (engine, "login", G_CALLBACK (login_cb), self, 0);
  g_signal_connect_object (hearth_engine_get_outbox (engine), "login",
                           G_CALLBACK (sending_login_cb), self, 0);
  g_signal_connect_object (notifier, "action", G_CALLBACK (action_cb), self, 0);
  g_signal_connect_object (notifier, "dismissed", G_CALLBACK (dismissed_cb), self, 0);
  return self;
}

/**
 * hearth_trouble_notices_set_privacy:
 * @self: notices
 * @privacy: what may be said while the screen is locked; subjects and accounts only with
 *   %HEARTH_PRIVACY_FULL
 */
void
hearth_trouble_notices_set_privacy (HearthTroubleNotices *self, HearthPrivacy privacy)
{
  self->privacy = privacy;
}

static void
restore_sending (HearthTroubleNotices *self, const char *key, GPtrArray *sources)
{
  g_autoptr (GPtrArray) items =
      hearth_store_outbox_list (hearth_engine_get_reader (self->engine), TRUE, NULL);
  const HearthSource *source = find_source (sources, get_id (key));
  const char *problem = find_obstacle (items, get_id (key));

  if (source != NULL && problem != NULL)
    present_sending (self, key, source, problem);
  else
    hearth_notifier_withdraw (self->notifier, key);
}

static void
restore_one (HearthTroubleNotices *self, const char *key, GPtrArray *sources)
{
  gint64 id = get_id (key);

  if (g_str_has_prefix (key, ITEM_PREFIX)) {
    g_autoptr (HearthOutboxItem) item =
        hearth_store_outbox_get (hearth_engine_get_reader (self->engine), id, NULL);

    if (item != NULL && needs_owner (item))
      present_item (self, key, item);
    else
      hearth_notifier_withdraw (self->notifier, key);
  } else if (g_str_has_prefix (key, SENDING_PREFIX)) {
    restore_sending (self, key, sources);
  } else {
    const HearthSource *source = find_source (sources, id);

    if (source != NULL && source->last_error != NULL)
      present_account (self, key, source, source->last_error);
    else
      hearth_notifier_withdraw (self->notifier, key);
  }
}

/**
 * hearth_trouble_notices_restore:
 * @self: notices
 *
 * Shows again what stood when Hearth ended, and tells of what nobody was there to tell of.
 */
void
hearth_trouble_notices_restore (HearthTroubleNotices *self)
{
  g_autofree char *value = hearth_engine_dup_meta (self->engine, META_NAME);
  g_auto (GStrv) keys = g_strsplit (value != NULL ? value : "", ",", -1);
  g_autoptr (GPtrArray) sources =
      hearth_store_sources_list (hearth_engine_get_reader (self->engine), NULL);

  for (guint i = 0; keys[i] != NULL; i++) {
    if (keys[i][0] == '-' && strchr (keys[i], ':') != NULL)
      g_hash_table_replace (self->told, g_strdup (keys[i] + 1), GINT_TO_POINTER (FALSE));
  }
  for (guint i = 0; keys[i] != NULL; i++) {
    if (keys[i][0] != '-' && strchr (keys[i], ':') != NULL)
      restore_one (self, keys[i], sources);
  }
  queue_look (self);
}
