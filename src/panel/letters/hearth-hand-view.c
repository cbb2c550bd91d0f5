/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-hand-view.h"

#include "hearth-hand-file.h"
#include "hearth-hand-line.h"
#include "hearth-hand-name.h"
#include "hearth-hand-paper.h"
#include "hearth-hand-saving.h"
#include "hearth-hand-sitting.h"
#include "hearth-pen-choice.h"
#include "hearth-store-hands.h"
#include "hearth-wrap-layout.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/**
 * HearthHandView:
 *
 * The guided page: the owner writes each character and the frequent pairs three times, and that
 * becomes a hand. Each one is kept as soon as it is written.
 */
struct _HearthHandView {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkLabel *title;
  GtkLabel *hint;
  HearthHandPaper *paper;
  GtkWidget *undo, *again, *back;
  GtkButton *next;
  GtkProgressBar *bar;
  GtkLabel *progress;
  HearthHandLine *line;
  HearthLetterChoice *pen;
  GtkCheckButton *joined;

  HearthMailDesk *desk;       /* (owned) */
  HearthClient *client;       /* (owned) */
  HearthHandSaving *saving;   /* (owned) (nullable) */
  HearthHandSaving *before;   /* (owned) (nullable): of the hand that was shown before */
  HearthHandSitting *sitting; /* (owned) (nullable): while none is read */
  char *name;                 /* (owned) (nullable): of the hand */
  char *wanted;               /* (owned): the text whose characters come first */
  char *language;             /* (owned) (nullable) */
  GCancellable *cancellable;  /* (owned) */
  gint64 id;                  /* that was asked for; 0: a new one */
  gboolean to_read;           /* as soon as what was written before is in the store */
  gboolean filling;           /* what changes is not the owner's */
};

G_DEFINE_FINAL_TYPE (HearthHandView, hearth_hand_view, GTK_TYPE_WIDGET)

enum { TITLED, BEGUN, N_SIGNALS };

static guint signals[N_SIGNALS];

static const char *const groups[] = {
  [HEARTH_HAND_GROUP_LETTERS] = N_("Small letters"),
  [HEARTH_HAND_GROUP_CAPITALS] = N_("Capitals"),
  [HEARTH_HAND_GROUP_PUNCTUATION] = N_("Punctuation marks"),
  [HEARTH_HAND_GROUP_DIGITS] = N_("Digits"),
  [HEARTH_HAND_GROUP_ACCENTS] = N_("Other letters"),
  [HEARTH_HAND_GROUP_PAIRS] = N_("Two letters in one go"),
};

/* What was read: a hand and what it is called. */
typedef struct {
  HearthHand *hand; /* (owned) (nullable): a new one */
  char *name;       /* (owned) */
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_clear_pointer (&reading->hand, hearth_hand_unref);
  g_free (reading->name);
  g_free (reading);
}

/* Showing -------------------------------------------------------------------------------------- */

static void
show_prompt (HearthHandView *self)
{
  const char *glyph = hearth_hand_sitting_get_glyph (self->sitting);
  g_autofree char *title = NULL;
  const char *hint = _("All of it is written. Go back to change something.");

  if (glyph != NULL) {
    /* Translators: %s is a character or two that are to be written by hand */
    title = g_strdup_printf (_("Write “%s” three times"), glyph);
    hint = hearth_hand_sitting_is_wanted (self->sitting)
               ? _("Your letter needs it")
               : _ (groups[hearth_hand_sitting_get_group (self->sitting)]);
  } else {
    title = g_strdup (_("Your hand is complete"));
  }
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->hint, hint);
}

static char *
dup_progress (HearthHandCount count)
{
  /* Translators: how many characters are written of how many */
  g_autofree char *done = g_strdup_printf (_("%u of %u"), count.done, count.asked);
  g_autofree char *missing = NULL;

  if (count.missing == 0)
    return g_steal_pointer (&done);
  missing = g_strdup_printf (ngettext ("%u character of your letter is missing",
                                       "%u characters of your letter are missing", count.missing),
                             count.missing);
  return g_strdup_printf ("%s · %s", done, missing);
}

static void
update (HearthHandView *self)
{
  HearthHandCount count = hearth_hand_sitting_get_count (self->sitting);
  gboolean any = hearth_hand_sitting_get_glyph (self->sitting) != NULL;
  gboolean complete = any && hearth_hand_sitting_get_written (self->sitting) >= HEARTH_HAND_SAMPLES;
  g_autofree char *progress = dup_progress (count);

  show_prompt (self);
  gtk_label_set_text (self->progress, progress);
  gtk_progress_bar_set_fraction (self->bar,
                                 count.asked > 0 ? (double) count.done / count.asked : 1);
  gtk_button_set_label (self->next, complete ? _("Next") : _("Skip"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->next), any);
  gtk_widget_set_sensitive (self->again, any);
  hearth_hand_line_show (self->line, hearth_hand_sitting_get_hand (self->sitting), self->language);
}

static void
show_paper (HearthHandView *self)
{
  hearth_hand_paper_show (self->paper, hearth_hand_sitting_get_glyph (self->sitting),
                          hearth_hand_sitting_get_hand (self->sitting));
  update (self);
}

static void
keep (HearthHandView *self)
{
  hearth_hand_saving_save (self->saving, hearth_hand_sitting_get_hand (self->sitting));
}

/* Writing -------------------------------------------------------------------------------------- */

static void
written_cb (HearthHandPaper *paper, const HearthHandSample *sample, HearthHandView *self)
{
  if (self->sitting == NULL)
    return;
  if (!hearth_hand_sitting_add (self->sitting, sample)) {
    hearth_mail_desk_say (self->desk, _("This hand is full: there is no room for more."));
    show_paper (self);
    return;
  }
  keep (self);
  if (hearth_hand_sitting_get_written (self->sitting) < HEARTH_HAND_SAMPLES) {
    update (self);
    return;
  }
  hearth_hand_sitting_next (self->sitting);
  show_paper (self);
}

/* Strokes of the character that is being written, then whole characters. */
static void
undo_cb (HearthHandView *self)
{
  if (self->sitting == NULL || hearth_hand_paper_undo (self->paper))
    return;
  if (!hearth_hand_sitting_undo (self->sitting))
    return;
  keep (self);
  show_paper (self);
}

static void
again_cb (HearthHandView *self)
{
  if (self->sitting == NULL)
    return;
  hearth_hand_paper_drop (self->paper);
  if (hearth_hand_sitting_again (self->sitting))
    keep (self);
  show_paper (self);
}

/* A character that is written and waits for its pause is finished; that alone may lead on. */
static void
next_cb (HearthHandView *self)
{
  if (self->sitting == NULL || hearth_hand_paper_finish (self->paper))
    return;
  hearth_hand_sitting_next (self->sitting);
  show_paper (self);
}

static void
back_cb (HearthHandView *self)
{
  if (self->sitting == NULL)
    return;
  hearth_hand_paper_finish (self->paper);
  hearth_hand_sitting_back (self->sitting);
  show_paper (self);
}

/* What the keys do. */
static const struct {
  const char *keys;
  void (*func) (HearthHandView *);
} keys[] = {
  { "<Control>z", undo_cb },
  { "<Alt>Page_Down|<Control>Return", next_cb },
  { "<Alt>Page_Up", back_cb },
};

static gboolean
key_cb (GtkWidget *widget, GVariant *args, gpointer n)
{
  keys[GPOINTER_TO_UINT (n)].func (HEARTH_HAND_VIEW (widget));
  return TRUE;
}

static void
pen_cb (HearthLetterChoice *choice, const char *id, HearthHandView *self)
{
  HearthPen pen;

  if (self->sitting == NULL || !hearth_pen_from_name (id, &pen))
    return;
  hearth_letter_choice_set_chosen (choice, id);
  hearth_hand_sitting_set_pen (self->sitting, pen);
  keep (self);
  update (self);
}

static void
joined_cb (HearthHandView *self)
{
  if (self->filling || self->sitting == NULL)
    return;
  hearth_hand_sitting_set_joined (self->sitting, gtk_check_button_get_active (self->joined));
  keep (self);
  update (self);
}

/* Reading -------------------------------------------------------------------------------------- */

static gpointer
read_hand (HearthDatabase *db, gpointer data, GError **error)
{
  gint64 id = *(gint64 *) data;
  g_autoptr (HearthHandRow) row = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (HearthHand) hand = NULL;
  Reading *reading;

  if (id != 0) {
    row = hearth_store_hands_get (db, id, error);
    hand = row != NULL ? hearth_hand_file_read (row->data, error) : NULL;
    if (hand == NULL)
      return NULL;
  } else {
    rows = hearth_store_hands_list (db, error);
    if (rows == NULL)
      return NULL;
  }
  reading = g_new0 (Reading, 1);
  reading->hand = g_steal_pointer (&hand);
  reading->name =
      row != NULL ? g_strdup (row->name) : hearth_hand_dup_free_name (rows, _("My hand"));
  return reading;
}

static void
update_title (HearthHandView *self)
{
  g_signal_emit (self, signals[TITLED], 0, self->name, _("Kept as you write"));
}

static void
kept_cb (HearthHandView *self)
{
  if (self->id != 0)
    return;
  self->id = hearth_hand_saving_get_id (self->saving);
  g_signal_emit (self, signals[BEGUN], 0, self->id);
}

static void
failed_cb (HearthHandSaving *saving, const char *message, HearthMailDesk *desk)
{
  hearth_mail_desk_say (desk, message);
}

static void
show_hand (HearthHandView *self, Reading *reading)
{
  const HearthHand *hand;

  g_free (self->name);
  self->name = g_strdup (reading->name);
  self->sitting = hearth_hand_sitting_new (reading->hand, self->language, self->wanted);
  hearth_hand_sitting_set_name (self->sitting, self->name);
  hand = hearth_hand_sitting_get_hand (self->sitting);
  self->saving = hearth_hand_saving_new (self->client, self->id, self->name);
  g_signal_connect_object (self->saving, "kept", G_CALLBACK (kept_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->saving, "failed", G_CALLBACK (failed_cb), self->desk, 0);
  self->filling = TRUE;
  gtk_check_button_set_active (self->joined, hearth_hand_is_joined (hand));
  self->filling = FALSE;
  hearth_letter_choice_set_chosen (self->pen, hearth_pen_get_name (hearth_hand_get_pen (hand)));
  gtk_widget_set_sensitive (self->box, TRUE);
  update_title (self);
  show_paper (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->paper));
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthHandView *self = user_data;
  g_autoptr (GError) error = NULL;
  Reading *reading = hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (reading == NULL) {
    hearth_mail_desk_say (self->desk, error->message);
    if (gtk_widget_get_mapped (GTK_WIDGET (self)))
      gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
    return;
  }
  show_hand (self, reading);
  reading_free (reading);
}

/* ---------------------------------------------------------------------------------------------- */

/* What was written last must be in the store before it is read from there. */
static void
read_when_kept (HearthHandView *self)
{
  if (!self->to_read || (self->before != NULL && hearth_hand_saving_is_busy (self->before)))
    return;
  self->to_read = FALSE;
  g_clear_object (&self->before);
  hearth_client_read_async (self->client, read_hand, g_memdup2 (&self->id, sizeof self->id), g_free,
                            reading_free, self->cancellable, read_cb, self);
}

static void
unload (HearthHandView *self)
{
  hearth_hand_view_leave (self);
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->to_read = FALSE;
  g_clear_pointer (&self->sitting, hearth_hand_sitting_free);
  hearth_hand_paper_show (self->paper, NULL, NULL);
  if (self->saving == NULL)
    return;
  g_signal_handlers_disconnect_by_func (self->saving, kept_cb, self);
  g_clear_object (&self->before);
  self->before = g_steal_pointer (&self->saving);
  g_signal_connect_object (self->before, "kept", G_CALLBACK (read_when_kept), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->before, "failed", G_CALLBACK (read_when_kept), self,
                           G_CONNECT_SWAPPED);
}

static void
hearth_hand_view_dispose (GObject *object)
{
  HearthHandView *self = HEARTH_HAND_VIEW (object);

  if (self->box != NULL)
    unload (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->before);
  g_clear_object (&self->client);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (hearth_hand_view_parent_class)->dispose (object);
}

static void
hearth_hand_view_finalize (GObject *object)
{
  HearthHandView *self = HEARTH_HAND_VIEW (object);

  g_object_unref (self->cancellable);
  g_free (self->name);
  g_free (self->wanted);
  g_free (self->language);
  G_OBJECT_CLASS (hearth_hand_view_parent_class)->finalize (object);
}

static void
hearth_hand_view_class_init (HearthHandViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hearth_hand_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_hand_view_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  /**
   * HearthHandView::titled:
   * @title: what the hand is called
   * @subtitle: what goes on
   */
  signals[TITLED] = g_signal_new ("titled", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  /**
   * HearthHandView::begun:
   * @id: the row that a new hand has got
   */
  signals[BEGUN] = g_signal_new ("begun", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 1, G_TYPE_INT64);
}

static void
add_shortcuts (HearthHandView *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_shortcut_controller_add_shortcut (
        GTK_SHORTCUT_CONTROLLER (controller),
        gtk_shortcut_new (gtk_shortcut_trigger_parse_string (keys[i].keys),
                          gtk_callback_action_new (key_cb, GUINT_TO_POINTER (i), NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
hearth_hand_view_init (HearthHandView *self)
{
  self->cancellable = g_cancellable_new ();
  self->wanted = g_strdup ("");
  add_shortcuts (self);
}

static GtkLabel *
add_label (GtkWidget *page, const char *css_class)
{
  GtkWidget *label = gtk_label_new ("");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (page), label);
  return GTK_LABEL (label);
}

static GtkWidget *
add_button (HearthHandView *self, GtkWidget *deeds, const char *label, GCallback callback)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  g_signal_connect_swapped (button, "clicked", callback, self);
  gtk_box_append (GTK_BOX (deeds), button);
  return button;
}

static GtkWidget *
make_deeds (HearthHandView *self)
{
  GtkWidget *deeds = hearth_wrap_box_new (6);

  self->back = add_button (self, deeds, _("Previous"), G_CALLBACK (back_cb));
  gtk_widget_set_tooltip_text (self->back, _("To the character before"));
  self->undo = add_button (self, deeds, _("Undo"), G_CALLBACK (undo_cb));
  gtk_widget_set_tooltip_text (self->undo, _("Take the last stroke back"));
  self->again = add_button (self, deeds, _("Again"), G_CALLBACK (again_cb));
  gtk_widget_set_tooltip_text (self->again, _("Write all three anew"));
  self->next = GTK_BUTTON (add_button (self, deeds, _("Skip"), G_CALLBACK (next_cb)));
  return deeds;
}

static GtkWidget *
make_manner (HearthHandView *self)
{
  GtkWidget *manner = hearth_wrap_box_new (6);

  self->pen = HEARTH_LETTER_CHOICE (hearth_pen_choice_new (NULL));
  g_signal_connect (self->pen, "chosen", G_CALLBACK (pen_cb), self);
  self->joined = GTK_CHECK_BUTTON (gtk_check_button_new_with_label (_("My letters join")));
  g_signal_connect_swapped (self->joined, "toggled", G_CALLBACK (joined_cb), self);
  gtk_box_append (GTK_BOX (manner), GTK_WIDGET (self->pen));
  gtk_box_append (GTK_BOX (manner), GTK_WIDGET (self->joined));
  return manner;
}

/* The page, from the top to the bottom. */
static void
make_page (HearthHandView *self)
{
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);

  gtk_widget_add_css_class (page, "page");
  self->title = add_label (page, "headline");
  self->hint = add_label (page, "dim-label");
  self->paper = HEARTH_HAND_PAPER (hearth_hand_paper_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->paper), "hand-paper");
  g_signal_connect (self->paper, "written", G_CALLBACK (written_cb), self);
  gtk_box_append (GTK_BOX (page), GTK_WIDGET (self->paper));
  gtk_box_append (GTK_BOX (page), make_deeds (self));
  self->bar = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("How much of your hand is written"), -1);
  gtk_box_append (GTK_BOX (page), GTK_WIDGET (self->bar));
  self->progress = add_label (page, "dim-label");
  self->line = HEARTH_HAND_LINE (hearth_hand_line_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->line), "hand-paper");
  gtk_box_append (GTK_BOX (page), GTK_WIDGET (self->line));
  gtk_box_append (GTK_BOX (page), make_manner (self));
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
 * hearth_hand_view_new:
 * @desk: where what happens is told
 *
 * Returns: (transfer floating): a page to write hands on, one at a time
 */
GtkWidget *
hearth_hand_view_new (HearthMailDesk *desk)
{
  HearthHandView *self = g_object_new (HEARTH_TYPE_HAND_VIEW, NULL);

  self->desk = g_object_ref (desk);
  self->client = g_object_ref (hearth_mail_desk_get_client (desk));
  make_page (self);
  /* However it is left. */
  g_signal_connect (self, "unmap", G_CALLBACK (hearth_hand_view_leave), NULL);
  return GTK_WIDGET (self);
}

/**
 * hearth_hand_view_want:
 * @self: a page
 * @text: a text, whose characters are asked for first; perhaps ""
 * @language: (nullable): BCP 47, of the letters that will be written; %NULL or "" for that of the
 *   desktop
 *
 * Says what the hand that is opened next is needed for.
 */
void
hearth_hand_view_want (HearthHandView *self, const char *text, const char *language)
{
  g_free (self->wanted);
  g_free (self->language);
  self->wanted = g_strdup (text);
  self->language = g_strdup (language != NULL && *language != '\0'
                                 ? language
                                 : pango_language_to_string (pango_language_get_default ()));
}

/**
 * hearth_hand_view_write:
 * @self: a page
 * @hand: the row of a hand, or 0 for a new one
 *
 * Shows a hand to be written on, at the first character that it has not.
 */
void
hearth_hand_view_write (HearthHandView *self, gint64 hand)
{
  unload (self);
  self->id = hand;
  self->to_read = TRUE;
  gtk_widget_set_sensitive (self->box, FALSE);
  read_when_kept (self);
}

/**
 * hearth_hand_view_leave:
 * @self: a page
 *
 * Finishes and keeps the character that is being written.
 */
void
hearth_hand_view_leave (HearthHandView *self)
{
  if (self->sitting != NULL)
    hearth_hand_paper_finish (self->paper);
}
