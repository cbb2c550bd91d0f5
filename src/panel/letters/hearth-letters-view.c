/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-letters-view.h"

#include "hearth-clock.h"
#include "hearth-letter-call.h"
#include "hearth-letter-occasions.h"
#include "hearth-letter-face.h"
#include "hearth-store-letters.h"
#include "hearth-text.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define MAX_LETTERS 1000
#define MAX_WORDS 120
#define SETTLE_MS 120

/**
 * HearthLettersView:
 *
 * The owner's letters, the newest first.
 */
struct _HearthLettersView {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkBox *page;
  HearthLetterOccasions *occasions;
  GtkEditable *search;
  GtkListBox *list;
  GtkWidget *empty;
  GtkWidget *nothing;
  GtkWidget *write;
  GtkWidget *first;

  HearthMailDesk *desk;      /* (owned) */
  HearthClient *client;      /* (owned) */
  GCancellable *cancellable; /* (owned) of the reading that is under way */
  gint64 chosen;             /* the letter whose row has the focus after a reading, or 0 */
  guint timer;
  gboolean opened;
};

G_DEFINE_FINAL_TYPE (HearthLettersView, hearth_letters_view, GTK_TYPE_WIDGET)

typedef struct {
  char *words;        /* (owned) looked for, or "" */
  GPtrArray *letters; /* (owned) (element-type HearthLetter) */
} Content;

static void
content_free (gpointer data)
{
  Content *content = data;

  g_free (content->words);
  g_clear_pointer (&content->letters, g_ptr_array_unref);
  g_free (content);
}

static gint64
get_id (gpointer row)
{
  return *(gint64 *) g_object_get_data (G_OBJECT (row), "letter");
}

static void
delete_row (HearthLettersView *self, GtkListBoxRow *row)
{
  hearth_letter_call_delete (self->desk, get_id (row), g_object_get_data (G_OBJECT (row), "title"));
  /* The next one takes its place under the fingers. */
  gtk_widget_set_sensitive (GTK_WIDGET (row), FALSE);
  row = gtk_list_box_get_row_at_index (self->list, gtk_list_box_row_get_index (row) + 1);
  self->chosen = row != NULL ? get_id (row) : 0;
}

static void
delete_cb (GtkWidget *button, HearthLettersView *self)
{
  delete_row (self, GTK_LIST_BOX_ROW (gtk_widget_get_ancestor (button, GTK_TYPE_LIST_BOX_ROW)));
}

static GtkWidget *
make_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
make_words (const HearthLetter *letter, const char *title)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  g_autofree char *day = hearth_letter_dup_day (letter, hearth_clock_now ());
  g_autofree char *words = hearth_text_one_line (letter->text, MAX_WORDS);
  GtkWidget *name = make_label (title, "need-title");
  GtkWidget *date = gtk_label_new (day);

  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_add_css_class (date, "dim-label");
  gtk_widget_add_css_class (date, "small");
  gtk_box_append (GTK_BOX (top), name);
  gtk_box_append (GTK_BOX (top), date);
  gtk_box_append (GTK_BOX (box), top);
  gtk_box_append (GTK_BOX (box),
                  make_label (*words != '\0' ? words : _("Nothing yet"), "dim-label"));
  gtk_widget_set_hexpand (box, TRUE);
  return box;
}

static GtkWidget *
make_row (HearthLettersView *self, const HearthLetter *letter)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *delete = gtk_button_new_from_icon_name ("user-trash-symbolic");
  char *title = hearth_letter_dup_title (letter);
  g_autofree char *day = hearth_letter_dup_day (letter, hearth_clock_now ());
  g_autofree char *name = g_strdup_printf ("%s, %s", title, day);
  /* Translators: %s is the title of a letter */
  g_autofree char *deletion = g_strdup_printf (_("Delete: %s"), title);

  g_object_set_data_full (G_OBJECT (row), "title", title, g_free);
  g_object_set_data_full (G_OBJECT (row), "letter", g_memdup2 (&letter->id, sizeof letter->id),
                          g_free);
  gtk_widget_set_valign (delete, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (delete, _("Delete Letter"));
  gtk_widget_add_css_class (delete, "flat");
  gtk_widget_add_css_class (delete, "circular");
  gtk_accessible_update_property (GTK_ACCESSIBLE (delete), GTK_ACCESSIBLE_PROPERTY_LABEL, deletion,
                                  -1);
  g_signal_connect (delete, "clicked", G_CALLBACK (delete_cb), self);
  gtk_widget_add_css_class (box, "need");
  gtk_box_append (GTK_BOX (box), make_words (letter, title));
  gtk_box_append (GTK_BOX (box), delete);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return row;
}

/* Where the focus was, it is again; what was deleted has left it to its neighbour. */
static void
note_focus (HearthLettersView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *row = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list))
                       ? gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_BOX_ROW)
                       : NULL;

  if (row != NULL && self->chosen == 0)
    self->chosen = get_id (row);
}

static void
show_content (HearthLettersView *self, const Content *content)
{
  gboolean any = content->letters->len > 0;
  gboolean searching = *content->words != '\0';
  GtkWidget *row;

  note_focus (self);
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < content->letters->len; i++) {
    const HearthLetter *letter = g_ptr_array_index (content->letters, i);

    row = make_row (self, letter);
    gtk_list_box_append (self->list, row);
    if (letter->id == self->chosen)
      gtk_widget_grab_focus (row);
  }
  self->chosen = 0;
  gtk_widget_set_visible (GTK_WIDGET (self->list), any);
  gtk_widget_set_visible (self->nothing, !any && searching);
  gtk_widget_set_visible (self->empty, !any && !searching);
  gtk_widget_set_visible (GTK_WIDGET (self->search), any || searching);
  gtk_widget_set_visible (self->write, any || searching);
  if (self->opened) {
    self->opened = FALSE;
    gtk_widget_grab_focus (any ? GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, 0))
                               : self->first);
  }
}

static gpointer
read_letters (HearthDatabase *db, gpointer data, GError **error)
{
  const Content *wanted = data;
  HearthLetterFilter filter = { .words = *wanted->words != '\0' ? wanted->words : NULL,
                                .limit = MAX_LETTERS };
  GPtrArray *letters = hearth_store_letters_list (db, &filter, error);
  Content *content;

  if (letters == NULL)
    return NULL;
  content = g_new0 (Content, 1);
  content->words = g_strdup (wanted->words);
  content->letters = letters;
  return content;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthLettersView *self = user_data;
  g_autoptr (GError) error = NULL;
  Content *content = hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (content == NULL) {
    hearth_mail_desk_say (self->desk, error->message);
    return;
  }
  show_content (self, content);
  content_free (content);
}

static void
read_now (HearthLettersView *self)
{
  Content *wanted = g_new0 (Content, 1);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  wanted->words = g_strstrip (g_strdup (gtk_editable_get_text (self->search)));
  hearth_client_read_async (self->client, read_letters, wanted, content_free, content_free,
                            self->cancellable, read_cb, self);
}

static gboolean
timer_cb (gpointer user_data)
{
  HearthLettersView *self = user_data;

  self->timer = 0;
  read_now (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (HearthLettersView *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && self->timer == 0)
    self->timer = g_timeout_add (SETTLE_MS, timer_cb, self);
}

static void
activated_cb (HearthLettersView *self, GtkListBoxRow *row)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.letter", "x", get_id (row));
}

static gboolean
delete_key_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  HearthLettersView *self = HEARTH_LETTERS_VIEW (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

  if (focus == NULL || !GTK_IS_LIST_BOX_ROW (focus))
    return FALSE;
  delete_row (self, GTK_LIST_BOX_ROW (focus));
  return TRUE;
}

static void
hearth_letters_view_dispose (GObject *object)
{
  HearthLettersView *self = HEARTH_LETTERS_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->client);
  g_clear_object (&self->desk);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (hearth_letters_view_parent_class)->dispose (object);
}

static void
hearth_letters_view_class_init (HearthLettersViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hearth_letters_view_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Delete, 0, delete_key_cb, NULL);
}

static GtkWidget *
make_new (void)
{
  GtkWidget *button = gtk_button_new_with_label (_("New Letter"));

  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), "win.letter(int64 0)");
  return button;
}

static GtkWidget *
make_empty (HearthLettersView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 14);
  GtkWidget *title = gtk_label_new (_("No letters yet"));
  GtkWidget *text = gtk_label_new (
      _("Dictate or write. I set it down, read it over with you, and put it on paper."));
  GtkWidget *hands = gtk_button_new_with_label (_("Hands"));

  gtk_widget_add_css_class (title, "headline");
  gtk_widget_add_css_class (text, "dim-label");
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_justify (GTK_LABEL (text), GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars (GTK_LABEL (text), 34);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (hands), "win.hands");
  gtk_widget_set_halign (hands, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (hands, "flat");
  self->first = make_new ();
  gtk_widget_set_halign (self->first, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_vexpand (box, TRUE);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), text);
  gtk_box_append (GTK_BOX (box), self->first);
  gtk_box_append (GTK_BOX (box), hands);
  return box;
}

static GtkWidget *
make_way (HearthLettersView *self, const char *icon, const char *name, const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  g_object_bind_property (self->search, "visible", button, "visible", G_BINDING_SYNC_CREATE);
  return button;
}

static void
make_search (HearthLettersView *self, GtkWidget *page)
{
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *search = gtk_search_entry_new ();

  self->search = GTK_EDITABLE (search);
  gtk_widget_set_hexpand (search, TRUE);
  g_object_set (search, "placeholder-text", _("Search letters…"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Search letters"), -1);
  g_signal_connect_swapped (search, "search-changed", G_CALLBACK (changed_cb), self);
  self->write = make_new ();
  gtk_box_append (GTK_BOX (top), search);
  gtk_box_append (GTK_BOX (top),
                  make_way (self, "document-edit-symbolic", _("Hands"), "win.hands"));
  gtk_box_append (GTK_BOX (top),
                  make_way (self, "accessories-dictionary-symbolic", _("Books"), "win.books"));
  gtk_box_append (GTK_BOX (top), self->write);
  gtk_box_append (GTK_BOX (page), top);
}

static void
hearth_letters_view_init (HearthLettersView *self)
{
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);

  self->cancellable = g_cancellable_new ();
  gtk_widget_add_css_class (page, "page");
  make_search (self, page);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Letters"), -1);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (activated_cb), self);
  self->nothing = make_label (_("No letter has these words."), "dim-label");
  self->empty = make_empty (self);
  self->page = GTK_BOX (page);
  gtk_box_append (GTK_BOX (page), GTK_WIDGET (self->list));
  gtk_box_append (GTK_BOX (page), self->nothing);
  gtk_box_append (GTK_BOX (page), self->empty);
  gtk_widget_set_visible (self->nothing, FALSE);
  gtk_widget_set_visible (self->empty, FALSE);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 680);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), 640);
  adw_clamp_set_child (ADW_CLAMP (clamp), page);
  self->box = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->box), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->box), clamp);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

/**
 * hearth_letters_view_new:
 * @desk: where what is done is told and taken back
 *
 * Returns: (transfer floating): the page of all letters
 */
GtkWidget *
hearth_letters_view_new (HearthMailDesk *desk)
{
  HearthLettersView *self = g_object_new (HEARTH_TYPE_LETTERS_VIEW, NULL);

  self->desk = g_object_ref (desk);
  self->client = g_object_ref (hearth_mail_desk_get_client (desk));
  self->occasions = HEARTH_LETTER_OCCASIONS (hearth_letter_occasions_new (desk));
  gtk_box_insert_child_after (self->page, GTK_WIDGET (self->occasions),
                              gtk_widget_get_first_child (GTK_WIDGET (self->page)));
  g_signal_connect_swapped (self->client, "changed::letters", G_CALLBACK (changed_cb), self);
  return GTK_WIDGET (self);
}

/**
 * hearth_letters_view_open:
 * @self: the page
 *
 * Reads all anew; the newest letter gets the focus.
 */
void
hearth_letters_view_open (HearthLettersView *self)
{
  self->opened = TRUE;
  hearth_letter_occasions_update (self->occasions);
  read_now (self);
}
