/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-conversation-list.h"

#include "hearth-conversation-row.h"
#include "hearth-store-conversations.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define PAGE_ROWS 50
#define MAX_HITS 60

/**
 * HearthConversationList:
 *
 * All conversations, the one that was last spoken in first, and a search in what was said.
 */
struct _HearthConversationList {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *entry;
  GtkWidget *rows;
  GtkWidget *empty;
  GtkWidget *usage;

  HearthClient *client;      /* (owned) */
  GCancellable *cancellable; /* (owned) (nullable): of what is being read */
  GHashTable *hidden;        /* (owned) (element-type utf8): names that are about to be removed */
  char *current;             /* (owned) */
  GPtrArray *private_names;  /* (owned) (element-type utf8) */
  guint n_wanted;            /* how many conversations are read */
  gboolean all;              /* whether there are no more */
};

G_DEFINE_FINAL_TYPE (HearthConversationList, hearth_conversation_list, GTK_TYPE_WIDGET)

enum {
  CHOSEN,
  RENAMED,
  REMOVE,
  CLOSE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

typedef struct {
  char *words; /* (nullable) */
  guint limit;
} Wanted;

/* What was read: conversations, or places where the words were said. */
typedef struct {
  GPtrArray *conversations; /* (nullable) */
  GPtrArray *hits;          /* (nullable) */
} Found;

static void
wanted_free (gpointer data)
{
  g_free (((Wanted *) data)->words);
  g_free (data);
}

static void
found_free (gpointer data)
{
  Found *found = data;

  g_clear_pointer (&found->conversations, g_ptr_array_unref);
  g_clear_pointer (&found->hits, g_ptr_array_unref);
  g_free (found);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Found, found_free)

static gpointer
read_list (HearthDatabase *db, gpointer data, GError **error)
{
  Wanted *wanted = data;
  g_autoptr (Found) found = g_new0 (Found, 1);

  if (wanted->words != NULL)
    found->hits = hearth_store_conversations_search (db, wanted->words, wanted->limit, error);
  else
    found->conversations = hearth_store_conversations_list (db, 0, wanted->limit, error);
  return found->hits != NULL || found->conversations != NULL ? g_steal_pointer (&found) : NULL;
}

static void
renamed_cb (HearthConversationRow *row, const char *title, gpointer user_data)
{
  g_signal_emit (user_data, signals[RENAMED], 0, hearth_conversation_row_get_name (row), title);
}

static void
remove_cb (HearthConversationRow *row, gpointer user_data)
{
  g_signal_emit (user_data, signals[REMOVE], 0, hearth_conversation_row_get_name (row),
                 hearth_conversation_row_get_title (row));
}

static void
add_row (HearthConversationList *self, GtkWidget *row)
{
  g_signal_connect (row, "renamed", G_CALLBACK (renamed_cb), self);
  g_signal_connect (row, "remove", G_CALLBACK (remove_cb), self);
  gtk_list_box_append (GTK_LIST_BOX (self->rows), row);
}

static guint
add_conversations (HearthConversationList *self, GPtrArray *conversations)
{
  guint n = 0;

  for (guint i = 0; i < self->private_names->len; i++) {
    const char *name = g_ptr_array_index (self->private_names, i);

    add_row (self,
             hearth_conversation_row_new_private (name, g_strcmp0 (name, self->current) == 0));
    n++;
  }
  for (guint i = 0; i < conversations->len; i++) {
    const HearthConversation *one = g_ptr_array_index (conversations, i);

    if (g_hash_table_contains (self->hidden, one->name))
      continue;
    add_row (self, hearth_conversation_row_new (one, g_strcmp0 (one->name, self->current) == 0));
    n++;
  }
  self->all = conversations->len < self->n_wanted;
  return n;
}

static guint
add_hits (HearthConversationList *self, GPtrArray *hits)
{
  guint n = 0;

  for (guint i = 0; i < hits->len; i++) {
    const HearthTurnHit *hit = g_ptr_array_index (hits, i);

    if (g_hash_table_contains (self->hidden, hit->conversation))
      continue;
    add_row (self, hearth_conversation_row_new_hit (hit));
    n++;
  }
  return n;
}

static gboolean
is_searching (HearthConversationList *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  while (g_ascii_isspace (*text))
    text++;
  return *text != '\0';
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Found) found = hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);
  HearthConversationList *self = user_data;
  GtkWidget *child;
  guint n = 0;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  while ((child = gtk_widget_get_first_child (self->rows)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->rows), child);
  if (found != NULL)
    n = found->hits != NULL ? add_hits (self, found->hits)
                            : add_conversations (self, found->conversations);
  gtk_label_set_text (GTK_LABEL (self->empty), error != NULL ? error->message
                                               : is_searching (self)
                                                   ? _("Nobody has said that here.")
                                                   : _("Nothing has been said yet."));
  gtk_widget_set_visible (self->rows, n > 0);
  gtk_widget_set_visible (self->empty, n == 0);
}

static void
read_again (HearthConversationList *self)
{
  Wanted *wanted = g_new0 (Wanted, 1);

  if (self->cancellable != NULL) {
    g_cancellable_cancel (self->cancellable);
    g_object_unref (self->cancellable);
  }
  self->cancellable = g_cancellable_new ();
  wanted->limit = is_searching (self) ? MAX_HITS : self->n_wanted;
  if (is_searching (self))
    wanted->words = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  hearth_client_read_async (self->client, read_list, wanted, wanted_free, found_free,
                            self->cancellable, read_cb, self);
}

/* A row whose title is being typed is not taken away. */
static gboolean
is_renaming (HearthConversationList *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && GTK_IS_EDITABLE (focus) && gtk_widget_is_ancestor (focus, self->rows);
}

static void
changed_cb (HearthConversationList *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && !is_renaming (self))
    read_again (self);
}

static void
edge_cb (GtkScrolledWindow *scroller, GtkPositionType edge, gpointer user_data)
{
  HearthConversationList *self = user_data;

  if (edge != GTK_POS_BOTTOM || self->all || is_searching (self))
    return;
  self->n_wanted += PAGE_ROWS;
  read_again (self);
}

static void
activated_cb (GtkListBox *box, GtkListBoxRow *row, gpointer user_data)
{
  HearthConversationRow *chosen = HEARTH_CONVERSATION_ROW (row);

  g_signal_emit (user_data, signals[CHOSEN], 0, hearth_conversation_row_get_name (chosen),
                 hearth_conversation_row_is_private (chosen),
                 hearth_conversation_row_get_turn (chosen));
}

static void
stop_search_cb (HearthConversationList *self)
{
  if (is_searching (self))
    gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  else
    g_signal_emit (self, signals[CLOSE], 0);
}

static void
close_cb (HearthConversationList *self)
{
  g_signal_emit (self, signals[CLOSE], 0);
}

/* How many tokens services counted this month, against the owner's limit. */
static char *
dup_tokens (gint64 n, gint64 limit)
{
  g_autofree char *tokens = g_strdup_printf ("%'" G_GINT64_FORMAT, n);
  g_autofree char *most = g_strdup_printf ("%'" G_GINT64_FORMAT, limit);

  if (limit <= 0)
    /* Translators: %s is a number. */
    return g_strdup_printf (ngettext ("This month: %s token", "This month: %s tokens", (gulong) n),
                            tokens);
  /* Translators: two numbers; the second is the most that the owner allows. */
  return g_strdup_printf (ngettext ("This month: %s token of %s", "This month: %s tokens of %s",
                                    (gulong) n),
                          tokens, most);
}

/* And what they cost. */
static char *
dup_cost (double cost, double limit, const char *currency)
{
  g_autofree char *paid = g_strdup_printf ("%.2f %s", cost, currency);
  g_autofree char *most = g_strdup_printf ("%.2f %s", limit, currency);

  return limit > 0 ? g_strdup_printf (_("%s of %s"), paid, most) : g_steal_pointer (&paid);
}

static void
show_usage (HearthConversationList *self)
{
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, NULL);
  GVariant *usage = proxy != NULL ? hearth_bus_daemon1_get_monthly_usage (proxy) : NULL;
  gint64 read = 0, written = 0, limit = 0;
  double cost = -1, limit_cost = 0;
  const char *currency = "";
  g_autoptr (GString) text = g_string_new (NULL);

  if (usage != NULL) {
    g_variant_lookup (usage, "tokens-in", "x", &read);
    g_variant_lookup (usage, "tokens-out", "x", &written);
    g_variant_lookup (usage, "limit-tokens", "x", &limit);
    g_variant_lookup (usage, "cost", "d", &cost);
    g_variant_lookup (usage, "limit-cost", "d", &limit_cost);
    g_variant_lookup (usage, "currency", "&s", &currency);
  }
  if (read + written > 0) {
    g_autofree char *tokens = dup_tokens (read + written, limit);

    g_string_append (text, tokens);
    if (cost >= 0) {
      g_autofree char *paid = dup_cost (cost, limit_cost, currency);

      g_string_append_printf (text, " · %s", paid);
    }
  }
  gtk_label_set_text (GTK_LABEL (self->usage), text->str);
  gtk_widget_set_visible (self->usage, text->len > 0);
}

static void
hearth_conversation_list_map (GtkWidget *widget)
{
  HearthConversationList *self = HEARTH_CONVERSATION_LIST (widget);

  GTK_WIDGET_CLASS (hearth_conversation_list_parent_class)->map (widget);
  show_usage (self);
}

static gboolean
hearth_conversation_list_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (HEARTH_CONVERSATION_LIST (widget)->entry);
}

static void
hearth_conversation_list_dispose (GObject *object)
{
  HearthConversationList *self = HEARTH_CONVERSATION_LIST (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_object (&self->client);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (hearth_conversation_list_parent_class)->dispose (object);
}

static void
hearth_conversation_list_finalize (GObject *object)
{
  HearthConversationList *self = HEARTH_CONVERSATION_LIST (object);

  g_clear_object (&self->cancellable);
  g_hash_table_unref (self->hidden);
  g_clear_pointer (&self->private_names, g_ptr_array_unref);
  g_free (self->current);
  G_OBJECT_CLASS (hearth_conversation_list_parent_class)->finalize (object);
}

static void
install_signals (void)
{
  /**
   * HearthConversationList::chosen:
   * @name: a conversation
   * @is_private: whether it is kept in memory only
   * @turn: the turn in which what was looked for was said, or 0
   */
  signals[CHOSEN] =
      g_signal_new ("chosen", HEARTH_TYPE_CONVERSATION_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_BOOLEAN, G_TYPE_INT64);
  /**
   * HearthConversationList::renamed:
   * @name: a conversation
   * @title: the title that the owner gave it
   */
  signals[RENAMED] = g_signal_new ("renamed", HEARTH_TYPE_CONVERSATION_LIST, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  /**
   * HearthConversationList::remove:
   * @name: a conversation
   * @title: its title
   */
  signals[REMOVE] = g_signal_new ("remove", HEARTH_TYPE_CONVERSATION_LIST, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  /**
   * HearthConversationList::close:
   *
   * The owner wants to go on with the conversation they were in.
   */
  signals[CLOSE] = g_signal_new ("close", HEARTH_TYPE_CONVERSATION_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
hearth_conversation_list_class_init (HearthConversationListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hearth_conversation_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_conversation_list_finalize;
  widget_class->map = hearth_conversation_list_map;
  widget_class->grab_focus = hearth_conversation_list_grab_focus;
  install_signals ();
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
make_head (HearthConversationList *self)
{
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *back = gtk_button_new_from_icon_name ("go-previous-symbolic");
  GtkWidget *hidden = gtk_button_new_from_icon_name ("channel-secure-symbolic");

  gtk_widget_add_css_class (back, "flat");
  gtk_widget_set_tooltip_text (back, _("Back to the conversation"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (back), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Back to the conversation"), -1);
  g_signal_connect_swapped (back, "clicked", G_CALLBACK (close_cb), self);
  self->entry = gtk_search_entry_new ();
  gtk_widget_set_hexpand (self->entry, TRUE);
  g_object_set (self->entry, "placeholder-text", _("What was said…"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Search in what was said"), -1);
  g_signal_connect_swapped (self->entry, "search-changed", G_CALLBACK (read_again), self);
  g_signal_connect_swapped (self->entry, "stop-search", G_CALLBACK (stop_search_cb), self);
  gtk_widget_add_css_class (hidden, "flat");
  gtk_widget_set_tooltip_text (hidden, _("New private conversation"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (hidden), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("New private conversation"), -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (hidden), "win.begin-private");
  gtk_box_append (GTK_BOX (head), back);
  gtk_box_append (GTK_BOX (head), self->entry);
  gtk_box_append (GTK_BOX (head), hidden);
  gtk_widget_add_css_class (head, "talk-head");
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 680);
  adw_clamp_set_child (ADW_CLAMP (clamp), head);
  return clamp;
}

static GtkWidget *
make_rows (HearthConversationList *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  self->rows = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->rows), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->rows, "boxed-list");
  gtk_widget_set_visible (self->rows, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->rows), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Conversations"), -1);
  g_signal_connect (self->rows, "row-activated", G_CALLBACK (activated_cb), self);
  self->empty = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->empty), TRUE);
  gtk_widget_set_margin_top (self->empty, 40);
  gtk_widget_add_css_class (self->empty, "dim-label");
  self->usage = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->usage), TRUE);
  gtk_widget_add_css_class (self->usage, "origin");
  gtk_box_append (GTK_BOX (page), self->rows);
  gtk_box_append (GTK_BOX (page), self->empty);
  gtk_box_append (GTK_BOX (page), self->usage);
  gtk_widget_add_css_class (page, "page");
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 680);
  adw_clamp_set_child (ADW_CLAMP (clamp), page);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  gtk_widget_set_vexpand (scroller, TRUE);
  g_signal_connect (scroller, "edge-reached", G_CALLBACK (edge_cb), self);
  return scroller;
}

static void
hearth_conversation_list_init (HearthConversationList *self)
{
  self->hidden = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->private_names = g_ptr_array_new_with_free_func (g_free);
  self->n_wanted = PAGE_ROWS;
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self->box), make_head (self));
  gtk_box_append (GTK_BOX (self->box), make_rows (self));
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

/**
 * hearth_conversation_list_new:
 * @client: the panel's client
 *
 * Returns: (transfer floating): a list that shows nothing before it is opened
 */
GtkWidget *
hearth_conversation_list_new (HearthClient *client)
{
  HearthConversationList *self = g_object_new (HEARTH_TYPE_CONVERSATION_LIST, NULL);

  self->client = g_object_ref (client);
  g_signal_connect_swapped (client, "changed::conversations", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (client, "changed::turns", G_CALLBACK (changed_cb), self);
  return GTK_WIDGET (self);
}

/**
 * hearth_conversation_list_open:
 * @self: a list
 * @current: the name of the conversation on the screen, or ""
 * @private_names: (element-type utf8): the private ones that were begun here, newest first
 *
 * Shows the newest conversations.
 */
void
hearth_conversation_list_open (HearthConversationList *self, const char *current,
                               GPtrArray *private_names)
{
  g_free (self->current);
  self->current = g_strdup (current);
  g_ptr_array_set_size (self->private_names, 0);
  for (guint i = 0; i < private_names->len; i++)
    g_ptr_array_add (self->private_names, g_strdup (g_ptr_array_index (private_names, i)));
  self->n_wanted = PAGE_ROWS;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  read_again (self);
}

/**
 * hearth_conversation_list_refresh:
 * @self: a list
 *
 * Looks again: a title that was typed in it was not kept.
 */
void
hearth_conversation_list_refresh (HearthConversationList *self)
{
  read_again (self);
}

/**
 * hearth_conversation_list_hide:
 * @self: a list
 * @name: a conversation
 * @hidden: whether it is about to be removed
 *
 * Leaves a conversation out, or shows it again.
 */
void
hearth_conversation_list_hide (HearthConversationList *self, const char *name, gboolean hidden)
{
  if (hidden)
    g_hash_table_add (self->hidden, g_strdup (name));
  else
    g_hash_table_remove (self->hidden, name);
  read_again (self);
}
