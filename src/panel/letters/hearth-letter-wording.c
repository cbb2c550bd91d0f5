/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-letter-wording.h"

#include "hearth-ai-config.h"
#include "hearth-letter-call.h"
#include "hearth-mind-calls.h"
#include "hearth-wording-card.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_HEIGHT 260

/**
 * HearthLetterWording:
 *
 * What a service would word otherwise in the letter that is written, as cards below it. Nothing of
 * it gets into the letter unless its writer takes it; each that is taken is one step to undo.
 */
struct _HearthLetterWording {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkLabel *status;
  GtkWidget *spinner;
  GtkWidget *stop;
  GtkWidget *all;
  GtkWidget *close;
  GtkWidget *cards;
  GtkWidget *scroller;
  GtkWidget *button; /* (owned): stands elsewhere */

  HearthClient *client;  /* (owned) */
  GtkTextBuffer *buffer; /* (owned) */
  gint64 letter;
  guint asked; /* names the question that is waited for; 0 for none */
  guint n_asked;
  GCancellable *cancellable; /* (owned) */
};

G_DEFINE_FINAL_TYPE (HearthLetterWording, hearth_letter_wording, GTK_TYPE_WIDGET)

enum { ASKING, DONE, N_SIGNALS };

static guint signals[N_SIGNALS];

static const struct {
  const char *label;
  const char *tone;
} tones[] = {
  { N_("In This Tone"), "" },   { N_("Friendlier"), "friendlier" }, { N_("Plainer"), "plainer" },
  { N_("Shorter"), "shorter" }, { N_("More Formal"), "formal" },
};

static char *
dup_text (HearthLetterWording *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
}

static void
clear_cards (HearthLetterWording *self)
{
  GtkWidget *card;

  while ((card = gtk_widget_get_first_child (self->cards)) != NULL)
    gtk_box_remove (GTK_BOX (self->cards), card);
}

/* Shows what goes on: whether it waits, what it says of it, and the cards that there are. */
static void
show_state (HearthLetterWording *self, const char *status)
{
  gboolean waits = self->asked != 0;
  GtkWidget *first = gtk_widget_get_first_child (self->cards);

  gtk_label_set_text (self->status, status);
  gtk_widget_set_visible (self->spinner, waits);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), waits);
  gtk_widget_set_visible (self->stop, waits);
  gtk_widget_set_visible (self->all, first != NULL && gtk_widget_get_next_sibling (first) != NULL);
  gtk_widget_set_visible (self->close, !waits);
  gtk_widget_set_visible (self->scroller, first != NULL);
  gtk_widget_set_sensitive (self->button, !waits);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

static void
count_cards (HearthLetterWording *self)
{
  guint n = 0;
  g_autofree char *text = NULL;

  for (GtkWidget *card = gtk_widget_get_first_child (self->cards); card != NULL;
       card = gtk_widget_get_next_sibling (card))
    n++;
  text = g_strdup_printf (ngettext ("%u suggestion", "%u suggestions", n), n);
  show_state (self, n > 0 ? text : _("All looked at"));
}

static void
hide (HearthLetterWording *self)
{
  clear_cards (self);
  self->asked = 0;
  gtk_widget_set_sensitive (self->button, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/* ---------------------------------------------------------------------------------------------- */

/* Returns: whether it still stood there */
static gboolean
take (HearthLetterWording *self, HearthLetterChange *change)
{
  g_autofree char *text = dup_text (self);
  GtkTextIter start, end;

  if (!hearth_letter_change_locate (change, text))
    return FALSE;
  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &start, (int) change->start);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &end, (int) (change->start + change->length));
  gtk_text_buffer_delete (self->buffer, &start, &end);
  gtk_text_buffer_insert (self->buffer, &start, change->new, -1);
  gtk_text_buffer_place_cursor (self->buffer, &start);
  gtk_text_buffer_end_user_action (self->buffer);
  return TRUE;
}

/* Whoever goes through them by the keyboard goes on with the next one. */
static void
drop (HearthLetterWording *self, GtkWidget *card)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean held = focus != NULL && gtk_widget_is_ancestor (focus, card);
  GtkWidget *next = gtk_widget_get_next_sibling (card);

  if (next == NULL)
    next = gtk_widget_get_prev_sibling (card);
  if (held && next != NULL)
    gtk_widget_grab_focus (next);
  gtk_box_remove (GTK_BOX (self->cards), card);
  count_cards (self);
  if (next == NULL) {
    hide (self);
    g_signal_emit (self, signals[DONE], 0);
  }
}

static void
taken_cb (HearthWordingCard *card, HearthLetterWording *self)
{
  gboolean taken = take (self, hearth_wording_card_get_change (card));

  drop (self, GTK_WIDGET (card));
  if (!taken)
    show_state (self, _("That passage has changed since"));
}

static void
kept_cb (HearthWordingCard *card, HearthLetterWording *self)
{
  drop (self, GTK_WIDGET (card));
}

static void
all_cb (HearthLetterWording *self)
{
  gboolean all = TRUE;

  for (GtkWidget *card = gtk_widget_get_first_child (self->cards); card != NULL;
       card = gtk_widget_get_next_sibling (card))
    all = take (self, hearth_wording_card_get_change (HEARTH_WORDING_CARD (card))) && all;
  hide (self);
  g_signal_emit (self, signals[DONE], 0);
  if (!all)
    show_state (self, _("That passage has changed since"));
}

/* ---------------------------------------------------------------------------------------------- */

typedef struct {
  HearthLetterWording *self; /* (owned) */
  guint asked;
} Question;

static void
show_changes (HearthLetterWording *self, GVariant *list)
{
  g_autoptr (GPtrArray) changes = hearth_letter_changes_from_variant (list);
  g_autofree char *text = dup_text (self);

  for (guint i = 0; i < changes->len; i++) {
    HearthLetterChange *change = g_ptr_array_index (changes, i);
    GtkWidget *card;

    /* It may have been written on meanwhile. */
    if (!hearth_letter_change_locate (change, text))
      continue;
    card = hearth_wording_card_new (change);
    g_signal_connect (card, "taken", G_CALLBACK (taken_cb), self);
    g_signal_connect (card, "kept", G_CALLBACK (kept_cb), self);
    gtk_box_append (GTK_BOX (self->cards), card);
  }
  if (gtk_widget_get_first_child (self->cards) != NULL)
    count_cards (self);
  else
    show_state (self, _("Nothing to change"));
}

static void
suggested_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Question *question = user_data;
  HearthLetterWording *self = question->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_letter_call_finish (HEARTH_CLIENT (source), result, &error);
  g_autoptr (GVariant) list = NULL;

  if (self->box != NULL && self->asked == question->asked) {
    self->asked = 0;
    if (reply != NULL) {
      list = g_variant_get_child_value (reply, 1);
      show_changes (self, list);
    } else {
      g_autofree char *message = hearth_client_dup_message (error);

      show_state (self, message);
    }
  }
  g_object_unref (self);
  g_free (question);
}

static void
ask (HearthLetterWording *self, const char *tone)
{
  Question *question;

  g_signal_emit (self, signals[ASKING], 0);
  if (self->letter == 0)
    return;
  clear_cards (self);
  question = g_new0 (Question, 1);
  question->self = g_object_ref (self);
  question->asked = self->asked = ++self->n_asked;
  show_state (self, _("Asking what could be said better…"));
  hearth_letter_call_slowly (self->client, "SuggestChanges",
                             g_variant_new ("(xs)", self->letter, tone), suggested_cb, question);
}

static void
stop_asking (HearthLetterWording *self)
{
  if (self->asked != 0)
    hearth_letter_call_async (self->client, "StopHelp", g_variant_new ("()"), NULL, NULL);
  hide (self);
}

static void
tone_cb (GtkWidget *button, HearthLetterWording *self)
{
  const char *tone = g_object_get_data (G_OBJECT (button), "tone");

  gtk_popover_popdown (gtk_menu_button_get_popover (GTK_MENU_BUTTON (self->button)));
  ask (self, tone);
}

/* ---------------------------------------------------------------------------------------------- */

static gboolean
answers (GVariant *service)
{
  g_autofree const char **names = NULL;

  return strcmp (hearth_mind_get_string (service, "id"), HEARTH_AI_BUILTIN) != 0 &&
         g_variant_lookup (service, "purposes", "^a&s", &names) &&
         g_strv_contains (names, hearth_ai_purpose_get_name (HEARTH_AI_CONVERSATION));
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthLetterWording) self = user_data;
  g_autoptr (GVariant) reply = hearth_mind_call_finish (result, NULL);
  g_autoptr (GVariant) services = NULL;
  gboolean any = FALSE;

  if (reply == NULL || self->box == NULL)
    return;
  services = g_variant_get_child_value (reply, 0);
  for (gsize i = 0; i < g_variant_n_children (services) && !any; i++) {
    g_autoptr (GVariant) service = g_variant_get_child_value (services, i);

    any = answers (service);
  }
  gtk_widget_set_visible (self->button, any);
}

/**
 * hearth_letter_wording_set_letter:
 * @self: wordings
 * @letter: the row of the letter in the buffer, or 0 where it has none yet
 *
 * What was suggested for another letter goes. Looks, too, whether there is a service to ask.
 */
void
hearth_letter_wording_set_letter (HearthLetterWording *self, gint64 letter)
{
  if (self->letter == letter)
    return;
  stop_asking (self);
  self->letter = letter;
  if (letter != 0)
    hearth_mind_call (self->client, "ListServices", NULL, NULL, self->cancellable, listed_cb,
                      g_object_ref (self));
}

/**
 * hearth_letter_wording_get_button:
 * @self: wordings
 *
 * Returns: (transfer none): what asks for them; seen only where there is a service to ask
 */
GtkWidget *
hearth_letter_wording_get_button (HearthLetterWording *self)
{
  return self->button;
}

static void
hearth_letter_wording_dispose (GObject *object)
{
  HearthLetterWording *self = HEARTH_LETTER_WORDING (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->button);
  g_clear_object (&self->buffer);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (hearth_letter_wording_parent_class)->dispose (object);
}

static void
hearth_letter_wording_finalize (GObject *object)
{
  g_object_unref (HEARTH_LETTER_WORDING (object)->cancellable);
  G_OBJECT_CLASS (hearth_letter_wording_parent_class)->finalize (object);
}

static void
hearth_letter_wording_class_init (HearthLetterWordingClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hearth_letter_wording_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_letter_wording_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  /**
   * HearthLetterWording::asking:
   *
   * The service is about to be asked of what is in the store.
   */
  signals[ASKING] =
      g_signal_new ("asking", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * HearthLetterWording::done:
   *
   * The last of them was taken or kept.
   */
  signals[DONE] =
      g_signal_new ("done", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
make_button (HearthLetterWording *self)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  for (guint i = 0; i < G_N_ELEMENTS (tones); i++) {
    GtkWidget *tone = gtk_button_new_with_label (_ (tones[i].label));

    gtk_widget_add_css_class (tone, "flat");
    g_object_set_data (G_OBJECT (tone), "tone", (gpointer) tones[i].tone);
    g_signal_connect (tone, "clicked", G_CALLBACK (tone_cb), self);
    gtk_box_append (GTK_BOX (list), tone);
  }
  gtk_widget_add_css_class (popover, "offers");
  gtk_popover_set_child (GTK_POPOVER (popover), list);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _("Tone and Clarity…"));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_widget_set_tooltip_text (button, _("Ask your AI service what could be said better"));
  gtk_widget_set_visible (button, FALSE);
  return button;
}

static GtkWidget *
add_button (GtkWidget *box, const char *label, GCallback callback, HearthLetterWording *self)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_swapped (button, "clicked", callback, self);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static void
hearth_letter_wording_init (HearthLetterWording *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *status = gtk_label_new ("");

  self->cancellable = g_cancellable_new ();
  self->button = g_object_ref_sink (make_button (self));
  self->status = GTK_LABEL (status);
  gtk_label_set_xalign (self->status, 0);
  gtk_label_set_wrap (self->status, TRUE);
  gtk_widget_set_hexpand (status, TRUE);
  gtk_widget_add_css_class (status, "dim-label");
  self->spinner = gtk_spinner_new ();
  gtk_box_append (GTK_BOX (head), self->spinner);
  gtk_box_append (GTK_BOX (head), status);
  self->stop = add_button (head, _("Stop"), G_CALLBACK (stop_asking), self);
  self->all = add_button (head, _("Take All"), G_CALLBACK (all_cb), self);
  self->close = add_button (head, _("Close"), G_CALLBACK (stop_asking), self);
  self->cards = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->scroller), MAX_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->cards);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (self->box), head);
  gtk_box_append (GTK_BOX (self->box), self->scroller);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * hearth_letter_wording_new:
 * @client: the panel's client
 * @buffer: the letter
 *
 * Returns: (transfer floating): what a service would word otherwise; not seen before it was asked
 */
GtkWidget *
hearth_letter_wording_new (HearthClient *client, GtkTextBuffer *buffer)
{
  HearthLetterWording *self = g_object_new (HEARTH_TYPE_LETTER_WORDING, NULL);

  self->client = g_object_ref (client);
  self->buffer = g_object_ref (buffer);
  return GTK_WIDGET (self);
}
