/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-letter-card.h"

#include "hearth-text.h"
#include "hearth-wrap-layout.h"

#include <glib/gi18n.h>
#include <string.h>

/* What is said of one place of the letter, and what can be done about it. */

#define N_OFFERS 3
#define MAX_SHOWN 48

/**
 * HearthLetterCard:
 *
 * A card below a letter: what the proofreader says of one place, why, and what can be done about
 * it.
 */
struct _HearthLetterCard {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkLabel *title;
  GtkLabel *reason;
  GtkWidget *offers[N_OFFERS];
  GtkWidget *keep;
  GtkWidget *fix_all;
  GtkWidget *keep_all;
  GtkWidget *learn;
  GtkWidget *more;
  GtkWidget *popover;

  HearthLetterMarks *marks; /* (owned) */
};

G_DEFINE_FINAL_TYPE (HearthLetterCard, hearth_letter_card, GTK_TYPE_WIDGET)

enum { KEPT, LEARNT, DONE, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
set_name (GtkWidget *button, const char *label, const char *name)
{
  gtk_button_set_label (GTK_BUTTON (button), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static char *
dup_shown (const char *text)
{
  return hearth_text_one_line (text, MAX_SHOWN);
}

/* One thing is suggested: it stands in the title. Several: each is a button. */
static void
show_title (HearthLetterCard *self, const HearthLetterMark *mark)
{
  char **words = mark->proof->suggestions;
  g_autofree char *text = dup_shown (mark->text);
  g_autofree char *better = words[0] != NULL ? dup_shown (words[0]) : NULL;
  g_autofree char *title = NULL;

  if (words[0] != NULL && words[1] == NULL && *words[0] != '\0')
    /* Translators: what stands in a letter, and what could stand there instead */
    title = g_strdup_printf (_("“%s” → “%s”"), text, better);
  else
    /* Translators: what stands in a letter */
    title = g_strdup_printf (_("“%s”"), text);
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->reason, mark->proof->reason);
}

static void
show_offers (HearthLetterCard *self, const HearthLetterMark *mark)
{
  char **words = mark->proof->suggestions;
  guint n = g_strv_length (words);

  for (guint i = 0; i < N_OFFERS; i++) {
    gtk_widget_set_visible (self->offers[i], i < n);
    if (i < n) {
      g_autofree char *shown = dup_shown (words[i]);
      /* Translators: a button; %s is what is to be written instead */
      g_autofree char *name = g_strdup_printf (_("Write “%s”"), shown);

      if (*words[i] == '\0')
        set_name (self->offers[i], _("Leave Out"), _("Leave out"));
      else
        set_name (self->offers[i], n == 1 ? _("Fix") : shown, name);
    }
  }
}

static void
show_all (HearthLetterCard *self, const HearthLetterMark *mark)
{
  HearthProofKind kind = mark->proof->kind;
  guint fixable = hearth_letter_marks_count (self->marks, kind, TRUE);
  guint n = hearth_letter_marks_count (self->marks, kind, FALSE);
  g_autofree char *fix =
      g_strdup_printf (ngettext ("Fix %u of This Kind", "Fix All %u of This Kind", fixable),
                       fixable);
  g_autofree char *keep =
      g_strdup_printf (ngettext ("Keep %u of This Kind", "Keep All %u of This Kind", n), n);

  gtk_button_set_label (GTK_BUTTON (self->fix_all), fix);
  gtk_button_set_label (GTK_BUTTON (self->keep_all), keep);
  gtk_widget_set_visible (self->fix_all, fixable > 1);
  gtk_widget_set_visible (self->keep_all, n > 1);
  gtk_widget_set_visible (self->learn, kind == HEARTH_PROOF_SPELLING);
  gtk_widget_set_visible (self->more, n > 1 || kind == HEARTH_PROOF_SPELLING);
}

/**
 * hearth_letter_card_update:
 * @self: a card
 *
 * Shows the mark at the cursor, or the next one. Without any it is not seen.
 */
void
hearth_letter_card_update (HearthLetterCard *self)
{
  const HearthLetterMark *mark = hearth_letter_marks_find (self->marks);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean held = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));

  if (mark != NULL) {
    show_title (self, mark);
    show_offers (self, mark);
    show_all (self, mark);
    hearth_letter_marks_ask (self->marks, mark);
  }
  gtk_widget_set_visible (GTK_WIDGET (self), mark != NULL);
  /* Whoever goes through all of them by the keyboard stays here as long as there is one. */
  if (held && mark == NULL)
    g_signal_emit (self, signals[DONE], 0);
  else if (held && !gtk_widget_get_mapped (focus))
    gtk_widget_grab_focus (self->keep);
}

static void
offer_cb (GtkWidget *button, HearthLetterCard *self)
{
  const HearthLetterMark *mark = hearth_letter_marks_find (self->marks);
  guint n = 0;

  while (n < N_OFFERS - 1 && self->offers[n] != button)
    n++;
  if (mark != NULL && n < g_strv_length (mark->proof->suggestions))
    hearth_letter_marks_fix (self->marks, mark, mark->proof->suggestions[n]);
}

static void
keep_cb (GtkWidget *button, HearthLetterCard *self)
{
  const HearthLetterMark *mark = hearth_letter_marks_find (self->marks);
  g_auto (GStrv) keys = NULL;

  gtk_popover_popdown (GTK_POPOVER (self->popover));
  if (mark == NULL)
    return;
  keys = hearth_letter_marks_dismiss (self->marks, mark, button == self->keep_all);
  g_signal_emit (self, signals[KEPT], 0, keys);
}

static void
fix_all_cb (HearthLetterCard *self)
{
  const HearthLetterMark *mark = hearth_letter_marks_find (self->marks);

  gtk_popover_popdown (GTK_POPOVER (self->popover));
  if (mark != NULL)
    hearth_letter_marks_fix_all (self->marks, mark->proof->kind);
}

static void
learn_cb (HearthLetterCard *self)
{
  const HearthLetterMark *mark = hearth_letter_marks_find (self->marks);
  g_autofree char *word = mark != NULL ? g_strdup (mark->text) : NULL;

  gtk_popover_popdown (GTK_POPOVER (self->popover));
  if (word != NULL)
    g_signal_emit (self, signals[LEARNT], 0, word);
}

static void
hearth_letter_card_dispose (GObject *object)
{
  HearthLetterCard *self = HEARTH_LETTER_CARD (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->marks);
  G_OBJECT_CLASS (hearth_letter_card_parent_class)->dispose (object);
}

static void
hearth_letter_card_class_init (HearthLetterCardClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hearth_letter_card_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  /**
   * HearthLetterCard::kept:
   * @keys: of the marks that are not to be told of again
   */
  signals[KEPT] = g_signal_new ("kept", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                1, G_TYPE_STRV);
  /**
   * HearthLetterCard::learnt:
   * @word: a word that the owner spells so
   */
  signals[LEARNT] = g_signal_new ("learnt", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
  /**
   * HearthLetterCard::done:
   *
   * The last mark went while the card had the focus.
   */
  signals[DONE] =
      g_signal_new ("done", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
add_button (GtkWidget *box, const char *label)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static void
make_more (HearthLetterCard *self)
{
  GtkWidget *list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget **buttons[] = { &self->fix_all, &self->keep_all, &self->learn };

  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++) {
    *buttons[i] = add_button (list, i == 2 ? _("I Spell It So") : "");
    gtk_widget_add_css_class (*buttons[i], "flat");
  }
  self->popover = gtk_popover_new ();
  gtk_widget_add_css_class (self->popover, "offers");
  gtk_popover_set_child (GTK_POPOVER (self->popover), list);
  self->more = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->more), "hearth-more-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->more), self->popover);
  gtk_widget_set_tooltip_text (self->more, _("All of These"));
  gtk_widget_add_css_class (self->more, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->more), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("All of these"), -1);
}

static GtkLabel *
add_label (GtkWidget *box, const char *css_class)
{
  GtkWidget *label = gtk_label_new ("");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static void
hearth_letter_card_init (HearthLetterCard *self)
{
  GtkWidget *deeds = hearth_wrap_box_new (6);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_widget_add_css_class (self->box, "letter-card");
  self->title = add_label (self->box, "need-title");
  self->reason = add_label (self->box, "dim-label");
  for (guint i = 0; i < N_OFFERS; i++) {
    self->offers[i] = gtk_button_new_with_label ("");
    gtk_box_append (GTK_BOX (deeds), self->offers[i]);
    g_signal_connect (self->offers[i], "clicked", G_CALLBACK (offer_cb), self);
  }
  self->keep = gtk_button_new_with_label (_("Keep"));
  gtk_box_append (GTK_BOX (deeds), self->keep);
  make_more (self);
  gtk_box_append (GTK_BOX (deeds), self->more);
  gtk_widget_set_margin_top (deeds, 6);
  gtk_box_append (GTK_BOX (self->box), deeds);
  g_signal_connect (self->keep, "clicked", G_CALLBACK (keep_cb), self);
  g_signal_connect (self->keep_all, "clicked", G_CALLBACK (keep_cb), self);
  g_signal_connect_swapped (self->fix_all, "clicked", G_CALLBACK (fix_all_cb), self);
  g_signal_connect_swapped (self->learn, "clicked", G_CALLBACK (learn_cb), self);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * hearth_letter_card_new:
 * @marks: of a letter
 *
 * Returns: (transfer floating): a card that shows the one at the cursor
 */
GtkWidget *
hearth_letter_card_new (HearthLetterMarks *marks)
{
  HearthLetterCard *self = g_object_new (HEARTH_TYPE_LETTER_CARD, NULL);

  self->marks = g_object_ref (marks);
  g_signal_connect_object (marks, "changed", G_CALLBACK (hearth_letter_card_update), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
