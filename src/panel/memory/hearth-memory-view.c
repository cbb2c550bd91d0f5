/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-memory-view.h"

#include "hearth-clock.h"
#include "hearth-journal-row.h"
#include "hearth-label-wrap.h"
#include "hearth-memory-fact.h"
#include "hearth-store-memories.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#define FIRST_LINES 12
#define MORE_LINES 50
#define MAX_FACTS 500
#define RECEIPT_DAYS 7
/* Letters come faster than the store is to be asked; changes come in heaps. */
#define SETTLE_MS 120

typedef enum {
  SECTION_OWNER,
  SECTION_OTHERS,
  SECTION_PROPOSED,
  SECTION_JOURNAL,
  SECTION_RECEIPTS,
  N_SECTIONS,
} SectionKind;

typedef struct {
  GtkWidget *box;
  GtkListBox *list;
  GtkLabel *empty; /* what stands there instead */
} Section;

/**
 * HearthMemoryView:
 *
 * All that is known of the owner, why, and what may be done about it; what waits for a yes; what
 * was done and what left this computer.
 */
struct _HearthMemoryView {
  GtkWidget parent_instance;

  GtkEditable *search;
  Section sections[N_SECTIONS];
  GtkWidget *more;
  GtkWidget *scroller;

  HearthMailDesk *desk;      /* (owned) */
  HearthClient *client;      /* (owned) */
  GCancellable *cancellable; /* (owned) of the reading that is under way */
  guint n_lines;             /* of the journal are shown */
  guint refresh_timer;
  gboolean opened;
};

G_DEFINE_FINAL_TYPE (HearthMemoryView, hearth_memory_view, GTK_TYPE_WIDGET)

static const struct {
  const char *title;
  const char *empty;
} kinds[N_SECTIONS] = {
  { N_("About you"), N_("Nothing yet. Say “Remember that …”, and it stands here.") },
  { N_("About others"), NULL },
  { N_("May I remember this?"), NULL },
  { N_("What I did, and what left this computer"),
    N_("Nothing was done, and nothing has left this computer.") },
  { N_("Counted at the network"), N_("No connection was made in the last days.") },
};

/* What is read for the page at once. */
typedef struct {
  char *words; /* (owned) looked for, or "" */
  guint n_lines;
  GPtrArray *facts;    /* (owned) of HearthMemory */
  GPtrArray *proposed; /* (owned) of HearthMemory */
  GPtrArray *journal;  /* (owned) of HearthJournalEntry, perhaps one more than is shown */
  GPtrArray *receipts; /* (owned) of HearthDayReceipt */
  GArray *uses;        /* (owned) of guint, for each of @facts */
} Content;

static void
content_free (gpointer data)
{
  Content *content = data;

  g_free (content->words);
  g_clear_pointer (&content->facts, g_ptr_array_unref);
  g_clear_pointer (&content->proposed, g_ptr_array_unref);
  g_clear_pointer (&content->journal, g_ptr_array_unref);
  g_clear_pointer (&content->receipts, g_ptr_array_unref);
  g_clear_pointer (&content->uses, g_array_unref);
  g_free (content);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Content, content_free)

static gboolean
read_uses (HearthDatabase *db, Content *content, GError **error)
{
  content->uses = g_array_new (FALSE, TRUE, sizeof (guint));
  for (guint i = 0; i < content->facts->len; i++) {
    const HearthMemory *memory = g_ptr_array_index (content->facts, i);
    g_autoptr (GPtrArray) uses =
        hearth_store_memories_list_uses (db, memory->id, G_MAXINT16, error);

    if (uses == NULL)
      return FALSE;
    g_array_append_val (content->uses, uses->len);
  }
  return TRUE;
}

static gpointer
read_content (HearthDatabase *db, gpointer data, GError **error)
{
  const Content *wanted = data;
  g_autoptr (Content) content = g_new0 (Content, 1);
  const char *words = *wanted->words != '\0' ? wanted->words : NULL;
  HearthMemoryFilter active = { .words = words, .limit = MAX_FACTS };
  HearthMemoryFilter proposed = { HEARTH_MEMORIES_PROPOSED, .words = words, .limit = MAX_FACTS };
  HearthJournalFilter lines = { .limit = wanted->n_lines + 1 };
  gint64 today = hearth_store_receipts_get_day (hearth_clock_now ());

  content->words = g_strdup (wanted->words);
  content->n_lines = wanted->n_lines;
  content->facts = hearth_store_memories_list (db, &active, error);
  if (content->facts == NULL || !read_uses (db, content, error))
    return NULL;
  content->proposed = hearth_store_memories_list (db, &proposed, error);
  if (content->proposed == NULL)
    return NULL;
  content->journal = hearth_store_journal_list (db, &lines, error);
  if (content->journal == NULL)
    return NULL;
  content->receipts = hearth_store_receipts_list (db, today - RECEIPT_DAYS + 1, error);
  return content->receipts != NULL ? g_steal_pointer (&content) : NULL;
}

static void
clear (Section *section)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (section->list))) != NULL)
    gtk_list_box_remove (section->list, row);
}

/* A section without rows says so, or is not there. */
static void
settle (HearthMemoryView *self, SectionKind kind, gboolean wanted)
{
  Section *section = &self->sections[kind];
  gboolean any = gtk_widget_get_first_child (GTK_WIDGET (section->list)) != NULL;

  gtk_widget_set_visible (GTK_WIDGET (section->list), any);
  gtk_widget_set_visible (GTK_WIDGET (section->empty), !any);
  gtk_widget_set_visible (section->box, wanted && (any || kinds[kind].empty != NULL));
}

static void
show_facts (HearthMemoryView *self, const Content *content)
{
  gboolean searching = *content->words != '\0';

  for (guint i = 0; i < content->facts->len; i++) {
    const HearthMemory *memory = g_ptr_array_index (content->facts, i);
    gboolean owner = strcmp (memory->subject, HEARTH_MEMORY_OWNER) == 0;

    gtk_list_box_append (self->sections[owner ? SECTION_OWNER : SECTION_OTHERS].list,
                         hearth_memory_fact_new (self->desk, memory,
                                                 g_array_index (content->uses, guint, i)));
  }
  for (guint i = 0; i < content->proposed->len; i++)
    gtk_list_box_append (self->sections[SECTION_PROPOSED].list,
                         hearth_memory_proposal_new (self->desk,
                                                     g_ptr_array_index (content->proposed, i)));
  gtk_label_set_text (self->sections[SECTION_OWNER].empty,
                      searching ? _("I remember nothing with these words.")
                                : _ (kinds[SECTION_OWNER].empty));
}

static void
show_journal (HearthMemoryView *self, const Content *content)
{
  GPtrArray *receipts = content->receipts;
  guint first = 0;

  for (guint i = 0; i < content->journal->len && i < content->n_lines; i++)
    gtk_list_box_append (self->sections[SECTION_JOURNAL].list,
                         hearth_journal_row_new (self->desk,
                                                 g_ptr_array_index (content->journal, i)));
  while (first < receipts->len) {
    guint next = first;

    while (next < receipts->len && ((HearthDayReceipt *) receipts->pdata[next])->day ==
                                       ((HearthDayReceipt *) receipts->pdata[first])->day)
      next++;
    gtk_list_box_append (self->sections[SECTION_RECEIPTS].list,
                         hearth_receipts_row_new (receipts, first, next - first));
    first = next;
  }
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthMemoryView *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (Content) content = hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);
  gboolean searching;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (content == NULL) {
    if (error != NULL)
      hearth_mail_desk_say (self->desk, error->message);
    return;
  }
  searching = *content->words != '\0';
  for (guint i = 0; i < N_SECTIONS; i++)
    clear (&self->sections[i]);
  show_facts (self, content);
  if (!searching)
    show_journal (self, content);
  for (guint i = 0; i < N_SECTIONS; i++)
    settle (self, i, !searching || i < SECTION_JOURNAL);
  /* Found among others, nothing has to be said of the owner. */
  if (searching && content->facts->len + content->proposed->len > 0)
    gtk_widget_set_visible (self->sections[SECTION_OWNER].box,
                            gtk_widget_get_visible (
                                GTK_WIDGET (self->sections[SECTION_OWNER].list)));
  gtk_widget_set_visible (self->more, !searching && content->journal->len > content->n_lines);
}

/* Whether somebody writes in a row, whose words a new reading would throw away. */
static gboolean
is_edited (HearthMemoryView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self)) &&
         gtk_widget_get_ancestor (focus, ADW_TYPE_ENTRY_ROW) != NULL;
}

static void
read_now (HearthMemoryView *self)
{
  Content *wanted = g_new0 (Content, 1);

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  wanted->words = g_strstrip (g_strdup (gtk_editable_get_text (self->search)));
  wanted->n_lines = self->n_lines;
  hearth_client_read_async (self->client, read_content, wanted, content_free, content_free,
                            self->cancellable, read_cb, self);
}

static gboolean
refresh_cb (gpointer user_data)
{
  HearthMemoryView *self = user_data;

  self->refresh_timer = 0;
  read_now (self);
  return G_SOURCE_REMOVE;
}

static void
refresh (HearthMemoryView *self)
{
  if (self->opened && self->refresh_timer == 0)
    self->refresh_timer = g_timeout_add (SETTLE_MS, refresh_cb, self);
}

static void
changed_cb (HearthMemoryView *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && !is_edited (self))
    refresh (self);
}

/* What was remembered or forgotten here is what the owner waits for. */
static void
memories_cb (HearthMemoryView *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    refresh (self);
}

static void
more_cb (HearthMemoryView *self)
{
  self->n_lines += MORE_LINES;
  refresh (self);
}

static void
hearth_memory_view_dispose (GObject *object)
{
  HearthMemoryView *self = HEARTH_MEMORY_VIEW (object);
  GtkWidget *child;

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->refresh_timer, g_source_remove);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->client);
  g_clear_object (&self->desk);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (hearth_memory_view_parent_class)->dispose (object);
}

static void
hearth_memory_view_class_init (HearthMemoryViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_memory_view_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
make_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
make_section (HearthMemoryView *self, SectionKind kind, GtkWidget *page)
{
  Section *section = &self->sections[kind];

  section->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  section->list = GTK_LIST_BOX (gtk_list_box_new ());
  section->empty =
      GTK_LABEL (make_label (kinds[kind].empty != NULL ? _ (kinds[kind].empty) : "", "dim-label"));
  gtk_list_box_set_selection_mode (section->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (section->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (section->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (kinds[kind].title), -1);
  gtk_box_append (GTK_BOX (section->box), make_label (_ (kinds[kind].title), "section"));
  gtk_box_append (GTK_BOX (section->box), GTK_WIDGET (section->list));
  gtk_box_append (GTK_BOX (section->box), GTK_WIDGET (section->empty));
  gtk_widget_set_visible (section->box, FALSE);
  gtk_box_append (GTK_BOX (page), section->box);
}

static GtkWidget *
make_search (HearthMemoryView *self)
{
  GtkWidget *search = gtk_search_entry_new ();

  self->search = GTK_EDITABLE (search);
  g_object_set (search, "placeholder-text", _("Search what I remember…"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Search what I remember"), -1);
  g_signal_connect_swapped (search, "search-changed", G_CALLBACK (refresh), self);
  return search;
}

static void
make_page (HearthMemoryView *self)
{
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (self->scroller, TRUE);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 680);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), 640);
  gtk_widget_add_css_class (page, "page");
  gtk_widget_add_css_class (page, "memory");
  gtk_box_append (GTK_BOX (page), make_search (self));
  for (guint i = 0; i < SECTION_RECEIPTS; i++)
    make_section (self, i, page);
  self->more = gtk_button_new_with_label (_("Show More"));
  gtk_widget_add_css_class (self->more, "flat");
  gtk_widget_set_margin_top (self->more, 6);
  gtk_widget_set_visible (self->more, FALSE);
  g_signal_connect_swapped (self->more, "clicked", G_CALLBACK (more_cb), self);
  gtk_box_append (GTK_BOX (page), self->more);
  make_section (self, SECTION_RECEIPTS, page);
  adw_clamp_set_child (ADW_CLAMP (clamp), page);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), clamp);
}

static GtkWidget *
make_bar (void)
{
  const char *const labels[] = { _("_Export Everything…"), _("Say _Goodbye…") };
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_widget_add_css_class (bar, "bottom-bar");
  gtk_widget_add_css_class (bar, "page-bar");
  /* Both are done where they are explained. */
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++) {
    GtkWidget *button = gtk_button_new_with_mnemonic (labels[i]);
    GtkWidget *label = gtk_button_get_child (GTK_BUTTON (button));

    /* Longer words, in another language or larger, are not to make the window wider. */
    hearth_label_wrap (GTK_LABEL (label));
    gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
    gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), "app.preferences-page::data");
    gtk_widget_set_hexpand (button, i > 0);
    gtk_widget_set_halign (button, i > 0 ? GTK_ALIGN_END : GTK_ALIGN_START);
    gtk_box_append (GTK_BOX (bar), button);
  }
  return bar;
}

static void
hearth_memory_view_init (HearthMemoryView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->cancellable = g_cancellable_new ();
  self->n_lines = FIRST_LINES;
  make_page (self);
  gtk_box_append (GTK_BOX (box), self->scroller);
  gtk_box_append (GTK_BOX (box), make_bar ());
  gtk_widget_set_parent (box, GTK_WIDGET (self));
}

/**
 * hearth_memory_view_new:
 * @desk: where what is done is told and taken back
 *
 * Returns: (transfer floating): the page of what is known and what was done
 */
GtkWidget *
hearth_memory_view_new (HearthMailDesk *desk)
{
  static const char *const tables[] = { "changed::receipts", "changed::messages", "changed::events",
                                        "changed::outbox", "changed::cards" };
  HearthMemoryView *self = g_object_new (HEARTH_TYPE_MEMORY_VIEW, NULL);

  self->desk = g_object_ref (desk);
  self->client = g_object_ref (hearth_mail_desk_get_client (desk));
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    g_signal_connect_swapped (self->client, tables[i], G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->client, "changed::memories", G_CALLBACK (memories_cb), self);
  return GTK_WIDGET (self);
}

/**
 * hearth_memory_view_open:
 * @self: the page
 *
 * Reads all anew and waits for words to look for.
 */
void
hearth_memory_view_open (HearthMemoryView *self)
{
  self->opened = TRUE;
  read_now (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/**
 * hearth_memory_view_find:
 * @self: the page
 * @words: words
 *
 * Looks for what is remembered with some words, as if they had been typed.
 */
void
hearth_memory_view_find (HearthMemoryView *self, const char *words)
{
  gtk_editable_set_text (self->search, words);
  gtk_editable_set_position (self->search, -1);
}
